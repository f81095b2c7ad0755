package tradelab.venue.account;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the money in a wallet is for. */
public enum WalletType {
    EXCHANGE,
    MARGIN,
    FUNDING;

    /** Returns the exchange's name: {@code exchange}, {@code margin}, {@code funding}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type of that name, or null. {@code trading} and {@code deposit} are older names. */
    public static @Nullable WalletType of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "exchange" -> EXCHANGE;
            case "margin", "trading" -> MARGIN;
            case "funding", "deposit" -> FUNDING;
            default -> null;
        };
    }
}

package tradelab.venue.taiwan.rules;

import java.util.Locale;
import tradelab.contracts.Require;

/** Kinds of listed securities, and what the rules make of each. Tax is in parts of a million of what a sale brings. */
public enum SecurityType {
    STOCK(Ticks.STOCK, 3_000),
    PREFERRED(Ticks.STOCK, 3_000),
    TDR(Ticks.STOCK, 1_000),
    ETN(Ticks.STOCK, 1_000),
    ETF(Ticks.FUND, 1_000),
    /** An ETF of foreign components, which has no price limits. */
    FOREIGN_ETF(Ticks.FUND, 1_000),
    REIT(Ticks.FUND, 0);

    private final Ticks ticks;
    private final int taxPerMillion;

    SecurityType(Ticks ticks, int taxPerMillion) {
        this.ticks = ticks;
        this.taxPerMillion = taxPerMillion;
    }

    public Ticks ticks() {
        return ticks;
    }

    public int taxPerMillion() {
        return taxPerMillion;
    }

    public boolean hasLimits() {
        return this != FOREIGN_ETF;
    }

    /**
     * Reads our own names and the exchanges' words.
     *
     * @throws IllegalArgumentException for any other
     */
    public static SecurityType parse(String text) {
        return switch (text) {
            case "股票", "創新板" -> STOCK;
            case "特別股" -> PREFERRED;
            case "臺灣存託憑證(TDR)" -> TDR;
            case "受益證券-不動產投資信託", "受益證券-資產基礎證券" -> REIT;
            default -> {
                for (SecurityType type : values()) {
                    if (type.name().equals(text.toUpperCase(Locale.ROOT))) {
                        yield type;
                    }
                }
                throw Require.refused("type", "STOCK, PREFERRED, TDR, ETN, ETF, FOREIGN_ETF or REIT", text);
            }
        };
    }
}

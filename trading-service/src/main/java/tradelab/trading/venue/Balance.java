package tradelab.trading.venue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What we have of one currency or security in one place of a venue.
 *
 * @param kind the place in the venue's own word, such as {@code exchange}, {@code margin}, {@code cash}, {@code shares}
 * @param currency or the code of a security
 * @param total plain decimal; negative for a debt
 * @param available what is not reserved for orders, plain decimal; absent if the venue does not say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Balance(
        String kind,
        String currency,
        String total,
        @Nullable String available) {
    private static final int NAME_MAX = 64;

    public Balance {
        kind = Require.text("kind", kind, NAME_MAX);
        currency = Require.text("currency", currency, NAME_MAX);
        total = Require.present("total", total);
    }

    public static Balance of(String kind, String currency, BigDecimal total, @Nullable BigDecimal available) {
        return new Balance(kind, currency, plain(total), available == null ? null : plain(available));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

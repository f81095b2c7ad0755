package tradelab.venue.taiwan.flow;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What of the crowd's day is to be otherwise; null leaves as it is.
 *
 * @param regime begins anew, even if it is the present one
 * @param volatility times that of the regime, 0 to 1000; at 0 prices keep to the regime's course
 */
public record DayChange(@Nullable Regime regime, @Nullable BigDecimal volatility) {
    private static final BigDecimal VOLATILITY_MAX = new BigDecimal(1_000);

    public DayChange {
        if (regime == null && volatility == null) {
            throw Require.refused("regime", "it, or volatility", null);
        }
        if (volatility != null && (volatility.signum() < 0 || volatility.compareTo(VOLATILITY_MAX) > 0)) {
            throw Require.refused("volatility", "0 to " + VOLATILITY_MAX, volatility.toString());
        }
    }
}

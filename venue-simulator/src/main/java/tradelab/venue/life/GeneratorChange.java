package tradelab.venue.life;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What of the generated life is to be otherwise; null leaves as it is.
 *
 * @param paused whether the crowd stands still
 * @param speed seconds of its life in one of the clock, above 0 to 1000
 * @param regime begins anew, even if it is the present one
 * @param volatility times that of the regime, 0 to 1000; at 0 prices keep to the regime's course
 */
public record GeneratorChange(
        @Nullable Boolean paused,
        @Nullable BigDecimal speed,
        @Nullable Regime regime,
        @Nullable BigDecimal volatility) {
    /** Leaves everything as it is. */
    public static final GeneratorChange NONE = new GeneratorChange(null, null, null, null);

    private static final BigDecimal MAX = new BigDecimal(1_000);

    public GeneratorChange {
        if (speed != null && (speed.signum() <= 0 || speed.compareTo(MAX) > 0)) {
            throw Require.refused("speed", "above 0 to " + MAX, speed.toString());
        }
        if (volatility != null && (volatility.signum() < 0 || volatility.compareTo(MAX) > 0)) {
            throw Require.refused("volatility", "0 to " + MAX, volatility.toString());
        }
    }
}

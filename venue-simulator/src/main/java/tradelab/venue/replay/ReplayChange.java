package tradelab.venue.replay;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.market.ReplayOptions;

/**
 * What of a replay is to be otherwise; null leaves as it is.
 *
 * @param paused whether the recording stands still
 * @param speed 1 is as recorded, 10 is ten times as fast, 0 is as fast as the subscribers take it
 * @param positionMillis where to go on from, since the beginning of the recording
 */
public record ReplayChange(
        @Nullable Boolean paused,
        @Nullable BigDecimal speed,
        @Nullable Long positionMillis) {
    public ReplayChange {
        speed = speed == null ? null : ReplayOptions.checkedSpeed(speed);
        if (positionMillis != null) {
            var _ = Require.range("positionMillis", positionMillis, 0, Long.MAX_VALUE);
        }
    }
}

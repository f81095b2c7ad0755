package tradelab.venue.market;

import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * What to replay, and how fast.
 *
 * @param file raw WebSocket frames separated by {@code ;;}, plain or gzip, told by its content
 * @param speed 1 is as recorded, 10 is ten times as fast, 0 is as fast as the subscribers take it
 * @param subscribersMin how many book subscribers must be there before the first update after the snapshot is played,
 *     so that a consumer that starts together with the venue misses nothing
 */
public record ReplayOptions(Path file, BigDecimal speed, int subscribersMin) {
    private static final BigDecimal SPEED_MAX = new BigDecimal(1_000_000);

    public ReplayOptions {
        speed = checkedSpeed(speed);
        if (subscribersMin < 0 || subscribersMin > 1_000) {
            throw new IllegalArgumentException("subscribersMin: expected 0 to 1000, got " + subscribersMin);
        }
    }

    /** @throws IllegalArgumentException for a speed out of range */
    public static BigDecimal checkedSpeed(BigDecimal speed) {
        if (speed.signum() < 0 || speed.compareTo(SPEED_MAX) > 0) {
            throw new IllegalArgumentException(
                    "speed: expected 0 (as fast as possible) to " + SPEED_MAX + ", got " + speed);
        }
        return speed;
    }
}

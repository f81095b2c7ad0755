package tradelab.loadgen.cap;

import java.time.Duration;
import tradelab.contracts.Require;

/**
 * What a run may ask for at most, or what a target or a process may bear of all its runs together: held against each
 * definition before it runs, against each change of a run under way, and in the engine. Immutable.
 *
 * @param settings how the settings that say so begin, for messages
 * @param rate requests a second: of a schedule at its peak, and of what is really sent in any model
 * @param duration from the first arrival to the end, extensions included
 * @param bytesPerSecond sent and received together
 */
public record Caps(String settings, double rate, int connections, Duration duration, long bytesPerSecond) {
    /** A rate that no process reaches: held against definitions alone. */
    public static final double RATE_UNPACED = 1_000_000;
    /** For bytes, and for what else has no bound. */
    public static final long NONE = Long.MAX_VALUE;

    /** What no definition exceeds anyway. */
    public static final Caps LARGEST =
            new Caps("loadgen.", RATE_UNPACED, Integer.MAX_VALUE, Duration.ofNanos(NONE), NONE);

    public Caps {
        settings = Require.present("settings", settings);
        if (!(rate > 0)) {
            throw Require.refused(settings + "rate-max", "above 0", Double.toString(rate));
        }
        var _ = Require.range(settings + "connections-max", connections, 1, Integer.MAX_VALUE);
        if (!duration.isPositive()) {
            throw Require.refused(settings + "duration-max", "above 0", duration.toString());
        }
        var _ = Require.range(settings + "bytes-per-second-max", bytesPerSecond, 1, NONE);
    }

    /** @throws IllegalArgumentException if a schedule's peak is too high */
    public void requireRate(double perSecond) {
        if (perSecond > rate) {
            throw Require.refused(
                    "rate", "at most " + settings + "rate-max " + rate + " at its peak", Double.toString(perSecond));
        }
    }

    /** @throws IllegalArgumentException if a run asks for too many */
    public void requireConnections(int count) {
        if (count > connections) {
            throw Require.refused(
                    "connections", "at most " + settings + "connections-max " + connections, Integer.toString(count));
        }
    }

    /** @throws IllegalArgumentException if a run is too long */
    public void requireDuration(Duration whole) {
        if (whole.compareTo(duration) > 0) {
            throw Require.refused("duration", "at most " + settings + "duration-max " + duration, whole.toString());
        }
    }
}

package tradelab.loadgen.run;

import java.time.Duration;
import tradelab.contracts.Require;
import tradelab.loadgen.definition.LoadTest;

/**
 * What a run may ask for at most, whoever drives it: held against each definition before it runs, and against each
 * change of a run under way. The closed model has no rate; its connections bound it. Immutable.
 *
 * @param rate arrivals a second, at the peak
 * @param duration from the first arrival to the end, extensions included
 */
public record Caps(double rate, int connections, Duration duration) {
    /** What no definition exceeds anyway. */
    public static final Caps LARGEST = new Caps(LoadTest.RATE_MAX, LoadTest.CONNECTIONS_MAX, LoadTest.DURATION_MAX);

    public Caps {
        if (!(rate > 0)) {
            throw Require.refused("loadgen.rate-max", "above 0", Double.toString(rate));
        }
        var _ = Require.range("loadgen.connections-max", connections, 1, Integer.MAX_VALUE);
        if (!duration.isPositive()) {
            throw Require.refused("loadgen.duration-max", "above 0", duration.toString());
        }
    }

    /** @throws IllegalArgumentException naming the field of {@code test} that exceeds its cap */
    public void requireKept(LoadTest test) {
        if (!test.isClosedLoop()) {
            requireRate(test.schedule().peakRate());
        }
        if (test.connections() > connections) {
            throw Require.refused(
                    "connections",
                    "at most loadgen.connections-max " + connections,
                    Integer.toString(test.connections()));
        }
        requireDuration(test.duration());
    }

    void requireRate(double perSecond) {
        if (perSecond > rate) {
            throw Require.refused(
                    "rate", "at most loadgen.rate-max " + rate + " at its peak", Double.toString(perSecond));
        }
    }

    void requireDuration(Duration whole) {
        if (whole.compareTo(duration) > 0) {
            throw Require.refused("duration", "at most loadgen.duration-max " + duration, whole.toString());
        }
    }
}

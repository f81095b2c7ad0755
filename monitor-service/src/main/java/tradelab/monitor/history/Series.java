package tradelab.monitor.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one key over time.
 *
 * @param epochMillis ascending, no two alike
 * @param values beside the times; null where the sample did not have the key
 */
public record Series(List<Long> epochMillis, List<@Nullable Double> values) {

    /** Digits after the point that leave us: a nanosecond of a millisecond is noise, and bytes on the wire. */
    private static final double EDGE_SCALE = 10_000;

    static Series of(long[] times, double[] values) {
        List<@Nullable Double> edge = new ArrayList<>(values.length);
        for (double value : values) {
            edge.add(atEdge(value));
        }
        return new Series(Arrays.stream(times).boxed().toList(), edge);
    }

    static @Nullable Double atEdge(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return Math.abs(value) < 1e12 ? Math.rint(value * EDGE_SCALE) / EDGE_SCALE : Math.rint(value);
    }
}

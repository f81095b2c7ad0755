package tradelab.loadgen.engine;

import tradelab.contracts.Require;

/** How long a virtual user pauses between an answer and its next request: evenly from the least to the most. */
public record ThinkTime(long minNanos, long maxNanos) {
    public static final ThinkTime NONE = new ThinkTime(0, 0);
    private static final long NANOS_MAX = 3_600_000_000_000L;

    public ThinkTime {
        var _ = Require.range("think.max", maxNanos, 0, NANOS_MAX);
        var _ = Require.range("think.min", minNanos, 0, maxNanos);
    }

    /** @param random any number; decides alone */
    long nanos(long random) {
        return minNanos + Long.remainderUnsigned(random, maxNanos - minNanos + 1);
    }
}

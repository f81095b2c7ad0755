package tradelab.loadgen.honesty;

import java.util.List;

/**
 * What a watch saw at one moment; all but the time only grow.
 *
 * @param watchWaitedNanos how long the watching thread itself was ready to run and did not
 * @param loopsWaitedNanos the same of each event loop
 * @param collectedNanos spent in pauses of the garbage collector
 * @param stolenNanos taken by the host, of all processors
 */
record Observation(
        long nanos, long watchWaitedNanos, List<Long> loopsWaitedNanos, long collectedNanos, long stolenNanos) {
    /** A watch that wakes later than this past its time was disturbed itself. */
    private static final long GAP_NANOS = 8_000_000;

    /** Less is invisible. */
    private static final long LOST_NANOS_MIN = 2_000_000;

    private static final double HALF = 0.5;

    /** Returns what happened between {@code before} and this; empty if nothing worth a word. Pure. */
    List<Disturbance> since(Observation before, long periodNanos) {
        long late = nanos - before.nanos - periodNanos;
        long collected = collectedNanos - before.collectedNanos;
        long waited = Math.max(watchWaitedNanos - before.watchWaitedNanos, longestWait(before));
        long stolen = stolenNanos - before.stolenNanos;
        if (collected >= LOST_NANOS_MIN && collected >= HALF * late) {
            return one(Disturbance.Kind.COLLECTED, before, collected);
        }
        if (late >= GAP_NANOS) {
            if (waited >= HALF * late) {
                return one(stolen >= HALF * late ? Disturbance.Kind.STOLEN : Disturbance.Kind.STARVED, before, late);
            }
            return one(stolen >= HALF * late ? Disturbance.Kind.STOLEN : Disturbance.Kind.STOPPED, before, late);
        }
        return waited >= LOST_NANOS_MIN ? one(Disturbance.Kind.STARVED, before, waited) : List.of();
    }

    private List<Disturbance> one(Disturbance.Kind kind, Observation before, long lost) {
        return List.of(new Disturbance(kind, before.nanos, nanos, lost));
    }

    private long longestWait(Observation before) {
        long longest = 0;
        for (int i = 0; i < Math.min(loopsWaitedNanos.size(), before.loopsWaitedNanos.size()); i++) {
            longest = Math.max(longest, loopsWaitedNanos.get(i) - before.loopsWaitedNanos.get(i));
        }
        return longest;
    }
}

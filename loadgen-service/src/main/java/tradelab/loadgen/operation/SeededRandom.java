package tradelab.loadgen.operation;

/**
 * Random numbers that depend on the seed and the arrival's number alone (SplitMix64), so that a test is the same
 * however many event loops share it. Pure; no state.
 */
final class SeededRandom {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SeededRandom() {}

    /** Returns the first number of arrival {@code sequence}; {@link #next} gives those after it. */
    static long of(long seed, long sequence) {
        return mix(mix(seed) + (sequence + 1) * GAMMA);
    }

    static long next(long previous) {
        return mix(previous + GAMMA);
    }

    /** Returns {@code random} brought into 0 to {@code bound - 1}, evenly. */
    static long below(long bound, long random) {
        return Math.unsignedMultiplyHigh(random, bound);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

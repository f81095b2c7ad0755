package tradelab.loadgen.engine;

import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds with the bounds that all of them share, so that they can be added without loss. */
public final class Latencies {
    /** One hour; what takes longer counts as this. */
    public static final long HIGHEST_NANOS = 3_600_000_000_000L;

    public static final int DIGITS = 3;
    /** For each second: a sixteenth of the memory. */
    private static final int DIGITS_OF_SECOND = 2;

    private Latencies() {}

    /** Returns an empty histogram of fixed size, about 260 KiB. */
    public static Histogram histogram() {
        return fixed(DIGITS);
    }

    static Histogram ofSecond() {
        return fixed(DIGITS_OF_SECOND);
    }

    private static Histogram fixed(int digits) {
        Histogram histogram = new Histogram(1, HIGHEST_NANOS, digits);
        histogram.setAutoResize(false);
        return histogram;
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
    }
}

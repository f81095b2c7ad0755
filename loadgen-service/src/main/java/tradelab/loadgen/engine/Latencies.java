package tradelab.loadgen.engine;

import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds with the buckets that all of them share, so that they can be added without loss. */
public final class Latencies {
    /** One hour; what takes longer counts as this. */
    public static final long HIGHEST_NANOS = 3_600_000_000_000L;

    public static final int DIGITS = 3;

    private Latencies() {}

    /** Returns an empty histogram; it grows with its highest value, to 260 KiB at most. */
    public static Histogram histogram() {
        return new Histogram(DIGITS);
    }
}

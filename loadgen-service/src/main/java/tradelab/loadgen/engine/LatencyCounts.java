package tradelab.loadgen.engine;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts latencies in the very buckets of an HdrHistogram of {@link Latencies#DIGITS} digits, in a fraction of its
 * memory: pages of counts come into being when something falls into them. Adding two is exact in any order. Written by
 * one thread.
 */
public final class LatencyCounts {
    /*
     * An HdrHistogram of 3 digits has 2,048 sub-buckets in its first bucket and 1,024 in each further one, each twice as
     * wide as those before. The index below is the one it would use, so that bucket i here is bucket i there. One second
     * of one operation touches a handful of pages, where the whole histogram would take 260 KiB.
     */
    private static final int HALF_MAGNITUDE = 10;
    private static final int HALF = 1 << HALF_MAGNITUDE;
    private static final int MASK = 2 * HALF - 1;
    private static final int LEADING_ZEROS_BASE = 64 - HALF_MAGNITUDE - 1;
    private static final int PAGE_MAGNITUDE = 6;
    private static final int PAGE = 1 << PAGE_MAGNITUDE;
    /** One more than the largest bucket. */
    static final int BUCKETS = index(Latencies.HIGHEST_NANOS) + 1;

    private final int[] @Nullable [] pages = new int[(BUCKETS >> PAGE_MAGNITUDE) + 1][];
    private long total;

    /** Hears of the buckets that are not empty. */
    @FunctionalInterface
    interface Visitor {
        void bucket(int index, int count);
    }

    private static int index(long nanos) {
        int bucket = LEADING_ZEROS_BASE - Long.numberOfLeadingZeros(nanos | MASK);
        return (bucket << HALF_MAGNITUDE) + (int) (nanos >>> bucket);
    }

    /** Returns the lowest value of a bucket. */
    private static long value(int index) {
        int bucket = (index >> HALF_MAGNITUDE) - 1;
        return bucket < 0 ? index : (long) ((index & (HALF - 1)) + HALF) << bucket;
    }

    /** Counts one. */
    public void record(long nanos) {
        add(index(Math.clamp(nanos, 0, Latencies.HIGHEST_NANOS)), 1);
    }

    void add(int index, int count) {
        int[] page = pages[index >> PAGE_MAGNITUDE];
        if (page == null) {
            page = new int[PAGE];
            pages[index >> PAGE_MAGNITUDE] = page;
        }
        page[index & (PAGE - 1)] += count;
        total += count;
    }

    public long total() {
        return total;
    }

    /** Tells all buckets that are not empty, lowest first. */
    void forEach(Visitor visitor) {
        for (int p = 0; p < pages.length; p++) {
            int[] page = pages[p];
            for (int i = 0; page != null && i < PAGE; i++) {
                if (page[i] > 0) {
                    visitor.bucket((p << PAGE_MAGNITUDE) + i, page[i]);
                }
            }
        }
    }

    public void add(LatencyCounts other) {
        other.forEach(this::add);
    }

    /**
     * Adds these counts to a histogram of {@link Latencies#histogram()}. From the highest down: a histogram that is too
     * small learns it from an exception, which on a loop with arrivals to start shall happen once and not for each bucket.
     */
    public void addTo(Histogram histogram) {
        for (int p = pages.length - 1; p >= 0; p--) {
            int[] page = pages[p];
            for (int i = PAGE - 1; page != null && i >= 0; i--) {
                if (page[i] > 0) {
                    histogram.recordValueWithCount(value((p << PAGE_MAGNITUDE) + i), page[i]);
                }
            }
        }
    }

    /** Returns the same counts as a histogram. */
    public Histogram histogram() {
        Histogram histogram = Latencies.histogram();
        addTo(histogram);
        return histogram;
    }

    /** Returns how many counters are held. */
    int capacity() {
        int held = 0;
        for (int[] page : pages) {
            held += page == null ? 0 : page.length;
        }
        return held;
    }
}

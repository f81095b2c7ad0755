package tradelab.loadgen.endurance;

import java.util.Arrays;
import tradelab.contracts.Require;

/**
 * Whether a quantity that should come back to a level (live heap, resident memory, open files) grows for good. Pure.
 *
 * @param name {@code none}, {@code leak} or {@code unclear}
 * @param perSecond growth a second: the median of the slopes between all pairs (Theil and Sen)
 * @param grownBy over the whole time
 * @param probability that a series without a trend would rise as steadily; 1 if it does not rise
 * @param secondsToLimit until the limit is reached; infinite if there is no leak or no limit
 */
public record LeakVerdict(String name, double perSecond, double grownBy, double probability, double secondsToLimit) {
    public static final String NONE = "none";
    public static final String LEAK = "leak";
    public static final String UNCLEAR = "unclear";
    /** All pairs of them are compared; more samples are thinned out. */
    public static final int SAMPLES_MAX = 600;

    private static final int SAMPLES_MIN = 10;
    private static final double PROBABILITY_MAX = 0.01;
    /** A growth below this part of the level is no leak, however steady. */
    private static final double GROWTH_MIN = 0.02;
    /** What comes first is the target warming up. */
    private static final double WARM_UP = 0.2;

    private static final int LAGS_MAX = 10;

    /*
     * Mann and Kendall count how many pairs rise. Their variance supposes that samples know nothing of each other; memory
     * between collections does, and a slow wave would look like a trend. Following Hamed and Rao, the variance is widened
     * by the autocorrelation of the ranks of what is left when the trend is taken out. A sample that is the lowest of its
     * few seconds is closest to what is live, so thinning keeps minima.
     */

    /**
     * Judges a series.
     *
     * @param seconds when each sample was taken, rising
     * @param values the samples
     * @param limit that would be the end, for example the largest heap; 0 if there is none
     */
    public static LeakVerdict of(double[] seconds, double[] values, double limit) {
        if (seconds.length != values.length) {
            throw Require.refused("values", "as many as seconds: " + seconds.length, Integer.toString(values.length));
        }
        int from = (int) (seconds.length * WARM_UP);
        int step = Math.max(1, Math.ceilDiv(seconds.length - from, SAMPLES_MAX));
        int count = (seconds.length - from) / step;
        if (count < SAMPLES_MIN) {
            return new LeakVerdict(UNCLEAR, 0, 0, 1, Double.POSITIVE_INFINITY);
        }
        double[] at = new double[count];
        double[] value = new double[count];
        for (int i = 0; i < count; i++) {
            int begin = from + i * step;
            at[i] = seconds[begin];
            value[i] = Arrays.stream(values, begin, begin + step).min().orElseThrow();
        }
        return judge(at, value, limit);
    }

    private static LeakVerdict judge(double[] at, double[] value, double limit) {
        double slope = slope(at, value);
        double grown = slope * (at[at.length - 1] - at[0]);
        double probability = slope <= 0 ? 1 : probability(at, value, slope);
        double level = Math.abs(median(value.clone()));
        if (probability > PROBABILITY_MAX || grown < GROWTH_MIN * level) {
            return new LeakVerdict(NONE, slope, grown, probability, Double.POSITIVE_INFINITY);
        }
        double left = limit > 0 ? Math.max(0, limit - value[value.length - 1]) / slope : Double.POSITIVE_INFINITY;
        return new LeakVerdict(LEAK, slope, grown, probability, left);
    }

    private static double slope(double[] at, double[] value) {
        int n = at.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int filled = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (at[j] > at[i]) {
                    slopes[filled++] = (value[j] - value[i]) / (at[j] - at[i]);
                }
            }
        }
        return filled == 0 ? 0 : median(Arrays.copyOf(slopes, filled));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** Returns the one-sided probability of as many rising pairs without a trend. */
    private static double probability(double[] at, double[] value, double slope) {
        int n = value.length;
        double rising = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                rising += Math.signum(value[j] - value[i]);
            }
        }
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            rest[i] = value[i] - slope * at[i];
        }
        double variance = n * (n - 1.0) * (2.0 * n + 5) / 18 * widening(ranks(rest));
        double z = rising <= 0 ? 0 : (rising - 1) / Math.sqrt(variance);
        return upperTail(z);
    }

    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int low = Arrays.binarySearch(sorted, values[i]);
            int high = low;
            while (low > 0 && Double.compare(sorted[low - 1], values[i]) == 0) {
                low--;
            }
            while (high + 1 < sorted.length && Double.compare(sorted[high + 1], values[i]) == 0) {
                high++;
            }
            ranks[i] = (low + high) / 2.0;
        }
        return ranks;
    }

    private static double widening(double[] ranks) {
        int n = ranks.length;
        double significant = 1.96 / Math.sqrt(n);
        double sum = 0;
        for (int lag = 1; lag <= Math.min(LAGS_MAX, n / 4); lag++) {
            double correlation = correlation(ranks, lag);
            if (correlation > significant) {
                sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation;
            }
        }
        return 1 + 2 / (n * (n - 1.0) * (n - 2.0)) * sum;
    }

    private static double correlation(double[] ranks, int lag) {
        double mean = Arrays.stream(ranks).average().orElse(0);
        double both = 0;
        double alone = 0;
        for (int i = 0; i < ranks.length; i++) {
            alone += (ranks[i] - mean) * (ranks[i] - mean);
            if (i + lag < ranks.length) {
                both += (ranks[i] - mean) * (ranks[i + lag] - mean);
            }
        }
        return alone <= 0 ? 0 : both / alone;
    }

    /** Abramowitz and Stegun 26.2.17, to 7.5e-8. */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return density
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }
}

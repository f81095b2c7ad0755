package tradelab.loadgen.schedule;

import java.util.List;

/**
 * Arrivals that know nothing of each other, as many users together make them: a Poisson process whose rate follows the
 * curve. A pure function of seed and sequence number: neither memory nor a walk from the beginning is needed.
 *
 * @param stages by their beginning
 */
public record PoissonArrivals(RateCurve curve, long seed, long count, List<Stage> stages) implements Schedule {
    /*
     * How many arrivals there are is drawn once from the Poisson distribution. Given that, they lie evenly at random on the
     * curve's area. How many of n lie in the first half of an interval is binomial(n, 1/2): the number of ones among n
     * random bits, drawn from a hash of the interval's place in the tree of halves. So arrival k is found by going down
     * the tree, in about log2(n) steps, and its place in its last interval is one more random number. For large n the
     * binomial is drawn from the normal distribution, which it cannot be told from.
     */
    private static final int BITS_MAX = 4_096;
    /** Below it the Poisson distribution is drawn by counting. */
    private static final double COUNTED_MEAN_MAX = 500;

    public PoissonArrivals {
        stages = List.copyOf(stages);
    }

    /** Returns the process of this seed. */
    public static PoissonArrivals of(RateCurve curve, long seed, List<Stage> stages) {
        return new PoissonArrivals(curve, seed, drawCount(curve.areaUntil(Long.MAX_VALUE), seed), stages);
    }

    private static long drawCount(double mean, long seed) {
        if (mean > COUNTED_MEAN_MAX) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(seed)));
        }
        long arrivals = -1;
        double area = 0;
        while (area <= mean) {
            arrivals++;
            area -= Math.log(unit(hash(seed, arrivals)));
        }
        return arrivals;
    }

    @Override
    public long intendedNanos(long sequence) {
        double from = 0;
        double width = curve.areaUntil(Long.MAX_VALUE);
        long arrivals = count;
        long before = sequence;
        long node = seed;
        while (arrivals > 1) {
            long left = inFirstHalf(arrivals, node);
            width /= 2;
            if (before < left) {
                arrivals = left;
                node = hash(node, 1);
            } else {
                before -= left;
                arrivals -= left;
                from += width;
                node = hash(node, 2);
            }
        }
        return curve.nanosAtArea(from + width * unit(hash(node, 3)));
    }

    private static long inFirstHalf(long arrivals, long node) {
        if (arrivals > BITS_MAX) {
            double drawn = arrivals / 2.0 + Math.sqrt(arrivals) / 2 * normal(node);
            return Math.clamp(Math.round(drawn), 0L, arrivals);
        }
        long ones = 0;
        long left = arrivals;
        for (long word = 4; left > 0; word++) {
            long bits = hash(node, word);
            ones += Long.bitCount(left >= Long.SIZE ? bits : bits >>> (Long.SIZE - left));
            left -= Long.SIZE;
        }
        return ones;
    }

    /** Returns a draw from the normal distribution, by Box and Muller. */
    private static double normal(long node) {
        double radius = Math.sqrt(-2 * Math.log(unit(hash(node, -1))));
        return radius * Math.cos(2 * Math.PI * unit(hash(node, -2)));
    }

    /** Returns more than 0 and less than 1. */
    private static double unit(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1p-53;
    }

    private static long hash(long node, long word) {
        long z = node + (word + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public long durationNanos() {
        return curve.durationNanos();
    }

    @Override
    public double peakRate() {
        return curve.peak();
    }

    @Override
    public double rateAt(long nanos) {
        return curve.rateAt(nanos);
    }

    /** Memoryless: what comes does not depend on what was. */
    @Override
    public Schedule following(RateCurve rest, long nanos, long due) {
        return of(rest, hash(seed, nanos), List.of(Stage.WHOLE));
    }
}

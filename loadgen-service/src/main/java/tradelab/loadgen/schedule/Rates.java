package tradelab.loadgen.schedule;

import tradelab.contracts.Require;

/** Rates as {@link RateCurve} counts them: millionths of an arrival a second. Exact, where doubles would drift. */
final class Rates {
    /** The unit of time in which a millionth of an arrival a second is 1. */
    static final long PER_NANOS = 1_000_000_000_000_000L;
    /** Twice it, times the highest rate, still fits into a long. */
    static final long PER_NANOS_MAX = 4 * PER_NANOS;

    /** The parts of an arrival in which {@link Schedule#dueAt} counts: twice the unit of time, as areas are. */
    static final long PARTS = 2 * PER_NANOS;

    private static final double MILLIONTHS = 1e6;
    private static final long BEYOND_ANY_RUN_NANOS = 2 * ConstantRate.DURATION_NANOS_MAX;

    private Rates() {}

    static long of(double perSecond) {
        if (!(perSecond >= 0 && perSecond <= ConstantRate.PER_SECOND_MAX)) {
            throw Require.refused(
                    "rate", "0 to " + (long) ConstantRate.PER_SECOND_MAX + " a second", Double.toString(perSecond));
        }
        return Math.round(perSecond * MILLIONTHS);
    }

    /**
     * Returns {@code floor((arrivals * 2 * per - before) / (2 * rate))}: when a level rate has made so many arrivals.
     *
     * @param rate above 0, in arrivals in {@code per} nanoseconds
     * @param before halves of a part that the rate need not make
     */
    static long nanosAt(long per, long rate, long arrivals, long before) {
        double area = (double) arrivals * (2 * per) - before;
        long x = (long) (area / (2.0 * rate));
        if (x > BEYOND_ANY_RUN_NANOS) {
            return x;
        }
        // The product overflows, but the remainder does not: it is right in the last 64 bits.
        long remainder = arrivals * (2 * per) - before - x * 2 * rate;
        while (remainder < 0) {
            remainder += 2 * rate;
            x--;
        }
        while (remainder >= 2 * rate) {
            remainder -= 2 * rate;
            x++;
        }
        return x;
    }
}

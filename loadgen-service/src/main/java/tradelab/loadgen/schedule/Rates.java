package tradelab.loadgen.schedule;

import tradelab.contracts.Require;

/** Rates as {@link RateCurve} counts them: millionths of an arrival a second. */
final class Rates {
    /** The unit of time in which a millionth of an arrival a second is 1. */
    static final long PER_NANOS = 1_000_000_000_000_000L;
    /** Twice it, times the highest rate, still fits into a long. */
    static final long PER_NANOS_MAX = 4 * PER_NANOS;

    private static final double MILLIONTHS = 1e6;

    private Rates() {}

    static long of(double perSecond) {
        if (!(perSecond >= 0 && perSecond <= ConstantRate.PER_SECOND_MAX)) {
            throw Require.refused(
                    "rate", "0 to " + (long) ConstantRate.PER_SECOND_MAX + " a second", Double.toString(perSecond));
        }
        return Math.round(perSecond * MILLIONTHS);
    }
}

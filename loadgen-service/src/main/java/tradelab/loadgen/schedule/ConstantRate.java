package tradelab.loadgen.schedule;

import tradelab.contracts.Require;

/**
 * Evenly spaced arrivals: number n at n / rate seconds, as long as that is before the end.
 *
 * @param perSecond arrivals a second, above 0 and at most {@link #PER_SECOND_MAX}; kept in millionths
 * @param durationNanos no arrival is intended at or after this
 */
public record ConstantRate(double perSecond, long durationNanos) implements Schedule {
    /** No single generator comes near it; it keeps areas of a whole run in 64 bits. */
    public static final double PER_SECOND_MAX = 10_000_000;
    /** One day. */
    public static final long DURATION_NANOS_MAX = 86_400_000_000_000L;

    private static final double NANOS_PER_SECOND = 1e9;

    public ConstantRate {
        if (!(perSecond > 0 && perSecond <= PER_SECOND_MAX)) {
            throw Require.refused("rate", "above 0 and at most " + (long) PER_SECOND_MAX, Double.toString(perSecond));
        }
        if (Rates.of(perSecond) == 0) {
            throw Require.refused("rate", "at least 0.000001", Double.toString(perSecond));
        }
        var _ = Require.range("durationNanos", durationNanos, 1, DURATION_NANOS_MAX);
    }

    @Override
    public long count() {
        long count = (long) Math.ceil(durationNanos / NANOS_PER_SECOND * perSecond);
        while (count > 0 && intendedNanos(count - 1) >= durationNanos) {
            count--;
        }
        while (intendedNanos(count) < durationNanos) {
            count++;
        }
        return count;
    }

    @Override
    public long intendedNanos(long sequence) {
        return Rates.nanosAt(Rates.PER_NANOS, Rates.of(perSecond), sequence, 0);
    }

    @Override
    public double peakRate() {
        return perSecond;
    }

    @Override
    public double rateAt(long nanos) {
        return nanos < 0 || nanos >= durationNanos ? 0 : perSecond;
    }

    /** The first arrival is due from the beginning. */
    @Override
    public long dueAt(long nanos) {
        // The products overflow, but their difference does not: it is right in the last 64 bits.
        return 2 * (nanos * Rates.of(perSecond) - (countBefore(nanos) - 1) * Rates.PER_NANOS);
    }

    @Override
    public Schedule following(RateCurve rest, long nanos, long due) {
        return new Leading(rest.withDue(due));
    }
}

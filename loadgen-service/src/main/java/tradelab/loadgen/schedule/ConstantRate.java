package tradelab.loadgen.schedule;

import tradelab.contracts.Require;

/**
 * Evenly spaced arrivals: number n at n / rate seconds, as long as that is before the end.
 *
 * @param perSecond arrivals a second, above 0 and at most {@link #PER_SECOND_MAX}
 * @param durationNanos no arrival is intended at or after this
 */
public record ConstantRate(double perSecond, long durationNanos) implements Schedule {
    /** No single generator comes near it; it keeps sequence numbers and their times exact in a double. */
    public static final double PER_SECOND_MAX = 10_000_000;
    /** One day. */
    public static final long DURATION_NANOS_MAX = 86_400_000_000_000L;

    private static final double NANOS_PER_SECOND = 1e9;

    public ConstantRate {
        if (!(perSecond > 0 && perSecond <= PER_SECOND_MAX)) {
            throw Require.refused("rate", "above 0 and at most " + (long) PER_SECOND_MAX, Double.toString(perSecond));
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
        return (long) (sequence * NANOS_PER_SECOND / perSecond);
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
    public double dueAt(long nanos) {
        return Math.clamp(1 + nanos / NANOS_PER_SECOND * perSecond - countBefore(nanos), 0.0, 1.0);
    }

    @Override
    public Schedule following(RateCurve rest, long nanos, double due) {
        return new Leading(rest.withDue(due));
    }
}

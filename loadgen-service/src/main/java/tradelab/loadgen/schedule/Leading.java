package tradelab.loadgen.schedule;

/**
 * How a schedule goes on whose first arrival was due at its beginning: number n, from 0, when the area under the rate
 * has reached n, and before the end. What falls on the end itself belongs to whatever follows.
 */
record Leading(RateCurve curve) implements Schedule {

    @Override
    public long count() {
        return curve.count() - (curve.nanosAt(curve.count()) < curve.durationNanos() ? 0 : 1);
    }

    @Override
    public long intendedNanos(long sequence) {
        return curve.nanosAt(sequence + 1);
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

    @Override
    public long dueAt(long nanos) {
        return curve.dueAt(nanos, countBefore(nanos));
    }

    @Override
    public Schedule following(RateCurve rest, long nanos, long due) {
        return new Leading(rest.withDue(due));
    }
}

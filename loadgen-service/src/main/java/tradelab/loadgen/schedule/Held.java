package tradelab.loadgen.schedule;

/**
 * A pause: no arrivals, and what was due when it began stays due.
 *
 * @param atNanos when the pause began, in the time of {@code held}
 */
record Held(Schedule held, long atNanos, long durationNanos) implements Schedule {

    @Override
    public long count() {
        return 0;
    }

    @Override
    public long intendedNanos(long sequence) {
        throw new IndexOutOfBoundsException("a pause has no arrivals");
    }

    @Override
    public double peakRate() {
        return 0;
    }

    @Override
    public double rateAt(long nanos) {
        return 0;
    }

    @Override
    public long dueAt(long nanos) {
        return held.dueAt(atNanos);
    }

    @Override
    public Schedule following(RateCurve rest, long nanos, long due) {
        return held.following(rest, atNanos + nanos, due);
    }
}

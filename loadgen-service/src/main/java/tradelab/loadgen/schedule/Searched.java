package tradelab.loadgen.schedule;

/**
 * The schedule of a search for the breakpoint: the rate that it begins with, and how long it may take; each try has a
 * schedule of its own.
 */
public record Searched(ConstantRate first) implements Schedule {

    /** @param durationNanos for all tries together */
    public Searched(double firstRate, long durationNanos) {
        this(new ConstantRate(firstRate, durationNanos));
    }

    @Override
    public long count() {
        return first.count();
    }

    @Override
    public long intendedNanos(long sequence) {
        return first.intendedNanos(sequence);
    }

    @Override
    public long durationNanos() {
        return first.durationNanos();
    }

    /** Of its beginning: what a search goes up to is bounded by the one who plans it. */
    @Override
    public double peakRate() {
        return first.peakRate();
    }

    @Override
    public double rateAt(long nanos) {
        return first.rateAt(nanos);
    }
}

package tradelab.loadgen.schedule;

import java.util.List;

/**
 * Arrivals as even as the rate lets them be: number n, from 1, when the area under the rate has reached n. With k6's
 * stages these are k6's times.
 *
 * @param stages by their beginning
 */
public record Paced(RateCurve curve, List<Stage> stages) implements Schedule {

    public Paced {
        stages = List.copyOf(stages);
    }

    public Paced(RateCurve curve) {
        this(curve, List.of(Stage.WHOLE));
    }

    @Override
    public long count() {
        return curve.count();
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
}

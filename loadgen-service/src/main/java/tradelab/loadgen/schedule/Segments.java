package tradelab.loadgen.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradelab.contracts.Require;

/**
 * Parts of schedules one after the other, each moved to its place: what a schedule becomes that is changed while it runs,
 * and phases that follow each other. Immutable.
 */
public final class Segments implements Schedule {
    /** Changes of one run; more are refused. */
    public static final int SEGMENTS_MAX = 10_000;

    /**
     * A part of a schedule.
     *
     * @param first the part's first arrival within {@code whole}
     * @param count how many belong to the part
     * @param shiftNanos added to the intended times
     * @param untilNanos the next part begins here
     */
    record Segment(Schedule whole, long first, long count, long shiftNanos, long untilNanos) {}

    private final Segment[] segments;
    /** By segment: how many arrivals lie before it. */
    private final long[] before;

    private final List<Stage> stages;

    Segments(List<Segment> segments, List<Stage> stages) {
        var _ = Require.range("changes of the schedule", segments.size(), 1, SEGMENTS_MAX);
        this.segments = segments.toArray(Segment[]::new);
        this.before = new long[segments.size() + 1];
        this.stages = List.copyOf(stages);
        for (int i = 0; i < this.segments.length; i++) {
            before[i + 1] = before[i] + this.segments[i].count;
        }
    }

    /** Returns these phases, one after the other. */
    public static Schedule inOrder(List<Schedule> phases) {
        List<Segment> segments = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        long at = 0;
        for (Schedule phase : phases) {
            long from = at;
            at += phase.durationNanos();
            segments.add(new Segment(phase, 0, phase.count(), from, at));
            phase.stages().forEach(stage -> stages.add(new Stage(stage.name(), stage.fromNanos() + from)));
        }
        var _ = Require.range("duration", at, 1, ConstantRate.DURATION_NANOS_MAX);
        return new Segments(segments, stages);
    }

    /** Returns what lies before {@code nanos}, as segments; what falls on the end of the last is not before it. */
    static List<Segment> until(Schedule schedule, long nanos) {
        if (!(schedule instanceof Segments parts)) {
            return List.of(new Segment(schedule, 0, schedule.countBefore(nanos), 0, nanos));
        }
        List<Segment> kept = new ArrayList<>();
        long from = 0;
        for (Segment part : parts.segments) {
            if (from >= nanos) {
                break;
            }
            if (part.untilNanos < nanos || (part.untilNanos == nanos && nanos < schedule.durationNanos())) {
                kept.add(part);
            } else {
                long upTo = part.whole.countBefore(nanos - part.shiftNanos) - part.first;
                kept.add(new Segment(part.whole, part.first, Math.clamp(upTo, 0, part.count), part.shiftNanos, nanos));
            }
            from = part.untilNanos;
        }
        return kept;
    }

    /** Returns what lies at or after {@code nanos}, {@code delayNanos} later, as segments. */
    static List<Segment> from(Schedule schedule, long nanos, long delayNanos) {
        List<Segment> parts = schedule instanceof Segments segments
                ? List.of(segments.segments)
                : List.of(new Segment(schedule, 0, schedule.count(), 0, schedule.durationNanos()));
        List<Segment> kept = new ArrayList<>();
        for (Segment part : parts) {
            if (part.untilNanos > nanos) {
                long skipped = Math.clamp(part.whole.countBefore(nanos - part.shiftNanos) - part.first, 0, part.count);
                kept.add(new Segment(
                        part.whole,
                        part.first + skipped,
                        part.count - skipped,
                        part.shiftNanos + delayNanos,
                        part.untilNanos + delayNanos));
            }
        }
        return kept;
    }

    @Override
    public long count() {
        return before[segments.length];
    }

    @Override
    public long intendedNanos(long sequence) {
        int low = 0;
        int high = segments.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (before[middle + 1] <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Segment segment = segments[low];
        return segment.whole.intendedNanos(segment.first + sequence - before[low]) + segment.shiftNanos;
    }

    @Override
    public long durationNanos() {
        return segments[segments.length - 1].untilNanos;
    }

    @Override
    public double peakRate() {
        return Arrays.stream(segments)
                .mapToDouble(part -> part.whole.peakRate())
                .max()
                .orElse(0);
    }

    @Override
    public double rateAt(long nanos) {
        Segment segment = at(nanos);
        return nanos < 0 || nanos >= segment.untilNanos ? 0 : segment.whole.rateAt(nanos - segment.shiftNanos);
    }

    @Override
    public long dueAt(long nanos) {
        Segment segment = at(nanos);
        return segment.whole.dueAt(nanos - segment.shiftNanos);
    }

    @Override
    public Schedule following(RateCurve rest, long nanos, long due) {
        Segment segment = at(nanos);
        return segment.whole.following(rest, nanos - segment.shiftNanos, due);
    }

    private Segment at(long nanos) {
        int i = 0;
        while (i + 1 < segments.length && segments[i].untilNanos <= nanos) {
            i++;
        }
        return segments[i];
    }

    @Override
    public List<Stage> stages() {
        return stages;
    }
}

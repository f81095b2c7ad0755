package tradelab.loadgen.schedule;

import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Require;

/**
 * Changes of a schedule while it runs. All are pure and leave what lies before the change as it was, so event loops and
 * machines that hear of the same change agree on every arrival, whichever of them heard of it first. The change must lie
 * in the future of all of them.
 */
public final class LiveChange {
    private LiveChange() {}

    /**
     * Returns {@code schedule} with this rate from {@code atNanos} to its end; 0 is silence. The part of an arrival that
     * was due by then is carried over: arrivals are the integral of the rate, none lost, none doubled. Their number is the
     * integral rounded down; where the first arrival is due at the beginning ({@link ConstantRate}), rounded up.
     */
    public static Schedule rate(Schedule schedule, long atNanos, double perSecond) {
        long rest = schedule.durationNanos() - requireInside(schedule, atNanos);
        return follow(schedule, atNanos, RateCurve.constant(perSecond, rest));
    }

    /** Returns {@code schedule} whose rate follows {@code rest} from {@code atNanos} on, and which ends with it. */
    public static Schedule follow(Schedule schedule, long atNanos, RateCurve rest) {
        var _ = requireInside(schedule, atNanos);
        long due = schedule.dueAt(atNanos);
        Schedule following = schedule.following(rest, atNanos, due);
        List<Segments.Segment> segments = new ArrayList<>(Segments.until(schedule, atNanos));
        segments.add(new Segments.Segment(following, 0, following.count(), atNanos, atNanos + rest.durationNanos()));
        return new Segments(segments, stagesBefore(schedule, atNanos));
    }

    /** Returns {@code schedule} without what lies at or after {@code atNanos}: paused, or stopped. */
    public static Schedule pause(Schedule schedule, long atNanos) {
        return new Segments(
                Segments.until(schedule, requireInside(schedule, atNanos)), stagesBefore(schedule, atNanos));
    }

    /**
     * Returns {@code schedule} with nothing from {@code atNanos} to {@code resumedNanos}, and then going on where it was.
     *
     * @param schedule as it was before the pause
     */
    public static Schedule resume(Schedule schedule, long atNanos, long resumedNanos) {
        var _ = requireInside(schedule, atNanos);
        long delay = Require.range("resume", resumedNanos, atNanos, ConstantRate.DURATION_NANOS_MAX) - atNanos;
        List<Segments.Segment> segments = new ArrayList<>(Segments.until(schedule, atNanos));
        segments.add(new Segments.Segment(new Held(schedule, atNanos, delay), 0, 0, atNanos, resumedNanos));
        segments.addAll(Segments.from(schedule, atNanos, delay));
        List<Stage> stages = new ArrayList<>(stagesBefore(schedule, atNanos));
        for (Stage stage : schedule.stages()) {
            if (stage.fromNanos() >= atNanos && stage.fromNanos() > 0) {
                stages.add(new Stage(stage.name(), stage.fromNanos() + delay));
            }
        }
        return new Segments(segments, stages);
    }

    /** Returns {@code schedule} going on for {@code byNanos} with the rate of its end. */
    public static Schedule extend(Schedule schedule, long byNanos) {
        long end = schedule.durationNanos();
        var _ = Require.range("extend", byNanos, 1, ConstantRate.DURATION_NANOS_MAX - end);
        RateCurve rest = RateCurve.constant(schedule.rateAt(end - 1), byNanos);
        Schedule following = schedule.following(rest, end, schedule.dueAt(end));
        // An arrival at the very end is still due there: it is carried over rather than kept as well.
        List<Segments.Segment> segments = new ArrayList<>(Segments.until(schedule, end));
        segments.add(new Segments.Segment(following, 0, following.count(), end, end + byNanos));
        return new Segments(segments, schedule.stages());
    }

    private static long requireInside(Schedule schedule, long atNanos) {
        return Require.range("change at", atNanos, 1, schedule.durationNanos() - 1);
    }

    private static List<Stage> stagesBefore(Schedule schedule, long atNanos) {
        return schedule.stages().stream()
                .filter(stage -> stage.fromNanos() == 0 || stage.fromNanos() < atNanos)
                .toList();
    }
}

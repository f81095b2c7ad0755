package tradelab.loadgen.run;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.schedule.LiveChange;
import tradelab.loadgen.schedule.Schedule;

/**
 * What a run intends, with all changes so far. Pure: whoever applies the same changes in the same order intends the same
 * arrivals.
 *
 * @param schedule while paused, without what comes after the pause; null in the closed model
 * @param endNanos nothing is intended at or after this
 * @param unpaused the schedule as it was before the pause; null if there is none
 * @param pausedNanos when the pause began; negative if there is none
 * @param caps that every change is held against
 */
public record Course(
        @Nullable Schedule schedule,
        long endNanos,
        @Nullable Schedule unpaused,
        long pausedNanos,
        List<Caps> caps) {
    private static final long NOT_PAUSED = -1;

    /** What a test that keeps {@code caps} intends before anything is changed. */
    public static Course of(LoadTest test, List<Caps> caps) {
        return of(test.isClosedLoop() ? null : test.schedule(), test.duration().toNanos(), caps);
    }

    /** A course without changes, and without caps. */
    public static Course of(@Nullable Schedule schedule, long durationNanos) {
        return of(schedule, durationNanos, List.of());
    }

    /** A course without changes, of a test that keeps {@code caps}. */
    public static Course of(@Nullable Schedule schedule, long durationNanos, List<Caps> caps) {
        return new Course(schedule, durationNanos, null, NOT_PAUSED, caps);
    }

    public boolean isPaused() {
        return pausedNanos != NOT_PAUSED;
    }

    /**
     * Returns the course with a change that takes effect at {@code atNanos}.
     *
     * @throws ServiceException if it cannot be changed so
     * @throws IllegalArgumentException if the run would exceed its caps
     */
    public Course with(Change change, long atNanos) {
        if (!isPaused() && atNanos >= endNanos - 1) {
            throw new ServiceException(FailureKind.CONFLICT, "the run has no arrivals left to change");
        }
        return switch (change) {
            case Change.Rate(double perSecond) -> rate(perSecond, atNanos);
            case Change.Pause _ -> isPaused() ? this : pause(atNanos);
            case Change.Resume _ -> isPaused() ? resume(atNanos) : this;
            case Change.Extend extend -> extend(extend.by().toNanos());
        };
    }

    private Course rate(double perSecond, long atNanos) {
        if (schedule == null) {
            throw new ServiceException(
                    FailureKind.CONFLICT, "a run of the closed model has no rate: its connections set the pace");
        }
        caps.forEach(cap -> cap.requireRate(perSecond));
        if (unpaused != null) {
            return new Course(schedule, endNanos, LiveChange.rate(unpaused, pausedNanos, perSecond), pausedNanos, caps);
        }
        return new Course(LiveChange.rate(schedule, atNanos, perSecond), endNanos, null, NOT_PAUSED, caps);
    }

    private Course pause(long atNanos) {
        return new Course(
                schedule == null ? null : LiveChange.pause(schedule, atNanos), endNanos, schedule, atNanos, caps);
    }

    private Course resume(long atNanos) {
        long end = endNanos + atNanos - pausedNanos;
        return new Course(
                unpaused == null ? null : LiveChange.resume(unpaused, pausedNanos, atNanos),
                end,
                null,
                NOT_PAUSED,
                caps);
    }

    private Course extend(long byNanos) {
        long end = endNanos + byNanos;
        caps.forEach(cap -> cap.requireDuration(Duration.ofNanos(end)));
        if (isPaused()) {
            return new Course(
                    schedule, end, unpaused == null ? null : LiveChange.extend(unpaused, byNanos), pausedNanos, caps);
        }
        return new Course(schedule == null ? null : LiveChange.extend(schedule, byNanos), end, null, NOT_PAUSED, caps);
    }
}

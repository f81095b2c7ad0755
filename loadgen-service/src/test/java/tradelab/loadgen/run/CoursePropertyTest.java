package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Schedule;

class CoursePropertyTest {
    private static final long SECOND = 1_000_000_000L;

    /** A rate that holds from a moment on, in whole arrivals a second. */
    private record Level(long fromNanos, long toNanos, long rate) {
        /** In billionths of an arrival: exact. */
        long areaBefore(long nanos) {
            return rate * (Math.clamp(nanos, fromNanos, toNanos) - fromNanos);
        }
    }

    @Property
    void arrivalsAreExactlyTheIntegralOfTheRate(@ForAll Random random, @ForAll boolean onWholeSeconds) {
        long unit = onWholeSeconds ? SECOND : 1;
        List<Level> levels = new ArrayList<>();
        long rate = 1 + random.nextInt(500);
        Course course = Course.of(new ConstantRate(rate, 20 * SECOND), 20 * SECOND);
        long at = 0;
        for (int i = 0; i < 8 && at < course.endNanos() - 2 * SECOND; i++) {
            long next = at + unit * (1 + random.nextLong((course.endNanos() - SECOND - at) / unit));
            boolean paused = course.isPaused();
            levels.add(new Level(at, next, paused ? 0 : rate));
            Schedule before = Objects.requireNonNull(course.schedule());
            Change change = change(random, paused);
            course = course.with(change, next);
            rate = change instanceof Change.Rate(double perSecond) ? (long) perSecond : rate;
            keeps(before, Objects.requireNonNull(course.schedule()), next);
            at = next;
        }
        if (course.isPaused()) {
            course = course.with(new Change.Resume(), at);
        }
        levels.add(new Level(at, course.endNanos(), rate));
        isTheIntegral(Objects.requireNonNull(course.schedule()), levels);
    }

    private static void keeps(Schedule before, Schedule after, long until) {
        long kept = before.countBefore(until);
        assertThat(after.countBefore(until)).isEqualTo(kept);
        for (long n = Math.max(0, kept - 50); n < kept; n++) {
            assertThat(after.intendedNanos(n)).isEqualTo(before.intendedNanos(n));
        }
    }

    /** Arrival n, from 0, comes in the very nanosecond in which the area reaches n; all of them do, and no more. */
    private static void isTheIntegral(Schedule schedule, List<Level> levels) {
        assertThat(schedule.count()).isEqualTo(Math.ceilDiv(area(levels, schedule.durationNanos()), SECOND));
        for (long n = 0; n < schedule.count(); n++) {
            long intended = schedule.intendedNanos(n);
            assertThat(area(levels, intended)).isLessThanOrEqualTo(n * SECOND);
            assertThat(area(levels, intended + 1)).isGreaterThan(n * SECOND);
        }
    }

    private static long area(List<Level> levels, long nanos) {
        return levels.stream().mapToLong(level -> level.areaBefore(nanos)).sum();
    }

    /** A pause that goes on is only ended here, so that the time in it is known. */
    private static Change change(Random random, boolean paused) {
        if (paused) {
            return new Change.Resume();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Change.Rate(1 + random.nextInt(500));
            case 1 -> new Change.Extend(Duration.ofSeconds(1 + random.nextInt(10)));
            default -> new Change.Pause();
        };
    }

    @Test
    void aRateOfTheClosedModelAndAnEndedRunCannotBeChanged() {
        Course closed = Course.of(null, SECOND);
        assertThatThrownBy(() -> closed.with(new Change.Rate(5), 1))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("closed model");
        assertThatThrownBy(() -> Course.of(new ConstantRate(1, SECOND), SECOND).with(new Change.Pause(), SECOND))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("no arrivals left");
        assertThat(closed.with(new Change.Pause(), 10)
                        .with(new Change.Resume(), 30)
                        .endNanos())
                .isEqualTo(SECOND + 20);
    }
}

package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Schedule;

class CoursePropertyTest {
    private static final long SECOND = 1_000_000_000L;

    @Property
    void arrivalsAreTheIntegralOfTheRateToOneAtEachChange(@ForAll Random random) {
        double rate = 1 + random.nextInt(500);
        Course course = Course.of(new ConstantRate(rate, 20 * SECOND), 20 * SECOND);
        long at = 0;
        double integral = 0;
        int changes = 0;
        for (int i = 0; i < 8 && at < course.endNanos() - 2 * SECOND; i++) {
            long next = at + 1 + random.nextLong(course.endNanos() - SECOND - at);
            boolean paused = course.isPaused();
            integral += paused ? 0 : rate * (next - at) / SECOND;
            Schedule before = Objects.requireNonNull(course.schedule());
            Change change = change(random, paused);
            course = course.with(change, next);
            changes++;
            rate = change instanceof Change.Rate(double perSecond) ? perSecond : rate;
            Schedule after = Objects.requireNonNull(course.schedule());
            for (long n = 0; n < Math.min(before.countBefore(next), 50); n++) {
                assertThat(after.intendedNanos(n)).isEqualTo(before.intendedNanos(n));
            }
            at = next;
        }
        if (course.isPaused()) {
            course = course.with(new Change.Resume(), at);
        }
        integral += rate * (course.endNanos() - at) / SECOND;

        assertThat((double) Objects.requireNonNull(course.schedule()).count())
                .isCloseTo(integral, Offset.offset(changes + 1.0));
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

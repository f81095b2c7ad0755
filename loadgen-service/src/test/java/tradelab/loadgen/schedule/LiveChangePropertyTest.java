package tradelab.loadgen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LiveChangePropertyTest {
    private static final long SECOND = 1_000_000_000L;

    private static Schedule base(SplittableRandom random, long duration) {
        return switch (random.nextInt(4)) {
            case 0 -> new ConstantRate(random.nextInt(1, 3_000), duration);
            case 1 -> new Paced(Shapes.ramp(random.nextInt(100), random.nextInt(1, 3_000), duration));
            case 2 -> new Paced(Shapes.wave(10, random.nextInt(20, 2_000), duration / 3, duration));
            default -> new Paced(Shapes.steps(10, random.nextInt(20, 2_000), 5, duration));
        };
    }

    /** The integral of the rate by which a schedule of ours is defined, plus the arrival that a constant rate begins with. */
    private static double integral(Schedule schedule, long until) {
        return schedule.countBefore(until) + (double) schedule.dueAt(until) / Rates.PARTS;
    }

    @Property
    void arrivalsStayTheIntegralOfTheRateHoweverOftenItChanges(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long duration = random.nextLong(SECOND, 20 * SECOND);
        Schedule schedule = base(random, duration);
        long at = 0;
        double area = 0;
        for (int change = random.nextInt(1, 12); change > 0; change--) {
            long next = random.nextLong(at + 1, duration - change);
            Schedule before = schedule;
            area = at == 0 ? integral(before, next) : area + before.rateAt(next - 1) * (next - at) / 1e9;
            double rate = random.nextInt(5) == 0 ? 0 : random.nextInt(1, 5_000) / 3.0;
            schedule = LiveChange.rate(before, next, rate);
            keepsWhatWas(before, schedule, next);
            at = next;
        }
        area += schedule.rateAt(duration - 1) * (duration - at) / 1e9;

        assertThat((double) schedule.count()).isBetween(area - 1 - 1e-3, area + 1e-3);
        isInOrder(schedule);
    }

    private static void keepsWhatWas(Schedule before, Schedule after, long until) {
        long kept = before.countBefore(until);
        assertThat(after.countBefore(until)).isEqualTo(kept);
        for (long i = Math.max(0, kept - 5); i < kept; i++) {
            assertThat(after.intendedNanos(i)).isEqualTo(before.intendedNanos(i));
        }
    }

    private static void isInOrder(Schedule schedule) {
        long last = 0;
        long step = Math.max(1, schedule.count() / 500);
        for (long i = 0; i < schedule.count(); i += step) {
            assertThat(schedule.intendedNanos(i)).isBetween(last, schedule.durationNanos());
            last = schedule.intendedNanos(i);
        }
    }

    @Property
    void aPauseMovesTheRestAndLosesNothing(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long duration = random.nextLong(SECOND, 20 * SECOND);
        Schedule schedule = random.nextBoolean()
                ? base(random, duration)
                : LiveChange.rate(base(random, duration), duration / 2, random.nextInt(1, 1_000));
        long at = random.nextLong(1, duration);
        long delay = random.nextLong(0, 10 * SECOND);

        Schedule paused = LiveChange.pause(schedule, at);
        Schedule resumed = LiveChange.resume(schedule, at, at + delay);

        long kept = schedule.countBefore(at);
        assertThat(paused.count()).isEqualTo(kept);
        assertThat(resumed.count()).isEqualTo(schedule.count());
        assertThat(resumed.durationNanos()).isEqualTo(schedule.durationNanos() + delay);
        for (int i = 0; i < 50; i++) {
            long sequence = random.nextLong(schedule.count());
            assertThat(resumed.intendedNanos(sequence))
                    .isEqualTo(schedule.intendedNanos(sequence) + (sequence < kept ? 0 : delay));
        }
    }

    @Property(tries = 200)
    void anExtensionGoesOnWithTheLastRate(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Schedule schedule = base(random, 2 * SECOND);
        Schedule longer = LiveChange.extend(schedule, 3 * SECOND);
        double last = schedule.rateAt(2 * SECOND - 1);

        assertThat(longer.durationNanos()).isEqualTo(5 * SECOND);
        assertThat((double) longer.count() - schedule.count()).isBetween(3 * last - 1.01, 3 * last + 1.01);
        keepsWhatWas(schedule, longer, 2 * SECOND);
        isInOrder(longer);
    }

    @Test
    void phasesFollowEachOtherWithTheirStages() {
        Schedule both = Segments.inOrder(List.of(
                new Paced(Shapes.ramp(0, 100, SECOND), List.of(new Stage("up", 0))),
                new Paced(Shapes.ramp(100, 100, SECOND), List.of(new Stage("hold", 0)))));

        assertThat(both.count()).isEqualTo(150);
        assertThat(both.intendedNanos(50)).isEqualTo(SECOND + 10_000_000);
        assertThat(both.stages()).containsExactly(new Stage("up", 0), new Stage("hold", SECOND));
        assertThat(Stage.indexAt(both.stages(), SECOND - 1)).isZero();
        assertThat(Stage.indexAt(both.stages(), SECOND)).isEqualTo(1);
    }

    @Property(tries = 100)
    void stripesOfAChangedScheduleAreTheWholeEachArrivalOnce(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Schedule whole = LiveChange.rate(base(random, 2 * SECOND), SECOND, 500);
        List<Long> union = new ArrayList<>();
        int of = random.nextInt(1, 9);
        for (int index = 0; index < of; index++) {
            Stripe stripe = new Stripe(whole, index, of);
            for (long i = 0; i < stripe.count(); i++) {
                assertThat(stripe.intendedNanos(i)).isEqualTo(whole.intendedNanos(stripe.global(i)));
                union.add(stripe.global(i));
            }
        }
        assertThat(union).doesNotHaveDuplicates().hasSize(Math.toIntExact(whole.count()));
    }
}

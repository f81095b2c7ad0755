package tradelab.loadgen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.schedule.Shapes.Target;

class StagesPropertyTest {
    private static final MathContext DIGITS = new MathContext(80, RoundingMode.HALF_EVEN);
    private static final long SECOND = 1_000_000_000L;

    private record Stages(long startRate, long timeUnit, List<Target> stages) {
        static Stages random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            long unit = new long[] {SECOND, 60 * SECOND, 100_000_000L, 3_600 * SECOND}[random.nextInt(4)];
            long rateMax = random.nextBoolean() ? 50 : 2_000;
            List<Target> stages = new ArrayList<>();
            int count = random.nextInt(1, 9);
            long last = random.nextLong(rateMax);
            long start = last;
            for (int i = 0; i < count; i++) {
                long duration = random.nextInt(8) == 0 ? 0 : random.nextLong(1, 20 * SECOND);
                last = random.nextInt(4) == 0 ? last : random.nextInt(6) == 0 ? 0 : random.nextLong(rateMax);
                stages.add(new Target(duration, last));
            }
            stages.add(new Target(7 * SECOND + 3, last + 1));
            return new Stages(start, unit, stages);
        }

        /** The published formula, stage by stage in 80 digits: the area under the rate, solved for each whole number. */
        List<BigInteger> reference() {
            BigDecimal unit = BigDecimal.valueOf(timeUnit);
            BigDecimal from = BigDecimal.valueOf(startRate).divide(unit, DIGITS);
            BigDecimal done = BigDecimal.ZERO;
            BigDecimal begin = BigDecimal.ZERO;
            List<BigInteger> times = new ArrayList<>();
            long number = 1;
            for (Target stage : stages) {
                BigDecimal to = BigDecimal.valueOf((long) stage.target()).divide(unit, DIGITS);
                BigDecimal duration = BigDecimal.valueOf(stage.durationNanos());
                BigDecimal end = done.add(duration.multiply(from.add(to)).divide(BigDecimal.TWO, DIGITS));
                for (; BigDecimal.valueOf(number).compareTo(end.add(SLACK)) <= 0; number++) {
                    BigDecimal x = solve(BigDecimal.valueOf(number).subtract(done), from, to, duration);
                    times.add(begin.add(x)
                            .add(SLACK)
                            .setScale(0, RoundingMode.FLOOR)
                            .toBigInteger());
                }
                done = end;
                from = to;
                begin = begin.add(duration);
            }
            return times;
        }

        private static final BigDecimal SLACK = new BigDecimal("1e-40");

        private static BigDecimal solve(BigDecimal area, BigDecimal from, BigDecimal to, BigDecimal duration) {
            if (from.compareTo(to) == 0) {
                return area.divide(to, DIGITS);
            }
            BigDecimal slope = to.subtract(from);
            BigDecimal inner = from.multiply(from)
                    .multiply(duration)
                    .add(BigDecimal.TWO.multiply(area).multiply(slope))
                    .multiply(duration);
            BigDecimal root = inner.max(BigDecimal.ZERO).sqrt(DIGITS);
            return from.multiply(duration).subtract(root).divide(from.subtract(to), DIGITS);
        }
    }

    @Test
    void twoHundredRandomStageListsArriveAsTheClosedFormulaSaysToTheNanosecond() {
        long arrivals = 0;
        for (long seed = 0; seed < 200; seed++) {
            Stages stages = Stages.random(seed);
            Schedule schedule = new Paced(Shapes.stages(stages.startRate, stages.timeUnit, stages.stages));
            List<BigInteger> reference = stages.reference();
            assertThat(schedule.count()).as("seed %d", seed).isEqualTo(reference.size());
            int step = Math.max(1, reference.size() / 400);
            for (int i = 0; i < reference.size(); i += step) {
                assertThat(schedule.intendedNanos(i))
                        .as("seed %d, arrival %d", seed, i)
                        .isEqualTo(reference.get(i).longValueExact());
                arrivals++;
            }
        }
        assertThat(arrivals).isGreaterThan(20_000);
    }

    @Property
    void aCurveNeverGoesBackAndItsInverseFitsIt(@ForAll long seed) {
        Stages stages = Stages.random(seed);
        Schedule schedule = new Paced(Shapes.stages(stages.startRate, stages.timeUnit, stages.stages));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50 && schedule.count() > 1; i++) {
            long sequence = random.nextLong(schedule.count() - 1);
            long at = schedule.intendedNanos(sequence);
            assertThat(schedule.intendedNanos(sequence + 1)).isGreaterThanOrEqualTo(at);
            assertThat(schedule.countBefore(at + 1)).isGreaterThan(sequence);
            assertThat(schedule.countBefore(at)).isLessThanOrEqualTo(sequence);
        }
        assertThat(schedule.intendedNanos(schedule.count() - 1)).isBetween(0L, schedule.durationNanos());
    }
}

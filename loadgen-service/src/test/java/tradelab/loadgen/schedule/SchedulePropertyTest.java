package tradelab.loadgen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SchedulePropertyTest {

    @Property
    void endsWithTheLastArrivalBeforeTheEnd(
            @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double rate,
            @ForAll @LongRange(min = 1, max = ConstantRate.DURATION_NANOS_MAX) long durationNanos) {
        ConstantRate schedule = new ConstantRate(rate, durationNanos);
        long count = schedule.count();

        assertThat(count).isPositive();
        assertThat(schedule.intendedNanos(0)).isZero();
        assertThat(schedule.intendedNanos(count - 1)).isLessThan(durationNanos);
        assertThat(schedule.intendedNanos(count)).isGreaterThanOrEqualTo(durationNanos);
    }

    @Property
    void isExactToTheNanosecondHoweverLong(
            @ForAll @IntRange(min = 1, max = 100_000) int rate,
            @ForAll @LongRange(min = 0, max = 8_000_000_000L) long number) {
        ConstantRate schedule = new ConstantRate(rate, ConstantRate.DURATION_NANOS_MAX);
        long sequence = Math.min(number, schedule.count() - 1);
        BigInteger exact = BigInteger.valueOf(sequence)
                .multiply(BigInteger.valueOf(1_000_000_000L))
                .divide(BigInteger.valueOf(rate));

        assertThat(schedule.intendedNanos(sequence)).isEqualTo(exact.longValueExact());
    }

    @Property
    void neverGoesBack(
            @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double rate,
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long number) {
        ConstantRate schedule = new ConstantRate(rate, ConstantRate.DURATION_NANOS_MAX);
        long sequence = Math.min(number, schedule.count());

        assertThat(schedule.intendedNanos(sequence + 1)).isGreaterThanOrEqualTo(schedule.intendedNanos(sequence));
    }

    @Property
    void stripesTogetherAreTheWholeEachArrivalOnce(
            @ForAll @IntRange(min = 1, max = 8) int stripes, @ForAll @IntRange(min = 1, max = 500) int arrivals) {
        ConstantRate whole = new ConstantRate(1_000, arrivals * 1_000_000L);
        boolean[] seen = new boolean[Math.toIntExact(whole.count())];
        for (int index = 0; index < stripes; index++) {
            Stripe stripe = new Stripe(whole, index, stripes);
            for (long i = 0; i < stripe.count(); i++) {
                int global = Math.toIntExact(stripe.global(i));
                assertThat(seen[global]).isFalse();
                seen[global] = true;
                assertThat(stripe.intendedNanos(i)).isEqualTo(whole.intendedNanos(global));
            }
        }
        assertThat(seen).doesNotContain(false);
    }
}

package tradelab.loadgen.cap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PacePropertyTest {
    private static final long SECOND = 1_000_000_000L;

    /** Whoever waits as told and asks again, early or late, with amounts of any size. */
    @Property
    void overNoTimeMorePassesThanTheRateAndTheBurst(
            @ForAll @DoubleRange(min = 0.5, max = 900_000) double perSecond,
            @ForAll @IntRange(min = 1, max = 50) int amountMax,
            @ForAll Random random) {
        Pace pace = new Pace(perSecond);
        List<long[]> passed = new ArrayList<>();
        long now = random.nextLong(SECOND) - SECOND / 2;
        for (int i = 0; i < 100; i++) {
            int amount = 1 + random.nextInt(amountMax);
            long opens = pace.take(amount, now);
            now = Math.max(now, opens);
            passed.add(new long[] {now, amount});
            now += random.nextInt(3) == 0 ? random.nextLong(20_000_000) : 0;
        }
        for (int from = 0; from < passed.size(); from += 7) {
            long sum = 0;
            for (int to = from; to < passed.size(); to++) {
                long length = passed.get(to)[0] - passed.get(from)[0];
                // what passes last is paid for by the time that follows it
                double allowed = (length + Pace.BURST_NANOS) / 1e9 * perSecond;
                assertThat((double) sum).isLessThanOrEqualTo(allowed * 1.001 + 1e-6);
                sum += passed.get(to)[1];
            }
        }
    }

    @Property
    void whoAlwaysAsksLosesNothing(@ForAll @DoubleRange(min = 1_000, max = 900_000) double perSecond) {
        Pace pace = new Pace(perSecond);
        long now = 0;
        long count = 0;
        while (now < SECOND / 10) {
            now = Math.max(now, pace.take(1, now));
            count++;
        }
        double ideal = perSecond * (0.1 + Pace.BURST_NANOS / 1e9);
        assertThat((double) count).isBetween(ideal * 0.998 - 2, ideal * 1.002 + 2);
    }

    @Property
    void whatIsGivenBackMayPassAgain(
            @ForAll @IntRange(min = 1, max = 1_000_000) int amount, @ForAll @IntRange(min = 0, max = 100) int back) {
        Pace pace = new Pace(1_000);
        long first = pace.take(amount, 0);
        double given = amount * back / 100.0;
        long after = pace.take(-given, 0);
        assertThat(first).isEqualTo(-Pace.BURST_NANOS);
        assertThat(after).isEqualTo(first + Math.round(amount * 1e6) + Math.round(-given * 1e6));
        assertThat(pace.take(0, 0)).isEqualTo(after);
    }
}

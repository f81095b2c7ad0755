package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class EarlyRefreshPropertyTest {
    @Property
    void followsThePublishedFormula(
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long leftNanos,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long costNanos,
            @ForAll @DoubleRange(max = 3) double beta,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        boolean due = EarlyRefresh.due(leftNanos, costNanos, beta, () -> random);

        assertThat(due).isEqualTo(-beta * costNanos * Math.log(1 - random) >= leftNanos);
    }

    @Property
    void neverAsksForChanceWhenItCannotMatter(@ForAll @LongRange(min = 1, max = 1_000_000_000) long costNanos) {
        boolean due = EarlyRefresh.due(40 * costNanos, costNanos, 1, () -> {
            throw new AssertionError("asked");
        });

        assertThat(due).isFalse();
    }

    @Example
    void theShareOfReadersWhoRenewIsTheExponentialOfWhatIsLeft() {
        SplittableRandom random = new SplittableRandom(42);
        for (double left : new double[] {0.5, 1, 2, 4}) {
            int due = 0;
            for (int i = 0; i < 100_000; i++) {
                due += EarlyRefresh.due((long) (left * 10_000), 10_000, 1, random::nextDouble) ? 1 : 0;
            }
            assertThat(due / 100_000.0).isCloseTo(Math.exp(-left), within(0.005));
        }
    }
}

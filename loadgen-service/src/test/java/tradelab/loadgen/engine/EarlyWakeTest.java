package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class EarlyWakeTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000 * MICRO;
    private static final long POLL = 10 * MICRO;

    /** A loop with arrivals in equal gaps, whose timers are late, in simulated time. */
    private static final class Loop {
        final EarlyWake wake = new EarlyWake();
        long now = MILLI;
        long latest;
        boolean spare = true;

        /** @return how much later than intended the last of them started */
        long run(int arrivals, long gap, LongSupplier timerLate) {
            long begin = now;
            latest = 0;
            for (int i = 1; i <= arrivals; i++) {
                long due = begin + i * gap;
                while (now < due) {
                    long sleep = wake.sleepNanos(now, due - now, spare);
                    now += wake.isAwake() ? Math.min(POLL, due - now) : sleep + timerLate.getAsLong();
                }
                latest = Math.max(latest, now - due);
            }
            return now - begin;
        }
    }

    @Test
    void isAwakeInTimeWhenTimersAreLate() {
        Loop loop = new Loop();
        var _ = loop.run(1_000, MILLI, () -> 40 * MICRO);

        assertThat(loop.latest).isLessThan(MICRO);
        assertThat(loop.wake.awakeNanos()).isPositive();
    }

    @Test
    void wakesNoEarlierThanTimersAreLate() {
        Loop loop = new Loop();
        var _ = loop.run(1_000, MILLI, () -> 40 * MICRO);
        long learnt = loop.wake.awakeNanos();
        var _ = loop.run(1_000, MILLI, () -> 40 * MICRO);

        assertThat(loop.wake.awakeNanos() - learnt).isLessThan(1_000 * 45 * MICRO);
    }

    @Test
    void sleepsAllTheTimeWhileNoProcessorIsIdle() {
        Loop loop = new Loop();
        loop.spare = false;
        var _ = loop.run(1_000, MILLI, () -> 40 * MICRO);

        assertThat(loop.wake.awakeNanos()).isZero();
        assertThat(loop.latest).isEqualTo(40 * MICRO);
    }

    @Test
    void sleepsAllTheTimeWhenArrivalsAreClose() {
        Loop loop = new Loop();
        var _ = loop.run(1_000, MILLI, () -> 40 * MICRO);
        long before = loop.wake.awakeNanos();
        long passed = loop.run(100_000, 50 * MICRO, () -> 10 * MICRO);

        assertThat(loop.wake.awakeNanos() - before).isLessThan(passed / 1_000);
    }

    @Test
    void staysBelowItsShareWhateverTheGap() {
        for (long gap = 20 * MICRO; gap < 4 * MILLI; gap += 37 * MICRO) {
            Loop loop = new Loop();
            long passed = loop.run(2_000, gap, () -> 100 * MICRO);

            assertThat(loop.wake.awakeNanos()).as("gap %d", gap).isLessThanOrEqualTo(passed / 4 + MILLI);
        }
    }

    @Test
    void forgetsALateTimerSoon() {
        Loop loop = new Loop();
        var _ = loop.run(1_000, MILLI, () -> 20 * MICRO);
        var _ = loop.run(1, MILLI, () -> 5 * MILLI);
        long before = loop.wake.awakeNanos();
        var _ = loop.run(1_000, MILLI, () -> 20 * MICRO);

        assertThat(loop.wake.awakeNanos() - before).isLessThan(1_000 * 60 * MICRO);
    }
}

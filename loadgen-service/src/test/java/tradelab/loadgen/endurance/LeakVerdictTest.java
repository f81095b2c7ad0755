package tradelab.loadgen.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LeakVerdictTest {
    private static final double MEGABYTE = 1 << 20;
    private static final int SECONDS = 300;

    /** A heap of 96 MiB that is collected every few seconds, with noise that remembers its last value. */
    private static LeakVerdict heap(double leakPerSecond, long seed) {
        Random random = new Random(seed);
        double[] at = new double[SECONDS];
        double[] value = new double[SECONDS];
        double noise = 0;
        for (int i = 0; i < SECONDS; i++) {
            noise = 0.6 * noise + random.nextGaussian() * MEGABYTE;
            double saw = i % 7 * 2 * MEGABYTE;
            at[i] = i;
            value[i] = 40 * MEGABYTE + saw + noise + leakPerSecond * i;
        }
        return LeakVerdict.of(at, value, 96 * MEGABYTE);
    }

    @Test
    void findsALeakOfAQuarterMegabyteASecondEveryTime() {
        for (long seed = 0; seed < 100; seed++) {
            LeakVerdict verdict = heap(0.25 * MEGABYTE, seed);
            assertThat(verdict.name()).as("seed %d: %s", seed, verdict).isEqualTo(LeakVerdict.LEAK);
            assertThat(verdict.perSecond() / MEGABYTE).isBetween(0.22, 0.28);
        }
    }

    @Test
    void saysWhenTheHeapWillBeFull() {
        // 40 MiB and 300 s of 0.1 MiB: 26 MiB are left, but for the saw's teeth.
        assertThat(heap(0.1 * MEGABYTE, 1).secondsToLimit()).isBetween(100.0, 280.0);
    }

    @Test
    void aHealthyHeapIsAlmostNeverCalledALeak() {
        int alarms = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            alarms += heap(0, seed).name().equals(LeakVerdict.LEAK) ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(10);
    }

    @Test
    void warmingUpIsNoLeak() {
        double[] at = new double[SECONDS];
        double[] value = new double[SECONDS];
        Random random = new Random(3);
        for (int i = 0; i < SECONDS; i++) {
            at[i] = i;
            value[i] = 100 * (1 - Math.exp(-i / 15.0)) + random.nextGaussian();
        }
        assertThat(LeakVerdict.of(at, value, 0).name()).isEqualTo(LeakVerdict.NONE);
    }

    @Test
    void aFewSamplesProveNothing() {
        assertThat(LeakVerdict.of(new double[] {1, 2, 3}, new double[] {1, 2, 3}, 0)
                        .name())
                .isEqualTo(LeakVerdict.UNCLEAR);
    }
}

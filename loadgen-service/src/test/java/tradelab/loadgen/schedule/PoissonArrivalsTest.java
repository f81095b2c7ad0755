package tradelab.loadgen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoissonArrivalsTest {
    private static final long SECOND = 1_000_000_000L;

    private static PoissonArrivals process(RateCurve curve, long seed) {
        return PoissonArrivals.of(curve, seed, List.of(Stage.WHOLE));
    }

    @Test
    void gapsAreExponential() {
        PoissonArrivals process = process(RateCurve.constant(1_000, 30 * SECOND), 7);
        double[] gaps = new double[(int) process.count() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (process.intendedNanos(i + 1L) - process.intendedNanos(i)) / 1e6;
        }
        Arrays.sort(gaps);
        double distance = 0;
        for (int i = 0; i < gaps.length; i++) {
            distance = Math.max(distance, Math.abs(1 - Math.exp(-gaps[i]) - (i + 0.5) / gaps.length));
        }
        // Kolmogorov and Smirnov's 1 % limit.
        assertThat(distance).isLessThan(1.63 / Math.sqrt(gaps.length));
    }

    @Test
    void countsOfEqualTimesVaryAsMuchAsTheyAreLarge() {
        PoissonArrivals process = process(RateCurve.constant(50_000, 20 * SECOND), 11);
        int windows = 2_000;
        double mean = process.count() / (double) windows;
        double squares = 0;
        long before = 0;
        for (int i = 1; i <= windows; i++) {
            long upTo = process.countBefore(20 * SECOND / windows * i);
            squares += (upTo - before - mean) * (upTo - before - mean);
            before = upTo;
        }
        // Fano's factor is 1 with a standard error of sqrt(2 / windows).
        assertThat(squares / windows / mean)
                .isBetween(1 - 4 * Math.sqrt(2.0 / windows), 1 + 4 * Math.sqrt(2.0 / windows));
    }

    @Test
    void totalsAreSpreadAsPoissonsAre() {
        double sum = 0;
        double squares = 0;
        int runs = 2_000;
        for (int seed = 0; seed < runs; seed++) {
            double count = process(RateCurve.constant(100, SECOND), seed * 31L).count();
            sum += count;
            squares += count * count;
        }
        double mean = sum / runs;
        assertThat(mean).isBetween(99.0, 101.0);
        assertThat(squares / runs - mean * mean).isBetween(85.0, 115.0);
    }

    @Test
    void followsTheRateAndNeverGoesBack() {
        PoissonArrivals process = process(Shapes.ramp(0, 2_000, 10 * SECOND), 3);
        long last = 0;
        for (long i = 0; i < process.count(); i++) {
            assertThat(process.intendedNanos(i)).isBetween(last, 10 * SECOND);
            last = process.intendedNanos(i);
        }
        // A quarter of the area lies in the first half.
        assertThat(process.countBefore(5 * SECOND) / (double) process.count()).isBetween(0.235, 0.265);
    }

    @Test
    void goesOnAfterAChangeOfRateWithoutTouchingWhatWas() {
        Schedule process = process(RateCurve.constant(1_000, 10 * SECOND), 5);
        Schedule changed = LiveChange.rate(process, 4 * SECOND, 5_000);
        long kept = process.countBefore(4 * SECOND);

        assertThat(changed.countBefore(4 * SECOND)).isEqualTo(kept);
        assertThat(changed.intendedNanos(kept - 1)).isEqualTo(process.intendedNanos(kept - 1));
        assertThat((double) changed.count() - kept).isBetween(29_000.0, 31_000.0);
    }

    @Test
    void replaysRecordedTimesAsTheyWereOrFaster() {
        long[] recorded = {5 * SECOND, 5 * SECOND + 10, 6 * SECOND};

        assertThat(Replayed.of(recorded, 1).intendedNanos(1)).isEqualTo(10);
        assertThat(Replayed.of(recorded, 2).intendedNanos(2)).isEqualTo(SECOND / 2);
        assertThat(Replayed.of(recorded, 1).countBefore(11)).isEqualTo(2);
    }
}

package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tradelab.loadgen.engine.LoopHealth.Late;
import tradelab.loadgen.engine.LoopHealth.Report;

class LoopHealthTest {
    private static final long MILLI = 1_000_000;
    private final LoopHealth health = new LoopHealth();

    private Report report() {
        return health.report(0);
    }

    @Test
    void lessThanAMillisecondIsNotLate() {
        health.started(MILLI, 2 * MILLI - 1);

        assertThat(report().late()).isEmpty();
    }

    @Test
    void latenessCloseTogetherIsOneWindow() {
        health.started(0, 30 * MILLI);
        health.started(10 * MILLI, 31 * MILLI);
        health.started(51 * MILLI, 52 * MILLI);
        health.started(200 * MILLI, 203 * MILLI);

        assertThat(report().late())
                .containsExactly(
                        new Late(0, 52 * MILLI, 30 * MILLI, 3), new Late(200 * MILLI, 203 * MILLI, 3 * MILLI, 1));
    }

    @Test
    void windowsAreBoundedAndNoneIsForgotten() {
        for (long i = 0; i < 1_000; i++) {
            health.started(i * 1_000 * MILLI, i * 1_000 * MILLI + 2 * MILLI);
        }

        assertThat(report().late()).hasSize(64);
        assertThat(report().late().stream().mapToLong(Late::arrivals).sum()).isEqualTo(1_000);
        assertThat(report().late().getLast().toNanos()).isEqualTo(999_002 * MILLI);
    }

    @Test
    void keepsCrowdedRequestsApartFromThoseThatHadRoom() {
        health.served(true, 50 * MILLI);
        health.served(false, MILLI);
        Report before = report();
        health.served(false, 3 * MILLI);

        assertThat(before.crowding().crowded()).isEqualTo(1);
        assertThat(before.crowding().roomy().total()).isEqualTo(1);
        assertThat(before.and(report()).crowding().roomy().total()).isEqualTo(3);
        assertThat(health.report(5).and(health.report(6)).awakeNanos()).isEqualTo(11);
        health.heldBack();
        assertThat(health.report(0).and(health.report(0)).held()).isEqualTo(2);
    }
}

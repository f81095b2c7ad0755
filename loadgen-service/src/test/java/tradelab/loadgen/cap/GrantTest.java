package tradelab.loadgen.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static Usage usage(String settings, int connections) {
        return new Usage(new Caps(settings, 500, connections, Duration.ofMinutes(1), Caps.NONE));
    }

    @Test
    void connectionsAreCountedOverAllRunsAndGivenBackOnce() {
        Usage target = usage("loadgen.targets.orders.", 10);
        Usage process = usage("loadgen.total-", 16);
        Grant first = Grant.of(List.of(process, target), 8, 1);
        assertThatThrownBy(() -> Grant.of(List.of(process, target), 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections: expected at most loadgen.targets.orders.connections-max 10 of all runs, 8 are"
                        + " in use, got '3'");
        Grant elsewhere = Grant.of(List.of(process), 8, 1); // what was refused took nothing of the process
        first.close();
        first.close();
        try (Grant second = Grant.of(List.of(process, target), 8, 1)) {
            assertThatThrownBy(() -> Grant.of(List.of(process), 1, 1))
                    .hasMessageContaining("loadgen.total-connections-max 16");
            assertThat(second.pacing().requests()).hasSize(2);
        }
        elsewhere.close();
    }

    @Test
    void aRateThatNobodyReachesHoldsNobodyBack() {
        Grant grant = Grant.of(List.of(new Usage(Caps.LARGEST)), 1, 1);
        assertThat(grant.pacing().isNone()).isTrue();
        grant.close();
    }
}

package tradelab.marketdata.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CircuitPropertyTest {
    @Property
    void opensAfterThatManyFailuresInARowAndThenLetsOneQuestionThroughAWait(
            @ForAll @IntRange(min = 1, max = 10) int failuresMax,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 3) Integer> steps) {
        Circuit circuit = new Circuit(failuresMax, Duration.ofNanos(100), Duration.ofNanos(1_000));
        long now = 0;
        long lastPassed = Long.MIN_VALUE / 2;
        int inARow = 0;
        for (int step : steps) {
            now += step == 3 ? 150 : 7;
            boolean open = circuit.state() != Circuit.State.CLOSED;
            if (!circuit.allow(now)) {
                assertThat(open).isTrue();
                continue;
            }
            if (open) {
                assertThat(now - lastPassed).isGreaterThanOrEqualTo(100);
            }
            lastPassed = now;
            if (step == 0) {
                circuit.succeeded();
                inARow = 0;
            } else {
                circuit.failed(now);
                inARow++;
            }
            assertThat(circuit.state() == Circuit.State.OPEN).isEqualTo(step != 0 && (open || inARow >= failuresMax));
        }
    }

    @Example
    void faultsAreToldApartByWhatRedisSays() {
        assertThat(List.of(
                        "OOM command not allowed when used memory > 'maxmemory'.",
                        "ERR Error running script (call to f_1): @user_script:2: @user_script: 2: -OOM command not"
                                + " allowed",
                        "LOADING Redis is loading the dataset in memory",
                        "READONLY You can't write against a read only replica.",
                        "ERR max number of clients reached",
                        "NOAUTH Authentication required.",
                        "connection reset"))
                .extracting(message -> RedisFault.of(new IllegalStateException(message)))
                .containsExactly(
                        RedisFault.FULL,
                        RedisFault.FULL,
                        RedisFault.LOADING,
                        RedisFault.READ_ONLY,
                        RedisFault.CLIENTS,
                        RedisFault.AUTH,
                        RedisFault.AWAY);
    }
}

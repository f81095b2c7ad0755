package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.engine.Population.Step;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;

/** Virtual users, each of whom gets an answer after 10 ms and asks again at once. */
class PopulationTest {
    private static final long SECOND = 1_000_000_000;
    private static final int USERS = 4;

    private final SimulatedTarget target = new SimulatedTarget(_ -> 10 * SimulatedTarget.MILLI);

    private LoopStats run(Population population, long durationNanos) {
        EnginePlan plan = new EnginePlan(
                new OperationMix(List.of(Operation.get("get", 1, "/")), "127.0.0.1:1", "", "r1", 1),
                1,
                null,
                0,
                1,
                USERS,
                durationNanos,
                SECOND,
                10,
                1_000,
                EnginePlan.Manner.DEFAULT.of(population, Grace.UNSAID),
                Pacing.NONE);
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.drive(loop, 0);
        return loop.stats();
    }

    @Test
    void usersComeAndGoToTheMoment() {
        LoopStats stats = run(
                new Population(
                        List.of(
                                new Step(0, 4 * SECOND, 0, USERS),
                                new Step(4 * SECOND, 6 * SECOND, USERS, USERS),
                                new Step(6 * SECOND, 10 * SECOND, USERS, 0)),
                        0,
                        false),
                10 * SECOND);

        assertThat(stats.completed()).isEqualTo((1 + 2 + 3 + 4 + 4 + 4 + 3 + 2 + 1) * 100);
        assertThat(stats.lag().getMaxValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1000, false, 1000", "250, true, 1000", "4, false, 4", "1, true, 4"})
    void itIsOverWhenAllIterationsAre(long iterations, boolean each, long requests) {
        LoopStats stats = run(new Population(List.of(), iterations, each), 3_600 * SECOND);

        assertThat(stats.completed()).isEqualTo(requests);
        assertThat(stats.lastEndNanos()).isEqualTo(requests / USERS * 10 * SimulatedTarget.MILLI);
        assertThat(target.now()).isLessThan(10 * SECOND);
    }

    @Test
    void itIsOverWhenItsTimeIsThoughIterationsAreLeft() {
        assertThat(run(new Population(List.of(), 1_000_000, false), SECOND).completed())
                .isEqualTo(USERS * 100);
    }
}

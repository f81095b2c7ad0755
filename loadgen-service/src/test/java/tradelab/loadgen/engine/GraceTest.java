package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.engine.Population.Step;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Stripe;

/** What has begun when it should end: sessions of two steps with a pause, and requests that take their time. */
class GraceTest {
    private static final long MILLI = SimulatedTarget.MILLI;
    private static final long SECOND = 1_000 * MILLI;

    private static List<Operation> session(long pauseNanos) {
        return List.of(
                Operation.get("first", 1, "/first")
                        .with(
                                1,
                                new tradelab.loadgen.operation.Step(
                                        List.of(), Map.of(), "next", pauseNanos, pauseNanos, Map.of())),
                Operation.get("next", 1, "/next").with(0, tradelab.loadgen.operation.Step.NONE));
    }

    private static LoopStats run(
            SimulatedTarget target,
            List<Operation> operations,
            @Nullable Stripe schedule,
            Population population,
            Grace grace,
            int connections) {
        EnginePlan plan = new EnginePlan(
                new OperationMix(operations, "127.0.0.1:1", "", "r1", 1),
                operations.size(),
                schedule,
                0,
                1,
                connections,
                10 * SECOND,
                60 * SECOND,
                1_000,
                1_000,
                EnginePlan.Manner.DEFAULT.of(population, grace),
                Pacing.NONE);
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.drive(loop, 0);
        return loop.stats();
    }

    private static Stripe everySecond() {
        return new Stripe(new ConstantRate(1, 10 * SECOND), 0, 1);
    }

    private static SimulatedTarget fast() {
        return new SimulatedTarget(_ -> MILLI);
    }

    /** Each session pauses 5 s, so at the end of 10 s five of them have their second step before them. */
    @ParameterizedTest
    @CsvSource({"-1, 5, 5", "0, 5, 5", "2500, 8, 2", "30000, 10, 0"})
    void sessionsGoOnAsLongAsTheirGrace(long graceMillis, long completed, long cut) {
        SimulatedTarget target = fast();
        Grace grace = new Grace(graceMillis * MILLI, -1);
        LoopStats stats = run(target, session(5 * SECOND), everySecond(), Population.ALL, grace, 20);

        assertThat(stats.iterations()).isEqualTo(completed);
        assertThat(stats.cut()).isEqualTo(cut);
        assertThat(stats.operations().get(0).requests()).isEqualTo(10);
        assertThat(stats.operations().get(1).requests()).isEqualTo(completed);
        assertThat(stats.errors()).isZero();
    }

    /** A target that answers after 7.5 s: the last seven requests of ten are under way at the end. */
    @ParameterizedTest
    @CsvSource({"-1, 10, 0", "0, 3, 7", "3400, 6, 4", "30000, 10, 0"})
    void requestsUnderWayHaveItToo(long graceMillis, long completed, long cut) {
        SimulatedTarget target = new SimulatedTarget(_ -> 7_500 * MILLI);
        Grace grace = new Grace(graceMillis * MILLI, -1);
        List<Operation> single = List.of(Operation.get("get", 1, "/"));
        LoopStats stats = run(target, single, everySecond(), Population.ALL, grace, 20);

        assertThat(stats.completed()).isEqualTo(completed);
        assertThat(stats.iterations()).isEqualTo(completed);
        assertThat(stats.cut()).isEqualTo(cut);
        assertThat(stats.operations().getFirst().errorsByKind()).isEqualTo(cut == 0 ? Map.of() : Map.of("cut", cut));
        assertThat(stats.response().getTotalCount())
                .as("what was cut had waited at least so long")
                .isEqualTo(10);
    }

    /** Two users, of whom the second must go after 4 s; each request takes 3 s. */
    @ParameterizedTest
    @CsvSource({"-1, 4, 2, 0", "500, 4, 1, 1", "30000, 4, 2, 0"})
    void aUserWhoMustGoHasARampDown(long rampDownMillis, long first, long second, long cut) {
        SimulatedTarget target = new SimulatedTarget(_ -> 3 * SECOND);
        List<Step> steps = List.of(new Step(0, 4 * SECOND, 2, 2), new Step(4 * SECOND, 10 * SECOND, 1, 1));
        LoopStats stats = run(
                target,
                List.of(Operation.get("get", 1, "/")),
                null,
                new Population(steps, 0, false),
                new Grace(30 * SECOND, rampDownMillis * MILLI),
                2);

        assertThat(stats.iterations()).isEqualTo(first + second);
        assertThat(stats.cut()).isEqualTo(cut);
    }

    @Test
    void aSessionOfAUserWhoMustGoIsCutInItsPause() {
        List<Step> steps = List.of(new Step(0, 4 * SECOND, 1, 1), new Step(4 * SECOND, 10 * SECOND, 0, 0));
        Population population = new Population(steps, 0, false);
        SimulatedTarget target = fast();
        LoopStats stats = run(target, session(3 * SECOND), null, population, new Grace(30 * SECOND, 500 * MILLI), 1);

        assertThat(stats.iterations()).isEqualTo(1);
        assertThat(stats.cut()).isEqualTo(1);
    }

    @Test
    void whoeverIsStoppedIsCutAndCounted() {
        SimulatedTarget target = fast();
        EnginePlan plan = new EnginePlan(
                new OperationMix(session(5 * SECOND), "127.0.0.1:1", "", "r1", 1),
                2,
                everySecond(),
                0,
                1,
                20,
                10 * SECOND,
                60 * SECOND,
                1_000,
                1_000,
                EnginePlan.Manner.DEFAULT.of(Population.ALL, new Grace(30 * SECOND, -1)),
                Pacing.NONE);
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.at(7 * SECOND + 500 * MILLI, loop::stop);
        target.drive(loop, 0);

        assertThat(loop.stats().iterations()).isEqualTo(3);
        assertThat(loop.stats().cut()).isEqualTo(5);
        assertThat(target.now()).isLessThan(9 * SECOND);
    }
}

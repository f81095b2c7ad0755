package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.operation.Check;
import tradelab.loadgen.operation.Data;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Feed;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.operation.Source;
import tradelab.loadgen.operation.Step;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Stripe;

class SessionTest {
    private static final long MILLI = SimulatedTarget.MILLI;
    private static final long SECOND = 1_000 * MILLI;
    private static final String BODY = "{\"token\":\"t 1\"}";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY;
    private static final Check TOKEN =
            new Check("token", new Source(Source.Kind.POINTER, "/token", 0), Check.Comparison.EQUALS, "t 1");

    @Test
    void stepsFollowEachOtherWithTheirPauseAndTheirVariables() {
        SimulatedTarget target = target(ANSWER);
        LoopStats stats = run(target, session(100 * MILLI, TOKEN), 10, 2 * SECOND, 4);

        assertThat(stats.operations().get(0).requests()).isEqualTo(20);
        assertThat(stats.operations().get(1).requests())
                .as("the last two begin too late for their second step")
                .isEqualTo(19);
        assertThat(stats.iterations()).isEqualTo(19);
        assertThat(stats.cut()).isEqualTo(1);
        assertThat(stats.errors()).isZero();
        assertThat(target.requests.get(1)).startsWith("GET /next/t%201 HTTP/1.1");
        assertThat(stats.operations().get(0).checks()).isEqualTo(20);
        assertThat(stats.operations().get(0).checksFailed()).isZero();
        assertThat(stats.response().getMaxValue())
                .as("a pause is no response time")
                .isZero();
    }

    /** Whatever the loop was about to do next. */
    @Test
    void aPauseEndsWhenItEnds() {
        LoopStats stats = run(target(ANSWER), session(7 * MILLI, TOKEN), 1, 10 * SECOND, 1);

        assertThat(stats.operations().get(1).requests()).isEqualTo(10);
        assertThat(stats.lag().getMaxValue()).isZero();
    }

    @Test
    void aCheckThatFailsIsAnErrorAndEndsTheSession() {
        LoopStats stats = run(target(ANSWER.replace("t 1", "t 2")), session(0, TOKEN), 10, SECOND, 4);

        assertThat(stats.operations().get(0).errorsByKind()).containsOnly(Map.entry("check_1", 10L));
        assertThat(stats.operations().get(0).checksFailed()).isEqualTo(10);
        assertThat(stats.operations().get(1).requests()).isZero();
    }

    @Test
    void anAnswerWithoutWhatIsWantedIsAnErrorAndEndsTheSession() {
        LoopStats stats = run(target(SimulatedTarget.OK), session(0, null), 10, SECOND, 4);

        assertThat(stats.operations().get(0).errorsByKind()).containsOnly(Map.entry("extract", 10L));
        assertThat(stats.operations().get(1).requests()).isZero();
    }

    @Test
    void asManySessionsAtOnceAsConnectionsAndTheOthersWait() {
        LoopStats stats = run(target(ANSWER), session(300 * MILLI, TOKEN), 10, 2 * SECOND, 1);

        assertThat(stats.offered())
                .isEqualTo(stats.operations().get(0).requests()
                        + stats.operations().get(1).requests());
        assertThat(stats.operations().get(0).requests()).isEqualTo(20);
        assertThat(stats.operations().get(1).requests()).isEqualTo(6);
        assertThat(stats.waiting().getMaxValue()).isGreaterThan(1_000 * MILLI);
    }

    @Test
    void aServerThatClosesAfterEachAnswerDoesNotEndASession() {
        SimulatedTarget target = target(ANSWER.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
        LoopStats stats = run(target, session(10 * MILLI, TOKEN), 10, SECOND, 2);

        assertThat(stats.operations().get(0).requests()).isEqualTo(10);
        assertThat(stats.operations().get(1).requests()).isEqualTo(10);
        assertThat(stats.errors()).isZero();
    }

    @Test
    void usersOfTheClosedModelGoThroughTheirSessionsToo() {
        LoopStats stats = run(target(ANSWER), session(100 * MILLI, TOKEN), 0, SECOND, 2);

        assertThat(stats.operations().get(0).requests()).isEqualTo(20);
        assertThat(stats.operations().get(1).requests()).isBetween(18L, 20L);
    }

    @Test
    void arrivalsWithoutDataAreCountedAndTheOthersAreFed() {
        Feed feed = new Feed(
                "f",
                List.of("c"),
                List.of(List.of("a"), List.of("b/c")),
                Feed.Order.SEQUENTIAL,
                Feed.Sharing.ALL,
                Feed.End.STOP);
        Operation fed = new Operation(
                "fed",
                1,
                "GET",
                "/${feed:f.c}",
                Map.of(),
                "",
                ExpectedStatuses.SUCCESS,
                Step.NONE,
                new Data(List.of(feed), List.of()),
                1);
        SimulatedTarget target = target(SimulatedTarget.OK);
        LoopStats stats = run(target, List.of(fed), 10, SECOND, 1);

        assertThat(target.requests.stream().map(request -> request.split(" ", 3)[1]))
                .containsExactly("/a", "/b%2fc");
        assertThat(stats.operations().getFirst().errorsByKind()).containsOnly(Map.entry("no_data", 8L));
    }

    private static SimulatedTarget target(String answer) {
        SimulatedTarget target = new SimulatedTarget(_ -> 0);
        target.answer = answer;
        return target;
    }

    private static List<Operation> session(long pauseNanos, @Nullable Check check) {
        List<Check> checks = check == null ? List.of() : List.of(check);
        List<Operation> session = new ArrayList<>();
        session.add(Operation.get("first", 1, "/first")
                .with(
                        1,
                        new Step(
                                checks,
                                Map.of("token", new Source(Source.Kind.POINTER, "/token", 0)),
                                "next",
                                pauseNanos,
                                pauseNanos,
                                Map.of())));
        session.add(Operation.get("next", 1, "/next/${var:token}").with(0, Step.NONE));
        return session;
    }

    private static LoopStats run(
            SimulatedTarget target, List<Operation> operations, double rate, long durationNanos, int connections) {
        OperationMix mix = new OperationMix(operations, "127.0.0.1", "", "run", 1);
        Schedule schedule = new ConstantRate(Math.max(1, rate), durationNanos);
        LoadLoop loop = Http1.loop(
                new EnginePlan(
                        mix,
                        operations.size(),
                        rate == 0 ? null : new Stripe(schedule, 0, 1),
                        0,
                        1,
                        connections,
                        durationNanos,
                        10 * SECOND,
                        1_000,
                        1 << 20),
                target,
                target::now);
        target.drive(loop, 0);
        return loop.stats();
    }
}

package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Stripe;

class LoadLoopTest {
    private static final long MILLI = SimulatedTarget.MILLI;
    private static final long SECOND = 1_000 * MILLI;
    private static final List<Operation> GET = List.of(Operation.get("get", 1, "/"));

    /** Answers at once, except that from 2 s on everything waits for the end of a stall of 1 s. */
    private static final LongUnaryOperator STALL = now -> now >= 2 * SECOND && now < 3 * SECOND ? 3 * SECOND - now : 0;

    @Test
    void tellsTheTruthAboutAStalledTarget() {
        LoopStats stats = run(new SimulatedTarget(STALL), plan(GET, 200, 5 * SECOND, 20));

        assertThat(stats.offered()).isEqualTo(1_000);
        assertThat(stats.errors()).isZero();
        assertMillis(stats.response(), 90, 500);
        assertMillis(stats.response(), 99, 950);
        assertThat(stats.response().getMean() / MILLI).isCloseTo(100.5, within(0.5));
        assertThat(stats.lag().getMaxValue()).isZero();
        assertThat(stats.waiting().getMaxValue()).isPositive();
    }

    @Test
    void theConnectionsAreTooFewButTheAnswerIsTheSame() {
        LoopStats one = run(new SimulatedTarget(STALL), plan(GET, 200, 5 * SECOND, 1));
        LoopStats many = run(new SimulatedTarget(STALL), plan(GET, 200, 5 * SECOND, 300));

        assertThat(one.response()).isEqualTo(many.response());
        assertThat(one.service().getValueAtPercentile(90)).isZero();
    }

    @Test
    void putsAFrozenGeneratorIntoLagAndResponse() {
        SimulatedTarget target = new SimulatedTarget(_ -> 0);
        target.freeze(2 * SECOND, SECOND / 2);
        LoopStats stats = run(target, plan(GET, 200, 5 * SECOND, 20));

        assertThat(stats.offered()).isEqualTo(1_000);
        assertMillis(stats.response(), 99, 450);
        assertMillis(stats.lag(), 99, 450);
        assertThat(stats.service().getMaxValue()).isZero();
    }

    @Test
    void followsAnExtensionThatComesAfterItsLastArrival() {
        SimulatedTarget target = new SimulatedTarget(_ -> 0);
        EnginePlan plan = plan(GET, 1, 3 * SECOND, 1);
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.at(5 * SECOND / 2, () -> loop.follow(new ConstantRate(1, 5 * SECOND), 5 * SECOND, false));
        target.drive(loop, 0);

        assertThat(loop.stats().offered()).isEqualTo(5);
        assertThat(target.now()).isEqualTo(5 * SECOND);
    }

    @Test
    void settlesSecondsByIntendedStart() {
        SimulatedTarget target = new SimulatedTarget(STALL);
        LoadLoop loop = Http1.loop(plan(GET, 200, 5 * SECOND, 20), target, target::now);
        target.drive(loop, 0);
        Progress progress = loop.takeProgress();

        assertThat(progress.seconds()).hasSize(5);
        assertThat(progress.seconds())
                .allSatisfy(second -> assertThat(second.offered()).isEqualTo(200));
        assertThat(progress.seconds().get(2).response().histogram().getMinValue())
                .isGreaterThanOrEqualTo(4 * MILLI);
        assertThat(progress.seconds().get(3).response().histogram().getMaxValue())
                .isZero();
        assertThat(loop.takeProgress().seconds()).isEmpty();
    }

    @Test
    void countsAHangingTargetAsTimeouts() {
        LoopStats stats = run(new SimulatedTarget(_ -> -1), plan(GET, 100, SECOND, 2));

        assertThat(kinds(stats)).containsOnlyKeys("timeout").containsEntry("timeout", 100L);
        assertThat(stats.response().getValueAtPercentile(50)).isGreaterThanOrEqualTo(SECOND);
    }

    @Test
    void dropsWhatFindsNoRoomToWait() {
        EnginePlan plan = new EnginePlan(mix(GET), 1, stripe(1_000, SECOND), 0, 1, 1, SECOND, SECOND, 10, 1_000);
        LoopStats stats = run(new SimulatedTarget(_ -> -1), plan);

        assertThat(stats.dropped()).isGreaterThan(900);
        assertThat(stats.offered()).isEqualTo(1_000);
        assertThat(kinds(stats)).containsOnlyKeys("dropped", "timeout");
    }

    @Test
    void countsStatusesResetsAndGarbageByKind() {
        SimulatedTarget failing = new SimulatedTarget(_ -> 0);
        failing.answer = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";
        assertThat(kinds(run(failing, plan(GET, 100, SECOND, 2)))).isEqualTo(Map.of("status_503", 100L));

        SimulatedTarget garbage = new SimulatedTarget(_ -> 0);
        garbage.answer = "\u0000\u0001garbage\n";
        assertThat(kinds(run(garbage, plan(GET, 100, SECOND, 2)))).containsKey("malformed");

        SimulatedTarget closing = new SimulatedTarget(_ -> 0);
        closing.closing = true;
        LoopStats reset = run(closing, plan(GET, 100, SECOND, 2));
        assertThat(kinds(reset)).containsKey("reset");
        assertThat(reset.reasons()).contains("closed");
    }

    @Test
    void endsAtOnceWhenNothingCanBeConnected() {
        SimulatedTarget refusing = new SimulatedTarget(_ -> 0);
        refusing.refusing = true;
        LoopStats stats = run(refusing, plan(GET, 1_000, 60 * SECOND, 4));

        assertThat(refusing.now()).isLessThan(SECOND);
        assertThat(kinds(stats)).isEqualTo(Map.of("connect", 4L));
        assertThat(stats.reasons()).containsExactly("refused");
    }

    @Test
    void comesBackAfterTheTargetWasAwayInTheMiddle() {
        SimulatedTarget target = new SimulatedTarget(_ -> 0);
        target.at(SECOND, () -> {
            target.refusing = true;
            target.closing = true;
        });
        target.at(2 * SECOND, () -> {
            target.refusing = false;
            target.closing = false;
        });
        LoopStats stats = run(target, plan(GET, 100, 5 * SECOND, 4));

        assertThat(stats.offered()).isEqualTo(500);
        assertThat(kinds(stats)).containsOnlyKeys("connect", "reset");
        assertThat(stats.errors()).isBetween(90L, 220L);
    }

    @Test
    void cancelsOnlyWhatWasSubmittedAndEachOnce() {
        List<Operation> operations = List.of(
                Operation.post("submit", 3, "/orders", "{\"id\":\"${seq}\"}"),
                new Operation(
                        "cancel", 1, "DELETE", "/orders/${recent:submit}", Map.of(), "", ExpectedStatuses.SUCCESS));
        SimulatedTarget target = new SimulatedTarget(_ -> 2 * MILLI);
        var _ = run(target, plan(operations, 500, 2 * SECOND, 8));

        List<String> cancelled = target.requests.stream()
                .filter(request -> request.startsWith("DELETE"))
                .map(request -> request.split(" ")[1].substring("/orders/".length()))
                .toList();
        Set<String> submitted = target.requests.stream()
                .filter(request -> request.startsWith("POST"))
                .map(request -> request.substring(request.indexOf("{\"id\":\"") + 7, request.length() - 2))
                .collect(Collectors.toSet());
        assertThat(cancelled).hasSizeGreaterThan(200).doesNotHaveDuplicates();
        assertThat(submitted).containsAll(cancelled);
    }

    @Test
    void aClosedLoopKeepsEveryConnectionBusyUntilTheEnd() {
        EnginePlan plan = new EnginePlan(mix(GET), 1, null, 0, 1, 4, SECOND, SECOND, 10, 1_000);
        LoopStats stats = run(new SimulatedTarget(_ -> 10 * MILLI), plan);

        assertThat(stats.offered()).isEqualTo(400);
        assertThat(stats.completed()).isEqualTo(400);
        assertThat(stats.response().getMaxValue()).isCloseTo(10 * MILLI, Percentage.withPercentage(0.1));
    }

    @Test
    void stopStartsNothingMore() {
        SimulatedTarget target = new SimulatedTarget(_ -> 5 * MILLI);
        LoadLoop loop = Http1.loop(plan(GET, 100, 60 * SECOND, 4), target, target::now);
        target.at(SECOND, loop::stop);
        target.drive(loop, 0);

        assertThat(loop.stats().offered()).isBetween(100L, 101L);
        assertThat(loop.stats().completed()).isEqualTo(loop.stats().offered());
    }

    @Test
    void loopsAddUpExactly() {
        LoopStats sum = LoopStats.sumOf(1);
        for (int stripe = 0; stripe < 4; stripe++) {
            EnginePlan plan = new EnginePlan(
                    mix(GET),
                    1,
                    new Stripe(new ConstantRate(200, 5 * SECOND), stripe, 4),
                    stripe,
                    4,
                    5,
                    5 * SECOND,
                    SECOND * 2,
                    1_000,
                    1_000);
            sum.add(run(new SimulatedTarget(STALL), plan));
        }
        LoopStats alone = run(new SimulatedTarget(STALL), plan(GET, 200, 5 * SECOND, 20));

        assertThat(sum.response()).isEqualTo(alone.response());
        assertThat(sum.offered()).isEqualTo(alone.offered());
    }

    private static LoopStats run(SimulatedTarget target, EnginePlan plan) {
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.drive(loop, 0);
        return loop.stats();
    }

    private static EnginePlan plan(List<Operation> operations, int rate, long durationNanos, int connections) {
        return new EnginePlan(
                mix(operations),
                operations.size(),
                stripe(rate, durationNanos),
                0,
                1,
                connections,
                durationNanos,
                2 * SECOND,
                1_000,
                1_000);
    }

    private static OperationMix mix(List<Operation> operations) {
        return new OperationMix(operations, "127.0.0.1:1", "", "r1", 1);
    }

    private static Stripe stripe(int rate, long durationNanos) {
        return new Stripe(new ConstantRate(rate, durationNanos), 0, 1);
    }

    private static Map<String, Long> kinds(LoopStats stats) {
        return stats.operations().getFirst().errorsByKind();
    }

    private static void assertMillis(Histogram histogram, double percentile, double millis) {
        assertThat(histogram.getValueAtPercentile(percentile) / (double) MILLI)
                .isCloseTo(millis, within(millis * 0.01));
    }
}

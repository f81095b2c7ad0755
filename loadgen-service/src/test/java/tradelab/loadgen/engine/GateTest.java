package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Grant;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Stripe;

/** Caps in the engine, in simulated time: against a target that could take far more. */
class GateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000;

    private static Pacing pacing(double rate, long bytesPerSecond, int shares) {
        Caps caps = new Caps("loadgen.", rate, 64, Duration.ofHours(1), bytesPerSecond);
        return Grant.of(List.of(new Usage(caps)), 8, shares).pacing();
    }

    private static LoopStats run(SimulatedTarget target, @Nullable Stripe schedule, Overdue overdue, Pacing pacing) {
        OperationMix mix = new OperationMix(List.of(Operation.get("get", 1, "/")), "127.0.0.1:1", "", "r1", 1);
        EnginePlan plan = new EnginePlan(
                mix,
                1,
                schedule,
                0,
                1,
                8,
                10 * SECOND,
                30 * SECOND,
                1_000_000,
                1 << 20,
                new EnginePlan.Manner(overdue, ThinkTime.NONE, 0),
                pacing);
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.drive(loop, 3 * SECOND); // moments of the test are not those of the clock
        return loop.stats();
    }

    private static SimulatedTarget fast() {
        return new SimulatedTarget(_ -> MILLI / 10);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "100, 1000", "999, 9990", "12345, 123450"})
    void theClosedModelSendsAsFastAsItMayAndNotFaster(double rate, int expected) {
        SimulatedTarget target = fast();
        LoopStats stats = run(target, null, Overdue.QUEUE, pacing(rate, Caps.NONE, 1));

        assertThat((double) target.requests.size()).isCloseTo(expected, within(expected * 0.01 + 1));
        assertThat(stats.errors()).isZero();
        assertThat(stats.lag().getMaxValue()).isLessThan(MILLI); // a user who may not yet is not late
    }

    @Test
    void processesThatShareACapKeepItTogether() {
        SimulatedTarget target = fast();
        var _ = run(target, null, Overdue.QUEUE, pacing(1_000, Caps.NONE, 4));

        assertThat(target.requests.size()).isBetween(2_475, 2_525);
    }

    @ParameterizedTest
    @CsvSource({"100000, 100", "1000000, 5000", "50000, 20000"})
    void bytesBothWaysAreHeldWithinOnePercent(long bytesPerSecond, int answerBytes) {
        SimulatedTarget target = fast();
        target.answer = "HTTP/1.1 200 OK\r\ncontent-length: " + answerBytes + "\r\n\r\n" + "x".repeat(answerBytes);
        LoopStats stats = run(target, null, Overdue.QUEUE, pacing(Caps.RATE_UNPACED, bytesPerSecond, 1));

        long each = target.requests.getFirst().length() + target.answer.length();
        double moved = (double) each * target.requests.size();
        assertThat(moved).isCloseTo(bytesPerSecond * 10.0, within(bytesPerSecond * 0.1 + each));
        assertThat(stats.errors()).isZero();
    }

    /** Answers that grow: what was expected of them is wrong, and made up for. */
    @Test
    void anAverageThatIsWrongCostsAMomentAndNotTheCap() {
        SimulatedTarget[] held = new SimulatedTarget[1];
        SimulatedTarget target = new SimulatedTarget(now -> {
            int length = now < 8 * SECOND ? 100 : 3_000;
            held[0].answer = "HTTP/1.1 200 OK\r\ncontent-length: " + length + "\r\n\r\n" + "x".repeat(length);
            held[0].moved +=
                    held[0].answer.length() + held[0].requests.getLast().length();
            return MILLI / 10;
        });
        held[0] = target;
        var _ = run(target, null, Overdue.QUEUE, pacing(Caps.RATE_UNPACED, 200_000, 1));

        assertThat((double) target.moved).isCloseTo(2_000_000, within(20_000.0 + 3_100));
    }

    @ParameterizedTest
    @EnumSource(Overdue.class)
    void aScheduleThatIsFasterIsHeldToo(Overdue overdue) {
        SimulatedTarget target = fast();
        Stripe schedule = new Stripe(new ConstantRate(1_000, 10 * SECOND), 0, 1);
        LoopStats stats = run(target, schedule, overdue, pacing(500, Caps.NONE, 1));

        double seconds = switch (overdue) {
            case QUEUE, STRETCH -> 20;
            case DROP -> 10;
        };
        assertThat((double) target.requests.size()).isCloseTo(500 * seconds, within(5 * seconds));
        assertThat(stats.offered()).isEqualTo(10_000);
        assertThat(stats.dropped()).isEqualTo(10_000 - target.requests.size());
        if (overdue == Overdue.QUEUE) {
            // waiting for a cap is waiting, and counts from the intended start
            assertThat((double) stats.waiting().getMaxValue()).isCloseTo(10e9, within(0.2e9));
            assertThat(stats.response().getMaxValue())
                    .isGreaterThanOrEqualTo(stats.waiting().getMaxValue());
        }
        assertThat(stats.lag().getMaxValue()).isLessThan(MILLI);
    }

    @Test
    void aScheduleThatKeepsTheCapIsNotTouched() {
        SimulatedTarget target = fast();
        Stripe schedule = new Stripe(new ConstantRate(500, 10 * SECOND), 0, 1);
        LoopStats stats = run(target, schedule, Overdue.QUEUE, pacing(500, Caps.NONE, 1));

        assertThat(stats.completed()).isEqualTo(5_000);
        assertThat(stats.waiting().getMaxValue()).isLessThan(10_000);
    }

    /** A target that never answers its first request lets the others find out for themselves, one by one. */
    @Test
    void withoutAnyAnswerBytesAreNotGuessed() {
        SimulatedTarget target = new SimulatedTarget(now -> now < 4 * SECOND ? -1 : MILLI);
        LoopStats stats = run(target, null, Overdue.QUEUE, pacing(Caps.RATE_UNPACED, 1_000_000, 1));

        assertThat(stats.offered()).isEqualTo(1);
        assertThat(stats.errors()).isEqualTo(1);
    }
}

package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Stripe;

/** A hundred arrivals 10 ms apart, one connection, and a target that takes 15 ms: too much by half. */
class OverdueTest {
    private static final long MILLI = SimulatedTarget.MILLI;
    private static final long SECOND = 1_000 * MILLI;
    private static final Percentage BUCKET = Percentage.withPercentage(0.1);

    private static LoopStats run(Overdue overdue) {
        EnginePlan plan = new EnginePlan(
                new OperationMix(List.of(Operation.get("get", 1, "/")), "127.0.0.1:1", "", "r1", 1),
                1,
                new Stripe(new ConstantRate(100, SECOND), 0, 1),
                0,
                1,
                1,
                SECOND,
                2 * SECOND,
                1_000,
                1_000,
                new EnginePlan.Manner(overdue, ThinkTime.NONE, 0),
                Pacing.NONE);
        SimulatedTarget target = new SimulatedTarget(_ -> 15 * MILLI);
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.drive(loop, 0);
        return loop.stats();
    }

    @Test
    void queueSendsEveryArrivalAndCountsItsWaiting() {
        LoopStats stats = run(Overdue.QUEUE);

        assertThat(stats.completed()).isEqualTo(100);
        assertThat(stats.dropped()).isZero();
        assertThat(stats.response().getMaxValue()).isCloseTo((15 + 99 * 5) * MILLI, BUCKET);
        assertThat(stats.waiting().getMaxValue()).isCloseTo(99 * 5 * MILLI, BUCKET);
        assertThat(stats.service().getMaxValue()).isCloseTo(15 * MILLI, BUCKET);
    }

    @Test
    void dropNeverSendsWhatFindsNoConnectionAndCountsIt() {
        LoopStats stats = run(Overdue.DROP);

        assertThat(stats.offered()).isEqualTo(100);
        assertThat(stats.dropped()).isEqualTo(50);
        assertThat(stats.completed()).isEqualTo(50);
        assertThat(stats.response().getMaxValue()).isCloseTo(15 * MILLI, BUCKET);
    }

    @Test
    void stretchPutsOffAllThatFollows() {
        LoopStats stats = run(Overdue.STRETCH);

        assertThat(stats.completed()).isEqualTo(100);
        assertThat(stats.dropped()).isZero();
        assertThat(stats.response().getMaxValue()).isCloseTo(15 * MILLI, BUCKET);
        assertThat(stats.lastEndNanos()).isEqualTo(1_500 * MILLI);
    }
}

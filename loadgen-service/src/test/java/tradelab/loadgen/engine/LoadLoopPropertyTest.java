package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Stripe;

class LoadLoopPropertyTest {
    private static final long MILLI = SimulatedTarget.MILLI;
    private static final long SECOND = 1_000 * MILLI;
    private static final List<Operation> GET = List.of(Operation.get("get", 1, "/"));

    @Property
    void everyArrivalEndsExactlyOnce(
            @ForAll @IntRange(min = 1, max = 2_000) int rate,
            @ForAll @IntRange(min = 1, max = 10) int connections,
            @ForAll @IntRange(min = 0, max = 1_500) int serviceMillis,
            @ForAll @IntRange(min = 1, max = 50) int waitingMax) {
        EnginePlan plan = new EnginePlan(
                new OperationMix(GET, "127.0.0.1:1", "", "r1", 1),
                1,
                new Stripe(new ConstantRate(rate, SECOND), 0, 1),
                0,
                1,
                connections,
                SECOND,
                SECOND,
                waitingMax,
                1_000);
        LoopStats stats = run(new SimulatedTarget(_ -> serviceMillis * MILLI), plan);

        assertThat(stats.offered()).isEqualTo(new ConstantRate(rate, SECOND).count());
        assertThat(stats.completed() + stats.errors()).isEqualTo(stats.offered());
        assertThat(stats.lag().getTotalCount()).isEqualTo(stats.offered());
    }

    private static LoopStats run(SimulatedTarget target, EnginePlan plan) {
        LoadLoop loop = Http1.loop(plan, target, target::now);
        target.drive(loop, 0);
        return loop.stats();
    }
}

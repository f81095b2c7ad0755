package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Stripe;

class RehearsalTest {
    private static final long MINUTE = 60_000_000_000L;

    private static EnginePlan plan(double rate) {
        return new EnginePlan(
                new OperationMix(List.of(Operation.get("get", 1, "/")), "127.0.0.1:1", "", "r1", 1),
                1,
                new Stripe(new ConstantRate(rate, MINUTE), 0, 1),
                0,
                1,
                4,
                MINUTE,
                MINUTE,
                1_000,
                1_000);
    }

    @Test
    void endsAtOnceWhereTheEngineIsCompiledAlready() {
        assertThat(Rehearsal.of(plan(100), () -> 0)).isEqualTo(Rehearsal.BATCH);
    }

    @Test
    void goesOnToItsLastRoundWhileRoundsAreSlow() {
        AtomicLong clock = new AtomicLong();
        long slow = Rehearsal.BATCH * Rehearsal.WARM_ROUND_NANOS + 1;
        assertThat(Rehearsal.of(plan(100), () -> clock.getAndAdd(slow))).isEqualTo(Rehearsal.ROUNDS);
    }

    @Test
    void roundsThatSentNothingSayNothingOfTheEngine() {
        assertThat(Rehearsal.of(plan(0.1), () -> 0)).isEqualTo(Rehearsal.ROUNDS);
    }
}

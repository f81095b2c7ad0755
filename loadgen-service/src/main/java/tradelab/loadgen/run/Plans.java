package tradelab.loadgen.run;

import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.Stripe;

/** Divides a test among event loops. Pure. */
public final class Plans {
    private Plans() {}

    static EnginePlan plan(LoadTest test, LoadRun.Setup setup, TargetUrl target, int loop) {
        return share(test, setup, target, loop, test.eventLoops());
    }

    /** Returns the plan of one of {@code of} equal shares, whoever drives it; connections are divided as well. */
    public static EnginePlan share(LoadTest test, LoadRun.Setup setup, TargetUrl target, int index, int of) {
        OperationMix mix = new OperationMix(
                test.operations(), target.authority(), test.basePath(), setup.runId(), test.seed(), index, of);
        return new EnginePlan(
                mix,
                test.operations().size(),
                test.isClosedLoop() ? null : new Stripe(test.schedule(), index, of),
                index,
                of,
                Math.max(1, Math.ceilDiv(test.connections() - index, of)),
                test.duration().toNanos(),
                test.timeout().toNanos(),
                test.waitingMax(),
                setup.bounds().responseBytesMax());
    }
}

package tradelab.loadgen.run;

import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.Stripe;

/** Divides a test among event loops. Pure. */
final class Plans {
    private Plans() {}

    static EnginePlan plan(LoadTest test, LoadRun.Setup setup, TargetUrl target, int loop) {
        int loops = test.eventLoops();
        OperationMix mix =
                new OperationMix(test.operations(), target.authority(), test.basePath(), setup.runId(), test.seed());
        return new EnginePlan(
                mix,
                test.operations().size(),
                test.isClosedLoop() ? null : new Stripe(test.schedule(), loop, loops),
                loop,
                loops,
                Math.ceilDiv(test.connections() - loop, loops),
                test.duration().toNanos(),
                test.timeout().toNanos(),
                test.waitingMax(),
                setup.bounds().responseBytesMax());
    }
}

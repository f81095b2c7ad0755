package tradelab.loadgen.run;

import java.net.UnknownHostException;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.Protocol;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.protocol.Connecting;
import tradelab.loadgen.protocol.Protocols;
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
                setup.bounds().responseBytesMax(),
                test.conduct().manner());
    }

    /** Returns how the engines of a test speak to its target. */
    public static Protocol protocol(LoadTest test, LoadRun.Setup setup, PinnedTarget target) {
        EngineBounds bounds = setup.bounds();
        return Protocols.of(
                new Connecting(
                        target,
                        bounds.connectTimeout(),
                        bounds.tlsCa(),
                        test.conduct().insecure()),
                test.conduct().orders(),
                setup.epochMillis());
    }

    /** Returns whether {@link #pin} has no name to ask for, and so does not block. */
    public static boolean pinsAtOnce(LoadTest test) {
        return test.growth() == null
                && (test.target().scheme().isBus() || test.target().isLiteral());
    }

    /**
     * What every run passes before it begins: holds a test against the caps, resolves and checks what it speaks to.
     *
     * @throws IllegalArgumentException if something of it is not allowed
     */
    public static PinnedTarget pin(LoadTest test, TargetGuard guard, Caps caps) throws UnknownHostException {
        caps.requireKept(test);
        if (test.conduct().orders() != null && test.target().scheme().isBus()) {
            guard.requireAddress(TradingApi.SUBMIT_ORDER.address());
            guard.requireAddress(TradingApi.AMEND_ORDER.address());
            guard.requireAddress(TradingApi.CANCEL_ORDER.address());
        }
        return guard.pin(test.target());
    }
}

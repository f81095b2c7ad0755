package tradelab.loadgen.run;

import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import tradelab.contracts.Require;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.Protocol;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.protocol.Connecting;
import tradelab.loadgen.protocol.Protocols;
import tradelab.loadgen.schedule.Stripe;

/** Divides a test among event loops. Pure. */
public final class Plans {
    private Plans() {}

    static EnginePlan plan(LoadTest test, LoadRun.Setup setup, TargetUrl target, int loop, Pacing pacing) {
        return share(test, setup, target, loop, test.eventLoops(), pacing);
    }

    /**
     * Returns the plan of one of {@code of} equal shares, whoever drives it; connections are divided as well.
     *
     * @param pacing {@link Pacing#NONE} for a rehearsal, which sends nothing
     */
    public static EnginePlan share(
            LoadTest test, LoadRun.Setup setup, TargetUrl target, int index, int of, Pacing pacing) {
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
                test.conduct().manner(),
                pacing);
    }

    /** Returns what the engines of a test run on: loops of their own, unless they load the bus. */
    public static Vertx home(LoadTest test, LoadRun.Setup setup, Vertx engines) {
        if (!test.target().scheme().isBus()) {
            return engines;
        }
        Vertx cluster = setup.cluster();
        if (cluster == null) {
            throw Require.refused(
                    "target",
                    "a URL: the event bus is loaded by a load generator inside the cluster",
                    test.target().toString());
        }
        return cluster;
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
        requireKept(test, caps);
        if (test.conduct().orders() != null && test.target().scheme().isBus()) {
            guard.requireAddress(TradingApi.SUBMIT_ORDER.address());
            guard.requireAddress(TradingApi.AMEND_ORDER.address());
            guard.requireAddress(TradingApi.CANCEL_ORDER.address());
        }
        PinnedTarget target = guard.pin(test.target());
        if (!target.terms().registered().isEmpty()) {
            requireNoDots(test);
        }
        target.terms().usages().forEach(usage -> requireKept(test, usage.caps()));
        return target;
    }

    /** Returns all the caps that a run is under: its own, its target's, the process's. */
    public static List<Caps> caps(Caps own, PinnedTarget target) {
        return Stream.concat(Stream.of(own), target.terms().usages().stream().map(Usage::caps))
                .toList();
    }

    /** @throws IllegalArgumentException naming the field of {@code test} that exceeds its cap */
    private static void requireKept(LoadTest test, Caps caps) {
        if (!test.isClosedLoop()) {
            caps.requireRate(test.schedule().peakRate());
        }
        caps.requireConnections(test.connections());
        caps.requireDuration(test.duration());
    }

    /** What is registered is a path and what lies below it: no operation may lead elsewhere. */
    private static void requireNoDots(LoadTest test) {
        for (Operation operation : test.operations()) {
            if (TargetUrl.hasDots(operation.path())) {
                throw Require.refused(
                        "operations." + operation.name() + ".path",
                        "no dots as parts of a path, because the target is one of loadgen.targets",
                        operation.path());
            }
        }
    }
}

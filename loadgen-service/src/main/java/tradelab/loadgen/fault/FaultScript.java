package tradelab.loadgen.fault;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.proxy.FaultProxy;

/**
 * Brings about the faults of one run at their times, and undoes all of them when it ends, however it does. Owned by the
 * event loop of {@code context}.
 */
public final class FaultScript {
    private static final Logger LOG = LoggerFactory.getLogger(FaultScript.class);

    private final Vertx vertx;
    private final Context context;
    private final List<FaultStep> steps;
    private final @Nullable FaultTools tools;
    private final List<Long> timers = new ArrayList<>();
    private final List<Callable<Future<Void>>> undo = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private @Nullable FaultProxy own;
    private boolean over;

    /** @param tools null if only faults on the way between load and target can be brought about */
    public FaultScript(Vertx vertx, Context context, List<FaultStep> steps, @Nullable FaultTools tools) {
        this.vertx = vertx;
        this.context = context;
        this.steps = steps;
        this.tools = tools;
    }

    /**
     * Puts a proxy between load and target if a step wants one.
     *
     * @return what to connect to; its URL has another port, and its host is the loopback
     */
    public Future<PinnedTarget> before(PinnedTarget target, long seed) {
        boolean wanted = steps.stream().anyMatch(step -> step.harm() instanceof FaultStep.Way way && way.isOwn());
        if (!wanted) {
            return Future.succeededFuture(target);
        }
        return FaultProxy.start(vertx, "way", target, 0, seed, System::nanoTime).map(proxy -> {
            own = proxy;
            return target.by(proxy.port());
        });
    }

    /** @param beginNanos of {@link System#nanoTime()}, when the test begins */
    public void begin(long beginNanos) {
        for (FaultStep step : steps) {
            long millis = (beginNanos + step.at().toNanos() - System.nanoTime()) / 1_000_000;
            timers.add(vertx.setTimer(Math.max(1, millis), _ -> context.runOnContext(_ -> harm(step, beginNanos))));
        }
    }

    private void harm(FaultStep step, long beginNanos) {
        if (over) {
            return;
        }
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        begun(step)
                .onComplete(done -> context.runOnContext(_ -> {
                    if (done.failed()) {
                        LOG.warn(
                                "event=fault_failed fault=\"{}\" cause=\"{}\"",
                                step.harm(),
                                done.cause().getMessage());
                        failed.add(String.format(
                                Locale.ROOT,
                                "fault %s at %.1f s could not be done: %s",
                                step.harm(),
                                seconds,
                                done.cause().getMessage()));
                        return;
                    }
                    told.add(String.format(Locale.ROOT, "%s from %.3f s", step.harm(), seconds));
                    if (over) {
                        var _ = undone(done.result());
                    } else {
                        undo.add(done.result());
                    }
                }));
    }

    private Future<Callable<Future<Void>>> begun(FaultStep step) {
        FaultProxy way = own;
        if (tools != null) {
            return tools.harm(step, () -> {
                if (way == null) {
                    throw new ServiceException(FailureKind.CONFLICT, "the run has no proxy of its own");
                }
                return way;
            });
        }
        if (way == null || !(step.harm() instanceof FaultStep.Way harm) || !harm.isOwn()) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.CONFLICT, "named proxies and processes are those of the load generator's service"));
        }
        String id = way.harm(harm.fault());
        return Future.succeededFuture(() -> {
            way.heal(id);
            return Future.succeededFuture();
        });
    }

    private static Future<Void> undone(Callable<Future<Void>> undo) {
        try {
            return undo.call().otherwiseEmpty();
        } catch (Exception e) {
            return Future.succeededFuture(); // it was over before
        }
    }

    /** Returns what was done and when, a sentence each. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** Returns what could not be done and why. */
    public List<String> failed() {
        return List.copyOf(failed);
    }

    /** Undoes everything. */
    public Future<Void> end() {
        over = true;
        timers.forEach(vertx::cancelTimer);
        List<Future<Void>> ending = new ArrayList<>();
        undo.forEach(one -> ending.add(undone(one)));
        undo.clear();
        if (own != null) {
            ending.add(own.close());
        }
        return Future.join(ending).<Void>mapEmpty().otherwiseEmpty();
    }
}

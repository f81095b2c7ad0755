package tradelab.loadgen.engine;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.honesty.ThreadFiles;
import tradelab.loadgen.honesty.ThreadTurns;
import tradelab.loadgen.schedule.Schedule;

/**
 * Runs one {@link LoadLoop} on an event loop of its own: gives it an exchange and timers. Deploying opens the connections,
 * {@link #run} runs the test, undeploying closes everything.
 */
public final class EngineVerticle extends VerticleBase {
    /** While a loop waits awake its sockets wait no longer than this. */
    private static final long POLL_NANOS = 10_000;

    private final EnginePlan plan;
    private final Protocol protocol;
    private final LongSupplier nanoTime;
    private final Promise<Void> ready = Promise.promise();
    private final Promise<LoopStats> finished = Promise.promise();
    private final Runnable ticker = this::tick;
    private final EarlyWake wake = new EarlyWake();

    @SuppressWarnings("NullAway.Init") // these are set by start(), which Vert.x calls before anything else
    private EventLoop eventLoop;

    @SuppressWarnings("NullAway.Init")
    private LoadLoop loop;

    private @Nullable ScheduledFuture<?> nextTick;
    private long thread = ThreadFiles.UNKNOWN;
    private BooleanSupplier spare = () -> false;
    private boolean shortTurns;
    private boolean running;
    private boolean stopped;

    /** @param nanoTime {@link System#nanoTime()} in production; the same for all loops of a test */
    public EngineVerticle(EnginePlan plan, Protocol protocol, LongSupplier nanoTime) {
        this.plan = plan;
        this.protocol = protocol;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<?> start() {
        eventLoop = ((ContextInternal) context).nettyEventLoop();
        thread = ThreadFiles.currentThread();
        var _ = ThreadFiles.punctualTimers();
        takeShortTurns(true);
        loop = new LoadLoop(plan, answers -> protocol.open(plan, new Protocol.Home(vertx, context, answers)), nanoTime);
        loop.wakeup.hear(this::sooner);
        loop.open(this::settled);
        return ready.future();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        var _ = finished.tryFail("engine undeployed before its test ended");
        return loop.exchange().end();
    }

    /** Returns the system's number of the thread that does the work, or {@link ThreadFiles#UNKNOWN}. */
    public long thread() {
        return thread;
    }

    /** Returns, once deployed, whether at least one connection is open. */
    public Future<Boolean> connected() {
        return onLoop(() -> loop.hasConnection());
    }

    /**
     * Runs the test from {@code beginNanos} on, of the clock given; the result is complete and no longer written to.
     *
     * @param newSpare whether a processor is idle, so that waiting awake harms nobody; may be asked on any thread
     */
    public Future<LoopStats> run(long beginNanos, BooleanSupplier newSpare) {
        context.runOnContext(_ -> {
            spare = newSpare;
            loop.begin(beginNanos);
            running = true;
            tick();
        });
        Promise<LoopStats> heard = heardByCaller();
        finished.future().onComplete(heard);
        return heard.future();
    }

    /** Takes over the seconds of which everything is known. */
    public Future<Progress> progress() {
        return onLoop(() -> loop.takeProgress());
    }

    /** Returns what the loop noticed about itself. */
    public Future<LoopHealth.Report> health() {
        return onLoop(() -> loop.health().report(wake.awakeNanos()));
    }

    /** Goes on with a changed schedule, at once; see {@link LoadLoop#follow}. */
    public void follow(@Nullable Schedule whole, long endNanos, boolean held) {
        context.runOnContext(_ -> {
            loop.follow(whole, endNanos, held);
            tick();
        });
    }

    /** Lets the engine start arrivals until this moment of its clock; see {@link LoadLoop#lease}. */
    public void lease(long untilNanos) {
        context.runOnContext(_ -> loop.lease(untilNanos));
    }

    /** Takes over the share of a loop that is gone; see {@link Arrivals#adopt}. */
    public void adopt(long index, long of, long fromNanos) {
        context.runOnContext(_ -> {
            loop.adopt(index, of, fromNanos);
            tick();
        });
    }

    /** Starts nothing more; what is under way may end within {@code grace}. */
    public void halt(Duration grace) {
        context.runOnContext(_ -> {
            loop.stop();
            eventLoop.schedule(loop::abort, grace.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    private <T> Future<T> onLoop(Supplier<T> read) {
        Promise<T> promise = heardByCaller();
        context.runOnContext(_ -> promise.complete(read.get()));
        return promise.future();
    }

    /** What is completed on this loop is heard on the one that asks; without a context it would be heard here. */
    private static <T> Promise<T> heardByCaller() {
        ContextInternal asking = ContextInternal.current();
        return asking == null ? Promise.promise() : asking.promise();
    }

    /** There is one next tick at any time; an earlier one takes its place. */
    private void tick() {
        if (stopped || !running) {
            return;
        }
        if (nextTick != null) {
            nextTick.cancel(false);
        }
        long sleepNanos = -1;
        while (sleepNanos < 0) {
            long delayNanos = loop.tick();
            if (loop.isFinished()) {
                running = false;
                takeShortTurns(false);
                var _ = finished.tryComplete(loop.stats());
                return;
            }
            long now = nanoTime.getAsLong();
            boolean idle = spare.getAsBoolean();
            takeShortTurns(idle);
            sleepNanos = wake.sleepNanos(now, delayNanos, idle);
            if (wake.isAwake()) {
                waitUntil(now + Math.min(delayNanos, POLL_NANOS));
                sleepNanos = delayNanos <= POLL_NANOS ? -1 : 0;
            }
        }
        // Scheduled and not executed even if at once: in between the loop takes in what came for its sockets.
        nextTick = eventLoop.schedule(ticker, sleepNanos, TimeUnit.NANOSECONDS);
    }

    /** The sockets of this turn are heard before. */
    private void sooner() {
        if (nextTick != null) {
            nextTick.cancel(false);
            nextTick = eventLoop.schedule(ticker, 0, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * To be woken in time, while there is room for everybody. Whoever sends as fast as it can, or has to share, would only
     * be interrupted more often.
     */
    private void takeShortTurns(boolean wanted) {
        if (wanted != shortTurns && plan.schedule() != null) {
            shortTurns = wanted;
            var _ = ThreadTurns.take(wanted ? ThreadTurns.SHORT_NANOS : ThreadTurns.USUAL_NANOS);
        }
    }

    private void waitUntil(long nanos) {
        while (nanoTime.getAsLong() < nanos) {
            Thread.onSpinWait();
        }
    }

    private void settled() {
        if (loop.isReady()) {
            var _ = ready.tryComplete();
        }
    }
}

package tradelab.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Measures how late event loops are, and names the code that held one up.
 *
 * <p>A beat is due on every loop each {@link #PERIOD_MILLIS}; how late it comes is the lag that every other task of that
 * loop met too. A thread beside the loops looks for a beat that is overdue by {@link #BLOCKED_MILLIS} and takes the
 * loop's stack while it still stands there: its top frame is the guilty one. Vert.x itself speaks up only after
 * seconds.
 */
public final class LoopMonitor implements AutoCloseable {
    static final int PERIOD_MILLIS = 10;
    static final int BLOCKED_MILLIS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(LoopMonitor.class);
    private static final String STARVED = "nothing of ours: the loop was ready and got no processor";

    /** Where an idle loop stands: Netty's native waits and the JDK's selector. */
    private static final Set<String> WAITING = Set.of("epollWait0", "epollWait", "epollPwait2", "kevent", "poll0");

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

    /** Half of what it must not miss: each look wakes a thread that competes with the loops. */
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS) / 2;

    private final List<Loop> loops = new ArrayList<>();
    private final Recorder lag = new Recorder(TimeUnit.MINUTES.toNanos(10), 2);
    private final Timer lagTimer;
    private final Counter blockedSeconds;
    private final Counter blockedTimes;
    private final Thread watch;
    private volatile boolean closed;

    /** One event loop. The beat writes its fields, the watch reads them. */
    private static final class Loop {
        volatile long beatNanos;
        volatile @Nullable Thread thread;
        volatile String guilty = "";

        @Nullable
        Future<?> beat;
    }

    /** Starts to measure every event loop of {@code vertx}. */
    public LoopMonitor(Vertx vertx, MeterRegistry meters) {
        this.lagTimer = Timer.builder("event.loop.lag")
                .description("How late tasks of an event loop start")
                .register(meters);
        this.blockedSeconds = Counter.builder("event.loop.blocked")
                .baseUnit("seconds")
                .description("Time in which an event loop was held up for more than 30 ms at a stretch")
                .register(meters);
        this.blockedTimes = Counter.builder("event.loop.blocks")
                .description("How often an event loop was held up for more than 30 ms")
                .register(meters);
        for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            Loop loop = new Loop();
            loop.beatNanos = System.nanoTime();
            loop.beat =
                    executor.scheduleAtFixedRate(() -> beat(loop), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            loops.add(loop);
        }
        this.watch = Thread.ofPlatform().daemon().name("loop-monitor").start(this::watch);
    }

    /** Returns the distribution of lag since the last call, in nanoseconds. */
    public Histogram takeInterval() {
        return lag.getIntervalHistogram();
    }

    @Override
    public void close() {
        closed = true;
        loops.forEach(loop -> {
            Future<?> beat = loop.beat;
            if (beat != null) {
                beat.cancel(false);
            }
        });
        watch.interrupt();
    }

    private void beat(Loop loop) {
        long now = System.nanoTime();
        loop.thread = Thread.currentThread();
        long lateNanos = Math.max(0, now - loop.beatNanos - PERIOD_NANOS);
        loop.beatNanos = now;
        lag.recordValue(Math.min(lateNanos, TimeUnit.MINUTES.toNanos(9)));
        lagTimer.record(lateNanos, TimeUnit.NANOSECONDS);
        if (lateNanos > TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS)) {
            blockedSeconds.increment(lateNanos / 1e9);
            blockedTimes.increment();
            report(lateNanos, loop.guilty);
        }
        loop.guilty = "";
    }

    /** Starvation is the machine's doing and only told to who asks; code of ours that holds a loop up is a warning. */
    private static void report(long lateNanos, String guilty) {
        boolean starved = guilty.isEmpty() || guilty.equals(STARVED);
        Level level = starved ? Level.DEBUG : Level.WARN;
        LOG.atLevel(level)
                .log(
                        "event=event_loop_blocked thread={} millis={} at=\"{}\"",
                        Thread.currentThread().getName(),
                        TimeUnit.NANOSECONDS.toMillis(lateNanos),
                        starved ? STARVED : guilty);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(WATCH_NANOS);
            long now = System.nanoTime();
            for (Loop loop : loops) {
                Thread thread = loop.thread;
                long overdue = now - loop.beatNanos - PERIOD_NANOS;
                if (thread != null && loop.guilty.isEmpty() && overdue > WATCH_NANOS) {
                    loop.guilty = guilty(thread.getStackTrace());
                }
            }
        }
    }

    /** The innermost frame, and the innermost one that is neither the JDK's nor a library's. */
    private static String guilty(StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "";
        }
        if (WAITING.contains(stack[0].getMethodName())) {
            return STARVED;
        }
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (!name.startsWith("java.")
                    && !name.startsWith("jdk.")
                    && !name.startsWith("sun.")
                    && !name.startsWith("io.netty.")
                    && !name.startsWith("io.vertx.")) {
                return frame.equals(stack[0]) ? frame.toString() : stack[0] + " < " + frame;
            }
        }
        return stack[0].toString();
    }
}

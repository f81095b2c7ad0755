package tradelab.loadgen.honesty;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Watches this very process from a thread of its own while a run is under way: whether it was stopped, starved of
 * processors, or busy collecting garbage, and when. Costs little, because the generator pays for it.
 */
public final class SelfWatch implements AutoCloseable {
    private static final long PERIOD_NANOS = 20_000_000;
    /** What is noticed after that many is added to the last. */
    private static final int DISTURBANCES_MAX = 1_024;

    /** What the processors do changes in ticks of 10 ms only, and costs most to read. */
    private static final int PROCESSORS_EVERY = 25;
    /** Of one processor: with less, whoever waits awake takes it from somebody. */
    private static final double IDLE_MIN = 0.5;

    private final LongSupplier nanoTime;
    private final List<Long> loops;
    private final List<GarbageCollectorMXBean> collectors = collectors();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final Thread thread;
    private final long startedNanos;
    private final long startedCpuNanos;
    private volatile boolean idle = Runtime.getRuntime().availableProcessors() > 1;
    private volatile boolean closed;

    private SelfWatch(LongSupplier nanoTime, List<Long> loops) {
        this.nanoTime = nanoTime;
        this.loops = List.copyOf(loops);
        this.startedNanos = nanoTime.getAsLong();
        this.startedCpuNanos = processCpuNanos();
        this.thread = Thread.ofPlatform().daemon().name("load-self-watch").unstarted(this::watch);
    }

    /** @param loops the system's numbers of the threads that do the work */
    public static SelfWatch start(LongSupplier nanoTime, List<Long> loops) {
        SelfWatch watch = new SelfWatch(nanoTime, loops);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        var _ = ThreadFiles.punctualTimers();
        List<ThreadFiles.Waited> waited = new ArrayList<>();
        waited.add(ThreadFiles.waited(ThreadFiles.currentThread()));
        loops.forEach(loop -> waited.add(ThreadFiles.waited(loop)));
        ThreadFiles.Processors processors = ThreadFiles.processors();
        Observation before = observe(waited, processors.stolenNanos());
        long readAt = before.nanos();
        for (int round = 1; !closed; round++) {
            LockSupport.parkNanos(PERIOD_NANOS);
            ThreadFiles.Processors last = processors;
            processors = round % PROCESSORS_EVERY == 0 ? ThreadFiles.processors() : last;
            Observation now = observe(waited, processors.stolenNanos());
            if (round % PROCESSORS_EVERY == 0 && processors.idleNanos() >= 0) {
                idle = processors.idleNanos() - last.idleNanos() >= IDLE_MIN * (now.nanos() - readAt);
                readAt = now.nanos();
            }
            add(now.since(before, PERIOD_NANOS));
            before = now;
        }
        waited.forEach(ThreadFiles.Waited::close);
    }

    private Observation observe(List<ThreadFiles.Waited> waited, long stolen) {
        return new Observation(
                nanoTime.getAsLong(),
                waited.getFirst().nanos(),
                waited.stream().skip(1).map(ThreadFiles.Waited::nanos).toList(),
                collectedNanos(),
                stolen);
    }

    private synchronized void add(List<Disturbance> noticed) {
        for (Disturbance disturbance : noticed) {
            if (disturbances.size() < DISTURBANCES_MAX) {
                disturbances.add(disturbance);
            } else {
                Disturbance last = disturbances.removeLast();
                disturbances.add(new Disturbance(
                        disturbance.kind(),
                        last.fromNanos(),
                        disturbance.toNanos(),
                        last.lostNanos() + disturbance.lostNanos()));
            }
        }
    }

    /** Returns what was noticed so far, in order. */
    public synchronized List<Disturbance> disturbances() {
        return List.copyOf(disturbances);
    }

    /** Returns whether a processor of this machine had little to do lately. */
    public boolean hasIdleProcessor() {
        return idle;
    }

    /** Returns how many processors this process kept busy since the watch began, on average. */
    public double processors() {
        long elapsed = Math.max(1, nanoTime.getAsLong() - startedNanos);
        return (double) (processCpuNanos() - startedCpuNanos) / elapsed;
    }

    /** Returns the processor time of this process so far; always 0 where the JVM does not tell. */
    public static long processCpuNanos() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean process ? process.getProcessCpuTime() : 0;
    }

    /** Those that stop the world. */
    private static List<GarbageCollectorMXBean> collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !collector.getName().contains("Concurrent")
                        && !collector.getName().contains("Cycles"))
                .toList();
    }

    private long collectedNanos() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            millis += Math.max(0, collector.getCollectionTime());
        }
        return millis * 1_000_000;
    }

    /** Stops watching; what was noticed can still be read. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}

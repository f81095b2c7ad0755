package tradelab.runtime.metrics;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import tradelab.contracts.monitor.SampleKeys;

/** What the process measures about itself, whichever services run in it: JVM, Vert.x, event loops, event bus. */
public final class ProcessMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = Meters.create();
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final com.sun.management.OperatingSystemMXBean system =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private LoopMonitor loops;
    private BusLatency bus;
    private long collectionMillisBefore;
    private volatile Map<String, Double> latest = Map.of();

    @SuppressWarnings("NullAway.Init") // loops and bus come with attach, before anything reads them
    public ProcessMetrics() {}

    /** A builder of a Vert.x that reports to this registry. */
    public VertxBuilder builder() {
        return Vertx.builder().withMetrics(new MicrometerMetricsFactory(registry));
    }

    /** The metrics options for the Vert.x that {@link #builder()} makes. */
    public static MicrometerMetricsOptions options() {
        return new MicrometerMetricsOptions()
                .setEnabled(true)
                .setJvmMetricsEnabled(false)
                .setLabels(EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME, Label.EB_SIDE))
                .setDisabledMetricsCategories(Set.of(
                        MetricsDomain.HTTP_SERVER.toCategory(),
                        MetricsDomain.HTTP_CLIENT.toCategory(),
                        MetricsDomain.NET_SERVER.toCategory(),
                        MetricsDomain.NET_CLIENT.toCategory(),
                        MetricsDomain.DATAGRAM_SOCKET.toCategory()));
    }

    /** Starts to measure the process and {@code vertx}. */
    public void attach(Vertx vertx) {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        loops = new LoopMonitor(vertx, registry);
        bus = new BusLatency(vertx.eventBus(), registry);
        collectionMillisBefore = collectionMillis();
    }

    /** The process' part of a scrape, in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** Takes the process' values of the sample a second. Call once a second, always on the same thread. */
    public void takeSample() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long collectionMillis = collectionMillis();
        Histogram lag = loops.takeInterval();
        Histogram delivery = bus.takeInterval();
        latest = Map.of(
                SampleKeys.PROCESS_CPU_RATIO,
                Math.max(0, system.getProcessCpuLoad()),
                SampleKeys.HEAP_USED_BYTES,
                (double) heap.getUsed(),
                SampleKeys.HEAP_MAX_BYTES,
                (double) heap.getMax(),
                SampleKeys.GC_PAUSE_MILLIS,
                (double) (collectionMillis - collectionMillisBefore),
                SampleKeys.THREADS,
                (double) ManagementFactory.getThreadMXBean().getThreadCount(),
                SampleKeys.LOOP_LAG_P99_MILLIS,
                lag.getValueAtPercentile(99) / 1e6,
                SampleKeys.LOOP_LAG_MAX_MILLIS,
                lag.getMaxValue() / 1e6,
                SampleKeys.BUS_LATENCY_P99_MILLIS,
                delivery.getValueAtPercentile(99) / 1e6);
        collectionMillisBefore = collectionMillis;
    }

    /** Returns what the last {@link #takeSample()} saw. */
    public Map<String, Double> latest() {
        return latest;
    }

    @Override
    public void close() {
        if (loops != null) {
            loops.close();
        }
        garbageCollection.close();
        registry.close();
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(millis -> millis > 0)
                .sum();
    }
}

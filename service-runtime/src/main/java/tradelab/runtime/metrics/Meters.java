package tradelab.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prometheus registries in our conventions: base units, bounded label sets, classic histogram buckets on timers.
 *
 * <p>A label set beyond {@link #SERIES_PER_METER_MAX} of one meter is dropped and counted in
 * {@code metrics_series_dropped_total}: a metric must not be what brings the process down.
 */
public final class Meters {
    /** Label sets of one meter name. */
    public static final int SERIES_PER_METER_MAX = 200;

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    /** Stock meters whose names or help texts break the conventions, and what they are called here. */
    private static final Map<String, String> RENAMED = Map.of(
            "system.cpu.count", "system.processors",
            "jvm.compilation.time", "jvm.compilation");

    /** Stock meters that say nothing in this suite, or whose help is missing. */
    private static final Set<String> DENIED_PREFIXES =
            Set.of("netty.", "process.cpu.time", "vertx.http.", "vertx.net.", "vertx.eventbus.pending");

    private Meters() {}

    /** A new, empty registry. */
    public static PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(denied())
                .meterFilter(renamed())
                .meterFilter(bounded(registry))
                .meterFilter(buckets());
        return registry;
    }

    private static MeterFilter denied() {
        return MeterFilter.deny(id -> DENIED_PREFIXES.stream().anyMatch(id.getName()::startsWith));
    }

    private static MeterFilter renamed() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String name = RENAMED.get(id.getName());
                return name == null ? id : id.withName(name);
            }
        };
    }

    private static MeterFilter bounded(MeterRegistry registry) {
        Map<String, Set<List<Tag>>> seen = new ConcurrentHashMap<>();
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                if (id.getName().equals("metrics.series.dropped")) {
                    return MeterFilterReply.NEUTRAL;
                }
                Set<List<Tag>> series = seen.computeIfAbsent(id.getName(), _ -> ConcurrentHashMap.newKeySet());
                List<Tag> tags = id.getTags();
                if (series.contains(tags) || series.size() < SERIES_PER_METER_MAX) {
                    series.add(tags);
                    return MeterFilterReply.NEUTRAL;
                }
                Counter.builder("metrics.series.dropped")
                        .description("Label sets refused because their meter had too many")
                        .register(registry)
                        .increment();
                return MeterFilterReply.DENY;
            }
        };
    }

    private static MeterFilter buckets() {
        double[] nanos = new double[BUCKETS.length];
        for (int i = 0; i < BUCKETS.length; i++) {
            nanos[i] = BUCKETS[i].toNanos();
        }
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getType() != Meter.Type.TIMER
                        ? config
                        : DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(nanos)
                                .build()
                                .merge(config);
            }
        };
    }
}

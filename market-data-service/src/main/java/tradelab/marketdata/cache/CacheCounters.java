package tradelab.marketdata.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** What the cache counts, by type. Thread-safe; counting does not allocate. */
public final class CacheCounters {
    private final Map<CacheType, TypeCounters> types = new EnumMap<>(CacheType.class);
    private final LongAdder flushes = new LongAdder();

    public CacheCounters() {
        for (CacheType type : CacheType.values()) {
            types.put(type, new TypeCounters());
        }
    }

    /** Puts the counters on the scrape. */
    public void bind(MeterRegistry meters) {
        types.forEach((type, counted) -> bind(meters, type.label(), counted));
        var _ = FunctionCounter.builder("cache.flushes", flushes, LongAdder::doubleValue)
                .description("Times that no copy in memory was believed any more")
                .register(meters);
    }

    private static void bind(MeterRegistry meters, String type, TypeCounters of) {
        bind(meters, type, "cache.reads", "Reads by result", of.hits, "result", "hit");
        bind(meters, type, "cache.reads", "Reads by result", of.misses, "result", "miss");
        bind(meters, type, "cache.reads.joined", "Misses that waited for the fetch of another reader", of.joined);
        bind(meters, type, "cache.shared.hits", "Reads that found the value in Redis", of.sharedHits);
        bind(
                meters,
                type,
                "cache.shared.refreshes",
                "Values read from Redis before somebody asked",
                of.sharedRefreshes);
        bind(meters, type, "cache.loads", "Fetches that asked the upstream", of.loads);
        bind(meters, type, "cache.upstream.calls", "Calls of the upstream; one may fetch many values", of.calls);
        bind(meters, type, "cache.load.failures", "Fetches that the upstream did not answer", of.loadFailures);
        bind(meters, type, "cache.evictions", "Values that had to make room", of.evictions);
        bind(meters, type, "cache.refreshes.early", "Values fetched before they expired", of.earlyRefreshes);
        bind(meters, type, "cache.stale.served", "Expired values served to readers who allow it", of.stale);
        bind(meters, type, "cache.unproven.served", "Values served because nothing better could be had", of.unproven);
        bind(meters, type, "cache.invalidations", "Changes heard of", of.invalidations);
        bind(meters, type, "cache.undecodable", "Values in Redis of another form", of.undecodable);
        bind(meters, type, "cache.saved.calls", "Reads that did not ask the upstream", of, TypeCounters::savedCalls);
        bind(
                meters,
                type,
                "cache.read.age.seconds",
                "Sum of the ages of all values when read",
                of,
                counted -> counted.ageMillis.doubleValue() / 1_000);
    }

    private static void bind(
            MeterRegistry meters, String type, String name, String help, LongAdder adder, String... tags) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .tag("type", type)
                .tags(tags)
                .register(meters);
    }

    private static void bind(
            MeterRegistry meters,
            String type,
            String name,
            String help,
            TypeCounters of,
            ToDoubleFunction<TypeCounters> value) {
        var _ = FunctionCounter.builder(name, of, value)
                .description(help)
                .tag("type", type)
                .register(meters);
    }

    TypeCounters of(CacheType type) {
        return Objects.requireNonNull(types.get(type));
    }

    void flushed() {
        flushes.increment();
    }

    /** Returns the reads of all types that memory answered. */
    public long hits() {
        return types.values().stream().mapToLong(of -> of.hits.sum()).sum();
    }

    public long misses() {
        return types.values().stream().mapToLong(of -> of.misses.sum()).sum();
    }

    /** Returns the calls of upstreams of all types; one may fetch many values. */
    public long calls() {
        return types.values().stream().mapToLong(of -> of.calls.sum()).sum();
    }

    /** Returns the fetches of all types that asked the upstream. */
    public long loads() {
        return types.values().stream().mapToLong(of -> of.loads.sum()).sum();
    }
}

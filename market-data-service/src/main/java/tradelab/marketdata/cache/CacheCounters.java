package tradelab.marketdata.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What the cache counts. Thread-safe; counting does not allocate. */
public final class CacheCounters {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder ageMillis = new LongAdder();

    /** Puts the counters on the scrape. */
    public void bind(MeterRegistry meters) {
        bind(meters, "cache.reads", "Reads of quotes by result", hits, "result", "hit");
        bind(meters, "cache.reads", "Reads of quotes by result", misses, "result", "miss");
        bind(meters, "cache.loads", "Misses that asked the second tier", loads);
        var _ = FunctionCounter.builder("cache.read.age.seconds", ageMillis, age -> age.doubleValue() / 1_000)
                .description("Sum of the ages of all values at the time they were read")
                .register(meters);
    }

    private static void bind(MeterRegistry meters, String name, String help, LongAdder adder, String... tags) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .tags(tags)
                .register(meters);
    }

    void hit(long valueAgeMillis) {
        hits.increment();
        if (valueAgeMillis < AGE_MILLIS_MAX) {
            ageMillis.add(valueAgeMillis);
        }
    }

    private static final long AGE_MILLIS_MAX = 86_400_000; // a quote that never came has no age to speak of

    void miss() {
        misses.increment();
    }

    void load() {
        loads.increment();
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }
}

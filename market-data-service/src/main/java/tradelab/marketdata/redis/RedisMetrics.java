package tradelab.marketdata.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the connections to Redis did, on the scrape. Thread-safe. */
public final class RedisMetrics {
    private final MeterRegistry meters;
    private final Timer latency;
    private final LongAdder connects = new LongAdder();
    private final LongAdder channelLosses = new LongAdder();
    private final Map<RedisFault, LongAdder> faults = new EnumMap<>(RedisFault.class);

    public RedisMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.latency = Timer.builder("redis.command")
                .description("From sending a command or batch to its answer")
                .publishPercentileHistogram()
                .register(meters);
        for (RedisFault fault : RedisFault.values()) {
            LongAdder adder = new LongAdder();
            faults.put(fault, adder);
            var _ = FunctionCounter.builder("redis.errors", adder, LongAdder::doubleValue)
                    .description("Commands and connects that failed, by kind")
                    .tag("kind", fault.label())
                    .register(meters);
        }
        counter("redis.connects", "Attempts to connect", connects);
        counter("redis.channel.losses", "Times that invalidations stopped coming", channelLosses);
    }

    private void counter(String name, String help, LongAdder adder) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .register(meters);
    }

    void bind(RedisLink link) {
        gauge("redis.up", "1 while the connection to Redis works", link, up -> up.isUp() ? 1 : 0);
        gauge("redis.commands.waiting", "Commands without an answer yet", link, RedisLink::inFlight);
        for (RedisLink.Kind kind : RedisLink.Kind.values()) {
            var _ = Gauge.builder("redis.circuit.open", link, up -> up.circuit(kind) == Circuit.State.CLOSED ? 0 : 1)
                    .description("1 while Redis is not asked because it refused too often")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(meters);
        }
    }

    void bind(InvalidationChannel channel) {
        gauge("redis.channel.up", "1 while invalidations are proven to come", channel, up -> up.isUp() ? 1 : 0);
    }

    private <T> void gauge(String name, String help, T of, java.util.function.ToDoubleFunction<T> value) {
        var _ = Gauge.builder(name, of, value)
                .description(help)
                .strongReference(true)
                .register(meters);
    }

    void connecting() {
        connects.increment();
    }

    void channelLost() {
        channelLosses.increment();
    }

    void answered(long nanos) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts one failure; also for answers that were not what we wrote. */
    public void failed(RedisFault fault) {
        adder(fault).increment();
    }

    long failures(RedisFault fault) {
        return adder(fault).sum();
    }

    /** Returns all failures of Redis itself, without those of waiting for it. */
    public long errors() {
        return faults.entrySet().stream()
                .filter(entry -> entry.getKey() != RedisFault.AWAY && entry.getKey() != RedisFault.CIRCUIT_OPEN)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    private LongAdder adder(RedisFault fault) {
        return java.util.Objects.requireNonNull(faults.get(fault));
    }
}

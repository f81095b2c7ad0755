package tradelab.marketdata.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What all types of values share: the memory, the tier behind it, the fetches under way, and what was heard of changes.
 *
 * <p>Thread-safe. The memory is bounded by weight; which values stay is decided by W-TinyLFU, so a scan over many names
 * does not push out those that are asked for again and again.
 */
final class Tiers {
    /** Readers who may wait at a time; one more fails at once. */
    static final int WAITING_MAX = 100_000;

    /** Fetches under way above which nothing is read ahead of its readers. */
    private static final int READ_AHEAD_MAX = 1_000;

    private static final int FAILURES_MAX = 10_000;
    private static final int OVERHEAD_BYTES = 96; // an entry's objects, about

    final SharedTier shared;
    final CacheClock clock;
    final DoubleSupplier random;
    final LongFunction<Future<Void>> pause;
    final CacheSettings settings;
    final CacheCounters counters;
    final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
    final AtomicInteger waiting = new AtomicInteger();
    private final Map<CacheType, Consumer<CacheKey>> readAhead = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong generation = new AtomicLong(1);
    private final String instance;
    private final @Nullable Cache<CacheKey, Stored> memory;
    private final Cache<CacheKey, Long> failedUntilNanos;

    /**
     * @param instance unique among the replicas
     * @param random from 0, included, to 1, excluded; any thread
     * @param pause completes after so many milliseconds
     */
    Tiers(
            CacheSettings settings,
            String instance,
            SharedTier shared,
            CacheClock clock,
            DoubleSupplier random,
            LongFunction<Future<Void>> pause,
            CacheCounters counters) {
        this.settings = settings;
        this.instance = instance;
        this.shared = shared;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
        this.counters = counters;
        var _ = Require.range(
                "lease", settings.lease().toMillis(), settings.loadTimeout().toMillis() + 1, Integer.MAX_VALUE);
        this.memory = settings.memory() ? memory(settings.memoryMax().bytes(), counters) : null;
        this.failedUntilNanos = Caffeine.newBuilder()
                .maximumSize(FAILURES_MAX)
                .executor(Runnable::run)
                .build();
    }

    /** Maintenance runs on the caller's thread: a pool's would take an eighth of the processor from the event loops. */
    private static Cache<CacheKey, Stored> memory(long bytesMax, CacheCounters counters) {
        return Caffeine.newBuilder()
                .maximumWeight(Require.range("memoryMax", bytesMax, 1, Long.MAX_VALUE))
                .weigher((CacheKey key, Stored value) ->
                        OVERHEAD_BYTES + key.name().length() + value.weight())
                .evictionListener((@Nullable CacheKey key, @Nullable Stored _, RemovalCause _) -> {
                    if (key != null) {
                        counters.of(key.type()).evicted();
                    }
                })
                .executor(Runnable::run)
                .build();
    }

    String token() {
        return instance + "-" + tokens.incrementAndGet();
    }

    @Nullable
    Stored held(CacheKey key) {
        return memory == null ? null : memory.getIfPresent(key);
    }

    Flight flight(long needNanos, long nowNanos, boolean asked) {
        return new Flight(
                needNanos, generation.get(), nowNanos + settings.waitMax().toNanos(), asked);
    }

    long generation() {
        return generation.get();
    }

    boolean coherent() {
        return !shared.present() || shared.coherent();
    }

    /** Returns whether no change of it can have been missed, or it is our own and changes cannot be heard of anyway. */
    boolean proven(Stored value) {
        return value.generation() == generation.get() && (value.fetchedHere() || coherent());
    }

    /** Keeps what a flight brought; if a change was heard of meanwhile, only for when nothing better can be had. */
    void remember(CacheKey key, Flight flight, Stored value) {
        if (memory != null) {
            var _ = memory.asMap().compute(key, (_, known) -> {
                Stored brought = flight.spoiled() ? value.unproven() : value;
                return known != null && (flight.spoiled() || newer(known, value)) ? known : brought;
            });
        }
    }

    /** Keeps what was written here, unless a newer one is known. */
    void remember(CacheKey key, Stored value) {
        if (memory != null) {
            var _ = memory.asMap().merge(key, value, (known, now) -> newer(known, now) ? known : now);
        }
    }

    private boolean newer(Stored known, Stored than) {
        return proven(known) && !known.absent() && known.madeNanos() > than.madeNanos();
    }

    void failed(CacheKey key) {
        failedUntilNanos.put(key, clock.nanos() + settings.ttl().failure().toNanos());
    }

    boolean failedLately(CacheKey key) {
        Long until = failedUntilNanos.getIfPresent(key);
        return until != null && clock.nanos() - until < 0;
    }

    /** @param fetch begins a fetch of a key of this type */
    void onReadAhead(CacheType type, Consumer<CacheKey> fetch) {
        var _ = readAhead.put(type, fetch);
    }

    /**
     * Takes in that others have changed it. What was read since its last change will be again: it is fetched at once,
     * so that its readers need not wait for Redis, and agree sooner. What nobody reads is only dropped.
     */
    void heard(CacheKey key) {
        Stored known = memory == null ? null : memory.policy().getIfPresentQuietly(key);
        boolean wanted = known != null && !known.absent() && known.wasRead() && proven(known);
        changed(key);
        Consumer<CacheKey> fetch = readAhead.get(key.type());
        if (wanted && fetch != null && shared.usable() && flights.size() < READ_AHEAD_MAX) {
            fetch.accept(key);
        }
    }

    /** The flight is told before the copy is: what it puts there comes before, or not at all. */
    void changed(CacheKey key) {
        counters.of(key.type()).invalidated();
        Flight flight = flights.get(key);
        if (flight != null && !flight.changed()) {
            var _ = flights.remove(key, flight);
        }
        demote(key);
    }

    void spoil(CacheKey key) {
        Flight flight = flights.remove(key);
        if (flight != null) {
            flight.spoil();
        }
    }

    /** It is not believed any more, and stays for readers who take what nothing better can be had for. */
    private void demote(CacheKey key) {
        if (memory != null) {
            var _ = memory.asMap().computeIfPresent(key, (_, known) -> known.absent() ? null : known.unproven());
        }
    }

    void forget(CacheKey key) {
        if (memory != null) {
            memory.invalidate(key);
        }
    }

    /** No copy is believed any more; they stay for readers who take what nothing better can be had for. */
    void allChanged() {
        var _ = generation.incrementAndGet();
        counters.flushed();
        for (CacheKey key : flights.keySet()) {
            Flight flight = flights.get(key);
            if (flight != null && !flight.changed()) {
                var _ = flights.remove(key, flight);
            }
        }
    }

    long weight() {
        return memory == null
                ? 0
                : memory.policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L);
    }
}

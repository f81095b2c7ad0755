package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Wire;
import tradelab.marketdata.MarketDataSettings;
import tradelab.marketdata.redis.RedisException;
import tradelab.marketdata.redis.RedisFault;
import tradelab.runtime.settings.Settings;

/** Replicas that share a store by the rules of Redis, in virtual time and without threads. */
final class TestCluster {
    static final Wire<String> TEXT = new Wire<>(Buffer::buffer, Buffer::toString);

    final VirtualTime time = new VirtualTime();
    final List<Node> nodes = new ArrayList<>();
    private final Map<CacheKey, Kept> values = new HashMap<>();
    private final Map<CacheKey, Lease> leases = new HashMap<>();
    private final CacheSettings settings;
    private final SplittableRandom random;

    /** How long an answer of the store takes, and an invalidation; 0 is at once. */
    long answerMillis;

    long pushMillis;

    private record Kept(SharedValue value, long untilNanos) {}

    private record Lease(String token, long untilNanos) {}

    TestCluster(int nodes, long seed, Map<String, String> settings) {
        this.settings = settings(settings);
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < nodes; i++) {
            this.nodes.add(new Node(i));
        }
    }

    /** Reading settings takes longer than a whole try of a property. */
    private static final Map<Map<String, String>, CacheSettings> KNOWN = new ConcurrentHashMap<>();

    static CacheSettings settings(Map<String, String> changed) {
        return KNOWN.computeIfAbsent(changed, _ -> {
            Map<String, String> keys =
                    new HashMap<>(Map.of("market-data.http.port", "0", "market-data.management.port", "0"));
            changed.forEach((key, value) -> keys.put("market-data.cache." + key, value));
            return Settings.load(keys, Map.of(), List.of(MarketDataSettings.class))
                    .get(MarketDataSettings.class)
                    .cache();
        });
    }

    /** A replica's memory alone, on a clock of its own. */
    static Tiers alone(CacheClock clock, Map<String, String> changed) {
        return new Tiers(
                settings(changed),
                "alone",
                NoSharedTier.INSTANCE,
                clock,
                () -> 0.5,
                _ -> io.vertx.core.Promise.<Void>promise().future(),
                new CacheCounters());
    }

    /** What a feed of another replica writes. */
    void write(CacheType type, String name, Buffer body, long madeEpochMillis, long keepMillis) {
        CacheKey key = new CacheKey(type, name);
        values.put(key, new Kept(new SharedValue(true, madeEpochMillis, 0, 0, body), until(keepMillis)));
        push(key);
    }

    /** FLUSHALL. */
    void flush() {
        values.clear();
        leases.clear();
        nodes.stream().filter(node -> node.hears).forEach(node -> node.tiers.allChanged());
    }

    private long until(long millis) {
        return time.nanos() + millis * 1_000_000;
    }

    private @Nullable SharedValue value(CacheKey key) {
        Kept kept = values.get(key);
        return kept == null || kept.untilNanos <= time.nanos() ? null : kept.value;
    }

    private @Nullable Lease lease(CacheKey key) {
        Lease lease = leases.get(key);
        return lease == null || lease.untilNanos <= time.nanos() ? null : lease;
    }

    private void push(CacheKey key) {
        for (Node node : nodes) {
            if (node.hears && !node.dead) {
                var _ = after(pushMillis).onSuccess(_ -> node.heard(key));
            }
        }
    }

    private Future<Void> after(long millis) {
        return millis == 0 ? Future.succeededFuture() : time.pause(millis);
    }

    /** One replica. */
    final class Node implements SharedTier {
        final Tiers tiers;
        final CacheCounters counters = new CacheCounters();
        boolean away;
        boolean hears = true;
        boolean dead;
        int reads;

        Node(int number) {
            this.tiers = new Tiers(settings, "node" + number, this, time, random::nextDouble, time::pause, counters);
        }

        TieredCache<String> cache(CacheType type, @Nullable Upstream<String> upstream) {
            return new TieredCache<>(tiers, type, TEXT, upstream);
        }

        /** The channel of changes ends, and later stands again. */
        void deaf() {
            hears = false;
            tiers.allChanged();
        }

        void hearing() {
            tiers.allChanged();
            hears = true;
        }

        private void heard(CacheKey key) {
            if (hears && !dead) {
                tiers.heard(key);
            }
        }

        private <T> Future<T> answer(Supplier<T> command) {
            if (away) {
                return Future.failedFuture(new RedisException(RedisFault.AWAY, "Redis is away"));
            }
            T answer = command.get();
            return after(answerMillis)
                    .compose(_ -> dead ? io.vertx.core.Promise.<T>promise().future() : Future.succeededFuture(answer));
        }

        @Override
        public boolean present() {
            return true;
        }

        @Override
        public boolean usable() {
            return !away;
        }

        @Override
        public boolean coherent() {
            return hears && !away;
        }

        @Override
        public void get(CacheKey key, Answer answer) {
            reads++;
            var _ = answer(() -> Optional.ofNullable(value(key)))
                    .onComplete(end -> answer.is(end.succeeded() ? end.result().orElse(null) : null, end.cause()));
        }

        @Override
        public Future<Lead> lead(CacheKey key, String token, long leaseMillis) {
            return answer(() -> {
                Lease held = lease(key);
                if (held == null) {
                    leases.put(key, new Lease(token, until(leaseMillis)));
                    return new Lead(true, 0, value(key));
                }
                return new Lead(false, (held.untilNanos - time.nanos()) / 1_000_000, value(key));
            });
        }

        @Override
        public Future<Boolean> publish(CacheKey key, String token, SharedValue value, long keepMillis) {
            return answer(() -> {
                Lease held = lease(key);
                if (held == null || !held.token.equals(token)) {
                    return false;
                }
                leases.remove(key);
                return store(key, value, keepMillis);
            });
        }

        private boolean store(CacheKey key, SharedValue value, long keepMillis) {
            SharedValue known = value(key);
            if (known != null && known.madeEpochMillis() > value.madeEpochMillis()) {
                return false;
            }
            values.put(key, new Kept(value, until(keepMillis)));
            push(key);
            return true;
        }

        @Override
        public Future<Boolean> yield(CacheKey key, String token, long millis) {
            return answer(() -> {
                Lease held = lease(key);
                boolean ours = held != null && held.token.equals(token);
                if (ours) {
                    leases.put(key, new Lease(token, until(millis)));
                }
                return ours;
            });
        }

        @Override
        public Future<Boolean> put(CacheKey key, SharedValue value, long keepMillis) {
            return answer(() -> store(key, value, keepMillis));
        }

        @Override
        public Future<Void> drop(CacheKey key) {
            return this.<Optional<Void>>answer(() -> {
                        values.remove(key);
                        leases.remove(key);
                        push(key);
                        return Optional.empty();
                    })
                    .mapEmpty();
        }
    }
}

package tradelab.marketdata.cache;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.contracts.Wire;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.redis.InvalidationChannel;
import tradelab.marketdata.redis.RedisLink;
import tradelab.marketdata.redis.RedisMetrics;
import tradelab.marketdata.redis.RedisSettings;

/**
 * The cache of one replica: its memory, its two connections to Redis, and the writing of what its feeds own.
 *
 * <p>The connections live on this verticle's event loop; the caches may be used from any thread, also before the
 * verticle is deployed and after it is gone: then there is only memory.
 */
public final class CacheVerticle extends VerticleBase {
    /** One quote in the form of a batch of one. */
    static final Wire<Quote> QUOTE = new Wire<>(
            quote -> QuoteBatch.WIRE.encode().apply(new QuoteBatch(List.of(quote))),
            bytes -> only(QuoteBatch.WIRE.decode().apply(bytes).quotes()));

    private final Tiers tiers;
    private final @Nullable RedisSide redis;
    private final HotSetKeeper hot;
    private final Set<CacheType> taken = EnumSet.noneOf(CacheType.class);

    /** Everything that is there only if Redis is. */
    private record RedisSide(
            RedisSettings settings,
            RedisLink link,
            InvalidationChannel channel,
            QuoteWriter writer,
            RedisMetrics metrics) {}

    /**
     * The second tier as its operator sees it.
     *
     * @param state UP, DOWN or OFF
     * @param problem why it is down, or an empty text
     */
    public record Status(String state, String problem, long written, long dropped, long errors) {}

    /**
     * @param instance unique among the replicas
     * @param owned the quotes that feeds of this replica write; only ever more of them
     */
    public CacheVerticle(
            CacheSettings settings,
            RedisSettings redisSettings,
            String instance,
            Supplier<List<QuoteEntry>> owned,
            CacheCounters counters,
            MeterRegistry meters) {
        RedisKeys keys = new RedisKeys(settings.namespace());
        if (redisSettings.enabled()) {
            RedisMetrics metrics = new RedisMetrics(meters);
            RedisLink link = new RedisLink(redisSettings, metrics);
            var channel = new InvalidationChannel(
                    redisSettings, link, metrics, keys.valuePrefix(), keys.beat(instance), listener(keys));
            this.redis = new RedisSide(
                    redisSettings, link, channel, new QuoteWriter(redisSettings, keys, owned, link, meters), metrics);
            this.tiers = tiers(
                    settings, instance, new RedisTier(redisSettings, link, metrics, keys, channel::isUp), counters);
        } else {
            this.redis = null;
            this.tiers = tiers(settings, instance, NoSharedTier.INSTANCE, counters);
        }
        this.hot = new HotSetKeeper(settings.warmUp(), keys, redis == null ? null : redis.link);
        counters.bind(meters);
        var _ = Gauge.builder("cache.memory.bytes", tiers, Tiers::weight)
                .description("Weight of the values in memory")
                .strongReference(true)
                .register(meters);
    }

    private static Quote only(List<Quote> quotes) {
        var _ = Require.range("quotes", quotes.size(), 1, 1);
        return quotes.getFirst();
    }

    private Tiers tiers(CacheSettings settings, String instance, SharedTier shared, CacheCounters counters) {
        return new Tiers(
                settings,
                instance,
                shared,
                CacheClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextDouble(),
                this::pause,
                counters);
    }

    private Future<Void> pause(long millis) {
        return vertx == null ? Future.succeededFuture() : vertx.timer(millis).mapEmpty();
    }

    private InvalidationChannel.Listener listener(RedisKeys keys) {
        return new InvalidationChannel.Listener() {
            @Override
            public void changed(String key) {
                keys.parse(key).ifPresent(tiers::heard);
            }

            @Override
            public void allChanged() {
                tiers.allChanged();
                if (redis != null) {
                    redis.writer.writeAllAgain();
                }
            }
        };
    }

    /**
     * Returns the cache of one type; each type can be taken once.
     *
     * @param upstream where values come from that no tier has, if anywhere
     */
    public <T> ValueCache<T> cache(CacheType type, Wire<T> wire, @Nullable Upstream<T> upstream) {
        if (!taken.add(type)) {
            throw new IllegalStateException("type: " + type + " has a cache already");
        }
        TypeCounters counters = tiers.counters.of(type);
        return new TieredCache<>(
                tiers,
                type,
                wire,
                upstream == null
                        ? null
                        : name -> {
                            counters.called();
                            return upstream.load(name);
                        });
    }

    /** The same, for an upstream that tells many values by one call: what is missing at a time is asked for together. */
    public <T> ValueCache<T> cacheOfMany(CacheType type, Wire<T> wire, BulkUpstream<T> upstream) {
        if (!taken.add(type)) {
            throw new IllegalStateException("type: " + type + " has a cache already");
        }
        return new TieredCache<>(
                tiers, type, wire, new Gathering<>(upstream, this::pause, tiers.settings, tiers.counters.of(type)));
    }

    /**
     * Returns the cache of quotes that other replicas feed.
     *
     * @param upstream who feeds them, if that can be told
     */
    public ValueCache<Quote> quotes(@Nullable BulkUpstream<Quote> upstream) {
        return upstream == null ? cache(CacheType.TICKER, QUOTE, null) : cacheOfMany(CacheType.TICKER, QUOTE, upstream);
    }

    /** Returns what is asked for most; reads are counted there. */
    public HotSetKeeper hot() {
        return hot;
    }

    /** Returns the state of Redis. Any thread. */
    public Status status() {
        return redis == null
                ? new Status("OFF", "", 0, 0, 0)
                : new Status(
                        redis.link.isUp() ? "UP" : "DOWN",
                        redis.link.problem(),
                        redis.writer.written(),
                        redis.writer.dropped(),
                        redis.metrics.errors());
    }

    /** Returns whether copies in memory are proven to be current. Any thread. */
    public boolean coherent() {
        return tiers.coherent();
    }

    @Override
    public Future<?> start() {
        if (redis != null) {
            redis.link.start(vertx, () -> {
                redis.writer.writeAllAgain();
                hot.warmUp(vertx);
            });
            redis.channel.start(vertx);
            var _ = vertx.setPeriodic(Math.max(1, redis.settings.flushInterval().toMillis()), _ -> {
                var _ = redis.writer.flush();
            });
        }
        hot.start(vertx);
        return Future.succeededFuture(); // a Redis that is away is no reason not to start
    }

    @Override
    public Future<?> stop() {
        Future<Void> saved = hot.stop();
        return redis == null
                ? saved
                : saved.transform(_ -> redis.writer.flush())
                        .transform(_ -> redis.channel.close())
                        .transform(_ -> redis.link.close());
    }
}

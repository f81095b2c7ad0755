package tradelab.cli.local;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.stores.EmbeddedRedisServer;

/**
 * Real PostgreSQL and Redis servers for one machine, unless the settings name others. PostgreSQL is durable: what is
 * acknowledged survives {@code kill -9}.
 */
public final class LocalStores implements AutoCloseable {
    private final @Nullable EmbeddedPostgresServer postgres;
    private final @Nullable EmbeddedRedisServer redis;

    private LocalStores(@Nullable EmbeddedPostgresServer postgres, @Nullable EmbeddedRedisServer redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    /** Starts, side by side, the stores that {@code settings} do not name. */
    public static LocalStores start(Map<String, String> settings) {
        CompletableFuture<@Nullable EmbeddedPostgresServer> postgres =
                named(settings, "trading.postgres.", "TRADING_POSTGRES_")
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.supplyAsync(() -> EmbeddedPostgresServer.start(null, true));
        CompletableFuture<@Nullable EmbeddedRedisServer> redis =
                named(settings, "market-data.redis.", "MARKET_DATA_REDIS_")
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.supplyAsync(EmbeddedRedisServer::start);
        try {
            return new LocalStores(postgres.join(), redis.join());
        } catch (CompletionException e) {
            postgres.thenAccept(LocalStores::close).exceptionally(_ -> null);
            redis.thenAccept(LocalStores::close).exceptionally(_ -> null);
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Returns the settings that lead the services to these stores. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        EmbeddedPostgresServer database = postgres;
        if (database != null) {
            for (String owner : new String[] {"trading", "report"}) {
                settings.put(owner + ".postgres.host", database.host());
                settings.put(owner + ".postgres.port", Integer.toString(database.port()));
                settings.put(owner + ".postgres.database", database.database());
                settings.put(owner + ".postgres.user", database.user());
                settings.put(owner + ".postgres.password", database.password());
            }
        }
        EmbeddedRedisServer cache = redis;
        if (cache != null) {
            settings.put("market-data.redis.host", cache.host());
            settings.put("market-data.redis.port", Integer.toString(cache.port()));
        }
        return settings;
    }

    @Override
    public void close() {
        close(redis);
        close(postgres);
    }

    private static void close(@Nullable AutoCloseable store) {
        if (store == null) {
            return;
        }
        try {
            store.close();
        } catch (Exception e) {
            throw new IllegalStateException("a store did not stop", e);
        }
    }

    private static boolean named(Map<String, String> settings, String prefix, String variablePrefix) {
        return settings.keySet().stream().anyMatch(key -> key.startsWith(prefix))
                || System.getenv().keySet().stream().anyMatch(key -> key.startsWith(variablePrefix));
    }
}

package tradelab.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.stores.EmbeddedRedisServer;

/**
 * Real PostgreSQL and Redis servers for one machine, unless the settings name others. PostgreSQL is durable: what is
 * acknowledged survives {@code kill -9}.
 *
 * <p>The servers start while the services do; those wait for theirs.
 */
public final class LocalStores implements AutoCloseable {
    private static final int PORT_FROM = 15_000;
    private static final int PORT_TO = 30_000;
    private static final int PORT_ATTEMPTS_MAX = 100;

    private final Map<String, String> settings = new HashMap<>();
    private final CompletableFuture<@Nullable EmbeddedPostgresServer> postgres;
    private final CompletableFuture<@Nullable EmbeddedRedisServer> redis;

    private LocalStores(boolean ownPostgres, boolean ownRedis) {
        if (ownPostgres) {
            int port = freePort();
            name("trading.postgres.", port);
            name("report.postgres.", port);
            postgres = CompletableFuture.supplyAsync(() -> EmbeddedPostgresServer.start(null, true, port));
        } else {
            postgres = CompletableFuture.completedFuture(null);
        }
        if (ownRedis) {
            int port = freePort();
            name("market-data.redis.", port);
            redis = CompletableFuture.supplyAsync(() -> EmbeddedRedisServer.start(port));
        } else {
            redis = CompletableFuture.completedFuture(null);
        }
    }

    /** Begins to start, side by side, the stores that {@code settings} do not name. */
    public static LocalStores begin(Map<String, String> settings) {
        return new LocalStores(
                !named(settings, "trading.postgres.", "TRADING_POSTGRES_"),
                !named(settings, "market-data.redis.", "MARKET_DATA_REDIS_"));
    }

    /** Starts the stores that {@code settings} do not name, and returns when they serve. */
    public static LocalStores start(Map<String, String> settings) {
        LocalStores stores = begin(settings);
        stores.await();
        return stores;
    }

    /**
     * Waits until the stores serve.
     *
     * @throws tradelab.stores.StoreException if one cannot start; what had started is stopped again
     */
    public void await() {
        try {
            CompletableFuture.allOf(postgres, redis).join();
        } catch (CompletionException e) {
            close();
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Returns the settings that lead the services to these stores. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    @Override
    public void close() {
        var _ = redis.thenAccept(LocalStores::close).exceptionally(_ -> null).join();
        var _ = postgres.thenAccept(LocalStores::close).exceptionally(_ -> null).join();
    }

    private void name(String prefix, int port) {
        settings.put(prefix + "host", "127.0.0.1");
        settings.put(prefix + "port", Integer.toString(port));
    }

    /**
     * Returns a free port below the range that outgoing connections use: a client that tries a port of that range before
     * its server is there may be given that very port for its own end, and talk to itself.
     */
    static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_FROM, PORT_TO);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // Taken: another one.
            }
        }
        throw new CommandException(ExitCode.OTHER, "no free port from " + PORT_FROM + " to " + PORT_TO);
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

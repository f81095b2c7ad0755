package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.marketdata.reconnect.Backoff;

/**
 * One connection to Redis that comes back by itself.
 *
 * <p>The client has no command timer and no reconnect of its own. Here every command has a timeout; the first one that
 * passes it ends the connection, because whatever comes behind it would wait as well. Each attempt uses a client of its
 * own: closing a client closes its socket, while a connection given back to a pool may be handed out frozen.
 *
 * <p>Owned by one verticle; {@link #isUp} and {@link #problem} may be asked from any thread.
 */
final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final int ATTEMPTS_PER_MINUTE = 120;
    private static final int POOL_CLEANER_MILLIS = 30_000;
    private static final int RECYCLE_MILLIS = 180_000;
    private static final int NESTED_ARRAYS_MAX = 8;

    private final RedisSettings settings;
    private final Backoff backoff;
    private @Nullable Vertx vertx;
    private @Nullable Redis client;
    private volatile @Nullable RedisConnection connection;
    private volatile String problem = "not connected yet";
    private boolean closed;

    /** A command, or a batch of them. */
    interface Work<T> extends Function<RedisConnection, Future<T>> {}

    /** There is no connection now. */
    static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AwayException(String message) {
            super(message, null, false, false);
        }
    }

    RedisLink(RedisSettings settings) {
        this.settings = settings;
        this.backoff = new Backoff(
                settings.reconnectFirst(), settings.reconnectLongest(), ATTEMPTS_PER_MINUTE, new SplittableRandom());
    }

    void start(Vertx owner) {
        vertx = owner;
        scheduleConnect(owner);
    }

    boolean isUp() {
        return connection != null;
    }

    String problem() {
        return problem;
    }

    <T> Future<T> run(Work<T> work) {
        RedisConnection now = connection;
        if (now == null) {
            return Future.failedFuture(new AwayException("Redis is away: " + problem));
        }
        return work.apply(now)
                .timeout(settings.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    if (!(cause instanceof ErrorType)) { // an error reply leaves the connection in order
                        lost(now, String.valueOf(cause.getMessage()));
                    }
                });
    }

    Future<Void> close() {
        closed = true;
        connection = null;
        Redis now = client;
        client = null;
        return now == null ? Future.succeededFuture() : now.close();
    }

    private void scheduleConnect(Vertx owner) {
        long delayMillis = Math.max(1, backoff.nextDelayMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        var _ = owner.setTimer(delayMillis, _ -> connect(owner));
    }

    private void connect(Vertx owner) {
        if (closed) {
            return;
        }
        Redis attempt = Redis.createClient(owner, options());
        client = attempt;
        attempt.connect()
                .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(made -> connected(attempt, made))
                .onFailure(cause -> {
                    if (client == attempt) {
                        retry(owner, attempt, String.valueOf(cause.getMessage()));
                    }
                });
    }

    private void connected(Redis attempt, RedisConnection made) {
        if (client != attempt) {
            return;
        }
        made.exceptionHandler(cause -> lost(made, String.valueOf(cause.getMessage())));
        made.endHandler(_ -> lost(made, "connection closed"));
        connection = made;
        problem = "";
        backoff.succeeded();
        LOG.info("event=redis_connected host={} port={}", settings.host(), settings.port());
    }

    private void lost(RedisConnection which, String reason) {
        Redis now = client;
        Vertx owner = vertx;
        if (connection == which && !closed && now != null && owner != null) {
            retry(owner, now, reason);
        }
    }

    private void retry(Vertx owner, Redis failed, String reason) {
        if (problem.isEmpty() || !problem.equals(reason)) {
            LOG.warn("event=redis_away host={} port={} reason={}", settings.host(), settings.port(), reason);
        }
        connection = null;
        client = null;
        problem = reason;
        failed.close().onFailure(cause -> LOG.debug("event=redis_close_failed", cause));
        if (!closed) {
            scheduleConnect(owner);
        }
    }

    private RedisOptions options() {
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReconnectAttempts(0);
        RedisOptions options = new RedisOptions()
                .setConnectionString("redis://" + settings.host() + ":" + settings.port())
                .setNetClientOptions(net)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(settings.inFlightMax() + 2 * settings.batchMax())
                .setMaxNestedArrays(NESTED_ARRAYS_MAX)
                .setPoolCleanerInterval(POOL_CLEANER_MILLIS)
                .setPoolRecycleTimeout(RECYCLE_MILLIS);
        settings.password().ifPresent(password -> options.setPassword(password.value()));
        return options;
    }
}

package tradelab.marketdata.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.marketdata.reconnect.Backoff;

/**
 * The connection on which Redis tells which keys have changed, and nothing else: {@code CLIENT TRACKING ON BCAST}.
 *
 * <p>It is never used for commands, because the client takes a push that arrives before an answer for the answer. So it
 * cannot be asked whether it lives; instead each replica renews a key of its own under the same prefix again and again
 * through the command connection, and whoever hears of any change knows that changes come through. Silence for longer
 * than the beat's timeout, or the end of the connection, is a loss.
 *
 * <p>The listener hears that all has changed before the channel counts as up, and after it counts as down.
 */
public final class InvalidationChannel {
    private static final Logger LOG = LoggerFactory.getLogger(InvalidationChannel.class);
    private static final int ATTEMPTS_PER_MINUTE = 120;

    /** A set of a memory-poor Redis would be refused; moving an expiry is not. */
    private static final String BEAT =
            "if redis.call('PEXPIRE',KEYS[1],ARGV[1])==0 then redis.call('SET',KEYS[1],'1','PX',ARGV[1]) end return 1";

    private final RedisSettings settings;
    private final RedisLink link;
    private final RedisMetrics metrics;
    private final String prefix;
    private final String beatKey;
    private final Listener listener;
    private final Backoff backoff;
    private @Nullable Vertx vertx;
    private @Nullable Redis client;
    private volatile boolean up;
    private long lastPushNanos;
    private boolean closed;

    /** Hears of changes, on the event loop of the channel. */
    public interface Listener {
        /** The value of this key may be another one now. */
        void changed(String key);

        /** Anything may be another one now: all was flushed, or changes were missed. */
        void allChanged();
    }

    /**
     * @param prefix of the keys to hear of
     * @param beatKey under the same prefix, and no other replica's
     */
    public InvalidationChannel(
            RedisSettings settings,
            RedisLink link,
            RedisMetrics metrics,
            String prefix,
            String beatKey,
            Listener listener) {
        this.settings = settings;
        this.link = link;
        this.metrics = metrics;
        this.prefix = prefix;
        this.beatKey = beatKey;
        this.listener = listener;
        this.backoff = new Backoff(
                settings.reconnectFirst(), settings.reconnectLongest(), ATTEMPTS_PER_MINUTE, new SplittableRandom());
        metrics.bind(this);
    }

    /** Connects from now on, on the event loop of the link. */
    public void start(Vertx owner) {
        vertx = owner;
        var _ = owner.setPeriodic(settings.beatInterval().toMillis(), _ -> beat(System.nanoTime()));
        scheduleConnect(owner);
    }

    /** Returns whether invalidations are proven to come. Any thread. */
    public boolean isUp() {
        return up;
    }

    /** Ends the connection for good. */
    public Future<Void> close() {
        closed = true;
        up = false;
        Redis now = client;
        client = null;
        return now == null ? Future.succeededFuture() : now.close();
    }

    private void beat(long nowNanos) {
        Redis now = client;
        if (isUp()
                && now != null
                && nowNanos - lastPushNanos > settings.beatTimeout().toNanos()) {
            lost(now, "no invalidation within " + settings.beatTimeout().toMillis() + " ms");
        }
        if (link.isUp()) {
            var _ = link.send(
                    RedisLink.Kind.READ, // not refused by a full Redis, so not held back by its circuit either
                    Request.cmd(Command.EVAL)
                            .arg(BEAT)
                            .arg(1)
                            .arg(beatKey)
                            .arg(10 * settings.beatTimeout().toMillis()));
        }
    }

    private void scheduleConnect(Vertx owner) {
        long delayMillis = Math.max(1, backoff.nextDelayMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        var _ = owner.setTimer(delayMillis, _ -> connect(owner));
    }

    private void connect(Vertx owner) {
        if (closed) {
            return;
        }
        Redis attempt = RedisConnections.client(owner, settings);
        client = attempt;
        attempt.connect()
                .compose(made -> track(attempt, made))
                .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(_ -> connected(attempt))
                .onFailure(cause -> {
                    metrics.failed(RedisFault.of(cause));
                    lost(attempt, RedisFault.of(cause) + ": " + cause.getMessage());
                });
    }

    private Future<?> track(Redis attempt, RedisConnection made) {
        made.handler(push -> pushed(attempt, push));
        made.exceptionHandler(cause -> lost(attempt, String.valueOf(cause.getMessage())));
        made.endHandler(_ -> lost(attempt, "connection closed"));
        return made.send(Request.cmd(Command.CLIENT)
                .arg("TRACKING")
                .arg("ON")
                .arg("BCAST")
                .arg("PREFIX")
                .arg(prefix));
    }

    private void connected(Redis attempt) {
        if (client != attempt) {
            return;
        }
        lastPushNanos = System.nanoTime();
        backoff.succeeded();
        listener.allChanged();
        up = true;
        LOG.info("event=redis_invalidations_on host={} port={}", settings.host(), settings.port());
    }

    private void pushed(Redis attempt, Response push) {
        if (client != attempt || push.type() != ResponseType.PUSH || push.size() < 2) {
            return;
        }
        lastPushNanos = System.nanoTime();
        Response keys = push.get(1);
        if (keys == null || keys.type() != ResponseType.MULTI) {
            listener.allChanged(); // FLUSHALL or FLUSHDB
            return;
        }
        for (Response key : keys) {
            listener.changed(key.toString());
        }
    }

    private void lost(Redis which, String reason) {
        Vertx owner = vertx;
        if (client != which || closed || owner == null) {
            return;
        }
        client = null;
        if (up) {
            up = false;
            metrics.channelLost();
            listener.allChanged();
            LOG.warn("event=redis_invalidations_off host={} reason={}", settings.host(), reason);
        }
        which.close().onFailure(cause -> LOG.debug("event=redis_close_failed", cause));
        scheduleConnect(owner);
    }
}

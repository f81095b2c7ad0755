package tradelab.trading.venue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket to a venue that comes back whenever it is lost, and takes silence for a loss.
 *
 * <p>Not thread-safe: one event loop owns it. What goes over it is never logged here: it may hold secrets.
 */
public final class SocketLine {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLine.class);
    private static final long BACKOFF_MILLIS_MIN = 100;
    private static final long BACKOFF_MILLIS_MAX = 10_000;
    private static final int FRAME_MAX = 16 * 1024 * 1024;
    private static final long WATCH_MILLIS = 250;

    /** Who speaks over the line. */
    public interface Owner {
        /** Bytes can go; whatever a login is comes first. */
        void opened();

        void heard(String text);

        /** What was sent before may have arrived or not. A new connection is on its way. */
        void lost(String why);

        /** A moment has passed while the line is open. */
        default void watched() {}
    }

    private final Vertx vertx;
    private final String uri;
    private final Duration connectTimeout;
    private final long silenceNanosMax;
    private final Owner owner;
    private final WebSocketClient client;
    private final long watch;
    private @Nullable WebSocket socket;
    private boolean closed;
    private long heardNanos;
    private long backoffMillis = BACKOFF_MILLIS_MIN;

    /** @param silenceMax a line that says nothing for longer is dropped */
    public SocketLine(Vertx vertx, String uri, Duration connectTimeout, Duration silenceMax, Owner owner) {
        this.vertx = vertx;
        this.uri = uri;
        this.connectTimeout = connectTimeout;
        this.silenceNanosMax = silenceMax.toNanos();
        this.owner = owner;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setMaxFrameSize(FRAME_MAX)
                .setMaxMessageSize(FRAME_MAX)
                .setMaxConnections(2)
                .setTryUsePerMessageCompression(false)
                .setTrustAll(false)
                .setVerifyHost(true)
                .setTcpNoDelay(true)
                .setClosingTimeout(1)
                .setSsl(uri.startsWith("wss")));
        this.watch = vertx.setPeriodic(WATCH_MILLIS, _ -> watch());
    }

    /** Begins to connect, and never stops trying to until it is closed. */
    public void connect() {
        if (closed) {
            return;
        }
        client.connect(new WebSocketConnectOptions().setAbsoluteURI(uri).setTimeout(connectTimeout.toMillis()))
                .onSuccess(this::opened)
                .onFailure(cause -> lost(String.valueOf(cause.getMessage())));
    }

    /** Sends a frame. Returns false if there is no connection: then no byte has left. */
    public boolean send(String text) {
        WebSocket current = socket;
        if (current == null) {
            return false;
        }
        var _ = current.writeTextMessage(text); // what fails to be written ends the connection, and that is heard
        return true;
    }

    /** The other side has taken us in: after a loss the first try may come soon again. */
    public void settled() {
        backoffMillis = BACKOFF_MILLIS_MIN;
    }

    /** Gives this connection up; another one follows. */
    public void drop(String why) {
        WebSocket current = socket;
        if (current != null) {
            LOG.warn("event=venue_line_dropped uri={} cause=\"{}\"", uri, why);
            socket = null;
            var _ = current.close((short) 1001, "dropped");
            lost(why);
        }
    }

    public Future<Void> close() {
        closed = true;
        var _ = vertx.cancelTimer(watch);
        return client.close();
    }

    private void opened(WebSocket opened) {
        if (closed) {
            var _ = opened.close();
            return;
        }
        socket = opened;
        heardNanos = System.nanoTime();
        opened.textMessageHandler(text -> {
            if (socket == opened) {
                heardNanos = System.nanoTime();
                owner.heard(text);
            }
        });
        opened.exceptionHandler(cause -> LOG.debug("event=venue_line_error cause={}", cause.toString()));
        opened.closeHandler(_ -> {
            if (socket == opened) {
                socket = null;
                lost("closed " + opened.closeStatusCode());
            }
        });
        owner.opened();
    }

    private void lost(String why) {
        if (closed) {
            return;
        }
        owner.lost(why);
        long wait = backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis / 2 + 1);
        backoffMillis = Math.min(BACKOFF_MILLIS_MAX, 2 * backoffMillis);
        var _ = vertx.setTimer(wait, _ -> connect());
    }

    private void watch() {
        if (socket == null) {
            return;
        }
        if (System.nanoTime() - heardNanos > silenceNanosMax) {
            drop("silent");
        } else {
            owner.watched();
        }
    }
}

package tradelab.marketdata.feed;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.marketdata.reconnect.Backoff;

/** One connection to the venue that comes back by itself, and the session on it. Owned by the feed's event loop. */
final class FeedSocket implements BitfinexSession.Output {
    private static final Logger LOG = LoggerFactory.getLogger(FeedSocket.class);
    private static final long REPORT_MILLIS = 1_000;

    private final Vertx vertx;
    private final WebSocketClient client;
    private final BitfinexSettings settings;
    private final Backoff backoff;
    private final FeedCounters counters;
    private final LongSupplier epochMillis;
    private final BitfinexSession session;
    private final int messageMax;
    private byte[] bytes = new byte[64 * 1024];
    private int length;
    private @Nullable WebSocket socket;
    private String problem = "not connected yet";
    private long reportedMillis;
    private long unreported;
    private boolean closed;

    FeedSocket(
            Vertx vertx,
            WebSocketClient client,
            BitfinexSettings settings,
            List<Subscription> subscriptions,
            Backoff backoff,
            FeedCounters counters,
            LongSupplier epochMillis) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.backoff = backoff;
        this.counters = counters;
        this.epochMillis = epochMillis;
        this.messageMax = settings.messageMax().asInt();
        this.session = new BitfinexSession(subscriptions, settings.bookLength(), counters, this);
    }

    boolean isConnected() {
        return socket != null;
    }

    String problem() {
        return problem;
    }

    void add(List<Subscription> more) {
        session.add(more, epochMillis.getAsLong());
    }

    void remove(InstrumentFeed feed) {
        session.remove(feed);
    }

    /** Returns how many channels it has. */
    int channels() {
        return session.size();
    }

    void start() {
        long delayMillis = Math.max(1, backoff.nextDelayMillis(epochMillis.getAsLong()));
        var _ = vertx.setTimer(delayMillis, _ -> connect());
    }

    void tick() {
        session.tick(epochMillis.getAsLong());
    }

    void close() {
        closed = true;
        end("stopped");
    }

    private void connect() {
        if (closed) {
            return;
        }
        client.connect(new WebSocketConnectOptions()
                        .setAbsoluteURI(settings.url())
                        .setTimeout(settings.connectTimeout().toMillis()))
                .onSuccess(this::opened)
                .onFailure(cause -> {
                    away(String.valueOf(cause.getMessage()));
                    retry();
                });
    }

    private void opened(WebSocket opened) {
        if (closed) {
            opened.close().onFailure(cause -> LOG.debug("event=feed_close_failed", cause));
            return;
        }
        socket = opened;
        length = 0;
        counters.connects.increment();
        LOG.info("event=feed_connected url={}", settings.url());
        opened.frameHandler(frame -> received(opened, frame));
        opened.exceptionHandler(cause -> ended(opened, String.valueOf(cause.getMessage())));
        opened.closeHandler(_ -> ended(opened, "closed by the venue, code " + opened.closeStatusCode()));
        problem = "";
        session.connected(epochMillis.getAsLong());
    }

    private void received(WebSocket from, WebSocketFrame frame) {
        if (from != socket || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        Buffer data = frame.binaryData();
        int total = length + data.length();
        if (total > messageMax) {
            reconnect("a message of more than " + messageMax + " bytes");
            return;
        }
        if (total > bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, Math.min(messageMax, Math.max(total, 2 * bytes.length)));
        }
        data.getBytes(bytes, length);
        length = total;
        if (frame.isFinal()) {
            length = 0;
            backoff.succeeded();
            session.message(bytes, total, epochMillis.getAsLong());
        }
    }

    private void ended(WebSocket which, String reason) {
        if (which == socket) {
            away(reason);
            retry();
        }
    }

    private void away(String reason) {
        if (!reason.equals(problem)) {
            LOG.warn("event=feed_away url={} reason={}", settings.url(), reason);
        }
        problem = reason;
        end(reason);
    }

    /** Ends the connection; every book knows before anybody can read another quote on this event loop. */
    private void end(String reason) {
        WebSocket now = socket;
        socket = null;
        if (now != null) {
            counters.disconnects.increment();
            session.disconnected(epochMillis.getAsLong());
            now.close().onFailure(cause -> LOG.debug("event=feed_close_failed reason={}", reason, cause));
        }
    }

    private void retry() {
        if (!closed) {
            start();
        }
    }

    @Override
    public void send(String message) {
        WebSocket now = socket;
        if (now != null) {
            now.writeTextMessage(message).onFailure(cause -> ended(now, String.valueOf(cause.getMessage())));
        }
    }

    @Override
    public void reconnect(String reason) {
        WebSocket now = socket;
        if (now != null) {
            ended(now, reason);
        }
    }

    @Override
    public void report(String event, String detail) {
        long nowMillis = epochMillis.getAsLong();
        if (nowMillis - reportedMillis < REPORT_MILLIS) {
            unreported++;
            return;
        }
        LOG.warn("event={} detail={} unreported={}", event, detail, unreported);
        reportedMillis = nowMillis;
        unreported = 0;
    }
}

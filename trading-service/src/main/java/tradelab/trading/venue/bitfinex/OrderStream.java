package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.venue.VenueEvents;

/**
 * The authenticated WebSocket: tells what happens to our orders, and comes back whenever it is lost.
 *
 * <p>Not thread-safe: one event loop owns it. The frame that authenticates is never logged.
 */
final class OrderStream {
    private static final Logger LOG = LoggerFactory.getLogger(OrderStream.class);
    private static final long BACKOFF_MILLIS_MIN = 100;
    private static final long BACKOFF_MILLIS_MAX = 10_000;
    private static final int FRAME_MAX = 16 * 1024 * 1024;

    private final Vertx vertx;
    private final BitfinexSettings settings;
    private final Signature signature;
    private final VenueEvents events;
    private final WebSocketClient client;
    private @Nullable WebSocket socket;
    private boolean closed;
    private boolean authenticated;
    private long heardNanos = System.nanoTime();
    private long backoffMillis = BACKOFF_MILLIS_MIN;
    private final long watch;

    OrderStream(Vertx vertx, BitfinexSettings settings, Signature signature, VenueEvents events) {
        this.vertx = vertx;
        this.settings = settings;
        this.signature = signature;
        this.events = events;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setMaxFrameSize(FRAME_MAX)
                .setMaxMessageSize(FRAME_MAX)
                .setMaxConnections(2)
                .setTryUsePerMessageCompression(false)
                .setTrustAll(false)
                .setVerifyHost(true)
                .setTcpNoDelay(true)
                .setClosingTimeout(1)
                .setSsl(settings.websocketUrl().startsWith("wss")));
        this.watch = vertx.setPeriodic(1_000, _ -> watch());
        connect();
    }

    Future<Void> close() {
        closed = true;
        var _ = vertx.cancelTimer(watch);
        return client.close();
    }

    private void connect() {
        if (closed) {
            return;
        }
        client.connect(new WebSocketConnectOptions()
                        .setAbsoluteURI(settings.websocketUrl())
                        .setTimeout(settings.connectTimeout().toMillis()))
                .onSuccess(this::opened)
                .onFailure(cause -> lost(String.valueOf(cause.getMessage())));
    }

    private void opened(WebSocket opened) {
        socket = opened;
        heardNanos = System.nanoTime();
        opened.textMessageHandler(text -> heard(opened, text));
        opened.exceptionHandler(cause -> LOG.debug("event=venue_stream_error cause={}", cause.toString()));
        opened.closeHandler(_ -> {
            if (socket == opened) {
                socket = null;
                lost("closed " + opened.closeStatusCode());
            }
        });
        long nonce = signature.nonce();
        String payload = "AUTH" + nonce;
        var _ = opened.writeTextMessage(Wire.JSON
                .createObjectNode()
                .put("event", "auth")
                .put("apiKey", settings.key().value())
                .put("authSig", signature.of(payload))
                .put("authNonce", nonce)
                .put("authPayload", payload)
                .toString());
    }

    private void lost(String why) {
        if (closed) {
            return;
        }
        if (authenticated) {
            LOG.warn("event=venue_stream_lost cause=\"{}\"", why);
        }
        authenticated = false;
        events.disconnected(why);
        long wait = backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis / 2 + 1);
        backoffMillis = Math.min(BACKOFF_MILLIS_MAX, 2 * backoffMillis);
        var _ = vertx.setTimer(wait, _ -> connect());
    }

    private void watch() {
        WebSocket current = socket;
        if (current != null
                && System.nanoTime() - heardNanos > settings.silenceMax().toNanos()) {
            LOG.warn("event=venue_stream_silent");
            var _ = current.close((short) 1001, "silent");
        }
    }

    private void heard(WebSocket from, String text) {
        heardNanos = System.nanoTime();
        if (from != socket) {
            return;
        }
        try {
            JsonNode frame = Wire.parse(text);
            if (frame.isObject()) {
                event(from, frame);
            } else if (frame.path(0).asLong(-1) == 0) {
                update(frame.path(1).asText(), frame.path(2));
            }
        } catch (RuntimeException e) {
            LOG.warn("event=venue_frame_unparsed cause=\"{}\" frame=\"{}\"", e.getMessage(), Wire.shortened(text));
        }
    }

    private void event(WebSocket from, JsonNode frame) {
        switch (frame.path("event").asText()) {
            case "auth" -> {
                if (frame.path("status").asText().equals("OK")) {
                    authenticated = true;
                    backoffMillis = BACKOFF_MILLIS_MIN;
                    LOG.info("event=venue_stream_open");
                    events.connected();
                } else {
                    LOG.error(
                            "event=venue_auth_refused code={}",
                            frame.path("code").asInt());
                    var _ = from.close();
                }
            }
            case "info" -> {
                if (frame.path("code").asInt() == 20051) {
                    var _ = from.close();
                }
            }
            default -> LOG.debug("event=venue_event frame={}", Wire.shortened(frame.toString()));
        }
    }

    private void update(String kind, JsonNode data) {
        switch (kind) {
            case "on", "ou", "oc" -> events.report(Wire.order(data));
            case "te", "tu" -> events.fill(Wire.fill(data));
            case "os" -> data.forEach(row -> events.report(Wire.order(row)));
            default -> {} // wallets, positions, notifications and beats say nothing about orders
        }
    }
}

package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.venue.NotWrittenException;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.SocketLine;
import tradelab.trading.venue.VenueEvents;

/**
 * The authenticated WebSocket: takes batches of orders, tells what happens to them, and comes back whenever it is lost.
 *
 * <p>Not thread-safe: one event loop owns it. The frame that authenticates is never logged.
 */
final class OrderStream implements SocketLine.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(OrderStream.class);
    private static final int RESTARTS = 20051;
    private static final int MAINTENANCE_BEGINS = 20060;
    private static final int MAINTENANCE_ENDS = 20061;

    /** The venue promises that it takes no longer. */
    private static final long MAINTENANCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(120);

    private final BitfinexSettings settings;
    private final Signature signature;
    private final VenueEvents events;
    private final SocketLine line;
    private final ObjLongConsumer<String> pause;
    private boolean authenticated;
    private boolean maintained;
    private @Nullable SocketBatch batch;

    OrderStream(
            Vertx vertx,
            BitfinexSettings settings,
            Signature signature,
            VenueEvents events,
            ObjLongConsumer<String> pause) {
        this.settings = settings;
        this.signature = signature;
        this.events = events;
        this.pause = pause;
        this.line =
                new SocketLine(vertx, settings.websocketUrl(), settings.connectTimeout(), settings.silenceMax(), this);
        line.connect();
    }

    /** Returns whether a batch can go now. */
    boolean isUp() {
        return authenticated && batch == null;
    }

    /**
     * Sends a batch. The venue does not say which batch an answer is for, so one is under way at a time; a connection that
     * does not answer in time is given up with its batch.
     *
     * @return fails with {@link NotWrittenException} if no byte has left; after any other failure the venue may have acted
     */
    Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
        long now = System.nanoTime();
        if (now - notAfterNanos > 0) {
            return Future.failedFuture(new NotWrittenException("the intent had become too old"));
        }
        if (!isUp() || !line.send(MultiOperation.input(operations))) {
            return Future.failedFuture(new NotWrittenException("not connected"));
        }
        SocketBatch sent = new SocketBatch(operations, now);
        batch = sent;
        return sent.results();
    }

    Future<Void> close() {
        return line.close();
    }

    @Override
    public void opened() {
        long nonce = signature.nonce();
        String payload = "AUTH" + nonce;
        boolean _ = line.send(Wire.JSON
                .createObjectNode()
                .put("event", "auth")
                .put("apiKey", settings.key().value())
                .put("authSig", signature.of(payload))
                .put("authNonce", nonce)
                .put("authPayload", payload)
                .toString());
    }

    @Override
    public void lost(String why) {
        if (authenticated) {
            LOG.warn("event=venue_stream_lost cause=\"{}\"", why);
        }
        authenticated = false;
        SocketBatch open = batch;
        batch = null;
        if (open != null) {
            open.end("the connection was lost: " + why);
        }
        events.disconnected(why);
    }

    @Override
    public void watched() {
        SocketBatch open = batch;
        if (open != null
                && System.nanoTime() - open.sentNanos() > settings.callTimeout().toNanos()) {
            line.drop("no answer in " + settings.callTimeout());
        }
    }

    @Override
    public void heard(String text) {
        try {
            JsonNode frame = Wire.parse(text);
            if (frame.isObject()) {
                event(frame);
            } else if (frame.path(0).asLong(-1) == 0) {
                update(frame.path(1).asText(), frame.path(2));
            }
        } catch (RuntimeException e) {
            LOG.warn("event=venue_frame_unparsed cause=\"{}\" frame=\"{}\"", e.getMessage(), Wire.shortened(text));
        }
    }

    private void event(JsonNode frame) {
        int code = frame.path("code").asInt();
        switch (frame.path("event").asText()) {
            case "auth" -> {
                if (frame.path("status").asText().equals("OK")) {
                    authenticated = true;
                    line.settled();
                    LOG.info("event=venue_stream_open");
                    events.connected();
                } else {
                    LOG.error("event=venue_auth_refused code={}", code);
                    line.drop("authentication refused");
                }
            }
            case "info" -> {
                JsonNode status = frame.path("platform").path("status");
                switch (code) {
                    case RESTARTS -> line.drop("the venue restarts");
                    case MAINTENANCE_BEGINS -> maintained(true);
                    case MAINTENANCE_ENDS -> maintained(false);
                    default -> {
                        if (status.isInt()) {
                            maintained(status.asInt() == 0);
                        }
                    }
                }
            }
            case "error" -> error(code, frame.path("msg").asText());
            default -> LOG.debug("event=venue_event frame={}", Wire.shortened(frame.toString()));
        }
    }

    private void maintained(boolean begins) {
        if (begins) {
            pause.accept("maintenance", MAINTENANCE_NANOS_MAX);
        } else if (maintained) {
            pause.accept("maintenance is over", 0);
        }
        maintained = begins;
    }

    /** Inputs are answered in their order, and only batches are inputs of ours. */
    private void error(int code, String message) {
        SocketBatch open = batch;
        if (open != null) {
            batch = null;
            open.error(code, message);
        }
        LOG.warn("event=venue_stream_error code={} cause=\"{}\"", code, Wire.shortened(message));
    }

    private void update(String kind, JsonNode data) {
        switch (kind) {
            case "on", "ou", "oc" -> events.report(Wire.order(data));
            case "te", "tu" -> events.fill(Wire.fill(data));
            case "os" -> data.forEach(row -> events.report(Wire.order(row)));
            case "n" -> {
                SocketBatch open = batch;
                if (open != null && open.take(data)) {
                    batch = null;
                }
            }
            default -> {} // wallets, positions and beats say nothing about orders
        }
    }
}

package tradelab.marketdata.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Ticker;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.replica.Market;
import tradelab.runtime.http.SocketEnd;

/**
 * Streams over WebSocket, {@code /api/v1/stream}, and SSE, {@code /api/v1/stream/sse?streams=…}.
 *
 * <p>A client says {@code {"op":"subscribe","streams":["book:BITFINEX:tBTCUSD@25"]}}, {@code unsubscribe} or
 * {@code ping}, and hears a snapshot of each stream and then its deltas. Owned by the event loop of the HTTP server.
 */
public final class StreamHub {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final short GOING_AWAY = 1001;

    private final Vertx vertx;
    private final StreamSettings settings;
    private final QuoteCache quotes;
    private final Streams streams;
    private final LongSupplier epochMillis;
    private final StreamCounters counters = new StreamCounters();
    private final Map<StreamName, Publication<?>> publications = new LinkedHashMap<>();
    private final Map<Subscriber, Subscriber.Sink> connections = new LinkedHashMap<>();
    private long heartbeatMillis;
    private long timer = -1;
    private boolean closed;

    /** What a connection hears beside its streams. */
    record Notice(
            String type, @org.jspecify.annotations.Nullable List<String> streams, long epochMillis) {}

    /** Why a client's frame was not taken; the connection stays. */
    record Problem(String type, String field, String message) {}

    public StreamHub(
            Vertx vertx,
            StreamSettings settings,
            QuoteCache quotes,
            Market market,
            Function<Instrument, Future<Ticker>> tickers,
            LongSupplier epochMillis) {
        this.vertx = vertx;
        this.settings = settings;
        this.quotes = quotes;
        this.streams = new Streams(market, tickers, counters);
        this.epochMillis = epochMillis;
    }

    /** Puts the counters on the scrape. */
    public void bind(MeterRegistry meters) {
        counters.bind(meters);
    }

    /** Adds the two routes, and begins to look for changes on the calling event loop. */
    public void mount(Router router) {
        router.get("/api/v1/stream").handler(this::webSocket);
        router.get("/api/v1/stream/sse").handler(this::events);
        timer = vertx.setPeriodic(Math.max(1, settings.interval().toMillis()), _ -> tick());
    }

    /** Ends every connection: they may come back to another replica. */
    public Future<Void> close() {
        closed = true;
        var _ = vertx.cancelTimer(timer);
        List.copyOf(connections.values()).forEach(sink -> sink.close(GOING_AWAY, "the service stops"));
        return Future.succeededFuture();
    }

    private void tick() {
        publications.values().forEach(Publication::look);
        long nowMillis = epochMillis.getAsLong();
        boolean beat = nowMillis - heartbeatMillis >= settings.heartbeat().toMillis();
        heartbeatMillis = beat ? nowMillis : heartbeatMillis;
        String notice =
                beat ? Json.write(new Notice("heartbeat", null, nowMillis)).toString() : "";
        for (Subscriber subscriber : List.copyOf(connections.keySet())) {
            if (subscriber.tick(nowMillis) || subscriber.isCut()) {
                counters.cut.increment();
                LOG.info("event=stream_cut streams={}", subscriber.streams().size());
                left(subscriber);
            } else if (beat) {
                boolean _ = subscriber.offer(notice);
            }
        }
    }

    private boolean isFull(RoutingContext routing) {
        if (!closed && connections.size() < settings.connectionsMax()) {
            return false;
        }
        counters.refused.increment();
        routing.response().putHeader("retry-after", "5");
        routing.fail(503);
        return true;
    }

    private Subscriber opened(Subscriber.Sink sink) {
        Subscriber subscriber = new Subscriber(
                sink, settings.owedMax().bytes(), settings.stuckAfter().toMillis());
        connections.put(subscriber, sink);
        counters.connections.set(connections.size());
        return subscriber;
    }

    private void left(Subscriber subscriber) {
        if (connections.remove(subscriber) != null) {
            unsubscribe(subscriber, Set.copyOf(subscriber.streams()));
            counters.connections.set(connections.size());
        }
    }

    private void webSocket(RoutingContext routing) {
        if (isFull(routing)) {
            return;
        }
        routing.request()
                .toWebSocket()
                .onSuccess(socket -> {
                    socket.setWriteQueueMaxSize(settings.queueMax().asInt());
                    Subscriber subscriber = opened(new SocketSink(socket));
                    socket.textMessageHandler(text -> said(subscriber, text));
                    socket.binaryMessageHandler(
                            _ -> refuse(subscriber, new IllegalArgumentException("frame: expected text, got binary")));
                    SocketEnd.explainTooBig(socket);
                    socket.closeHandler(_ -> left(subscriber));
                })
                .onFailure(cause -> LOG.debug("event=stream_upgrade_failed", cause));
    }

    private record SocketSink(ServerWebSocket socket) implements Subscriber.Sink {
        @Override
        public void write(String text) {
            if (!socket.isClosed()) {
                socket.writeTextMessage(text).onFailure(cause -> LOG.debug("event=stream_write_failed", cause));
            }
        }

        @Override
        public boolean isFull() {
            return socket.isClosed() || socket.writeQueueFull(); // closing: its handler has not been told yet
        }

        @Override
        public void close(short code, String reason) {
            socket.close(code, reason).onFailure(cause -> LOG.debug("event=stream_close_failed", cause));
        }
    }

    private void events(RoutingContext routing) {
        if (isFull(routing)) {
            return;
        }
        Set<StreamName> wanted;
        try {
            List<String> values = routing.queryParam("streams");
            String names = Require.present("streams", values.isEmpty() ? null : values.getFirst());
            wanted = wanted(Arrays.asList(names.split(",", settings.subscriptionsMax() + 1)), 0);
        } catch (IllegalArgumentException e) {
            counters.refused.increment();
            routing.fail(400, e);
            return;
        }
        HttpServerResponse response = routing.response();
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                .setWriteQueueMaxSize(settings.queueMax().asInt());
        Subscriber subscriber = opened(new EventSink(routing));
        response.closeHandler(_ -> left(subscriber));
        response.exceptionHandler(cause -> LOG.debug("event=stream_failed", cause));
        subscribe(subscriber, wanted);
    }

    private record EventSink(RoutingContext routing) implements Subscriber.Sink {
        @Override
        public void write(String text) {
            if (!routing.response().closed()) {
                routing.response()
                        .write("data: " + text + "\n\n")
                        .onFailure(cause -> LOG.debug("event=stream_write_failed", cause));
            }
        }

        @Override
        public boolean isFull() {
            return routing.response().closed() || routing.response().writeQueueFull();
        }

        /** An event stream has no close code: whoever was cut sees the connection end. */
        @Override
        public void close(short code, String reason) {
            routing.request()
                    .connection()
                    .close()
                    .onFailure(cause -> LOG.debug("event=stream_close_failed code={}", code, cause));
        }
    }

    private void said(Subscriber subscriber, String text) {
        try {
            JsonObject frame = new JsonObject(text);
            String op = frame.getString("op");
            switch (op == null ? "nothing" : op) {
                case "subscribe" -> {
                    subscribe(
                            subscriber,
                            wanted(names(frame), subscriber.streams().size()));
                }
                case "unsubscribe" -> {
                    Set<StreamName> names = new LinkedHashSet<>();
                    names(frame).forEach(name -> names.add(StreamName.parse(name)));
                    unsubscribe(subscriber, names);
                    notice(subscriber, "unsubscribed", names);
                }
                case "ping" -> notice(subscriber, "pong", Set.of());
                default -> throw Require.refused("op", "subscribe, unsubscribe or ping", op);
            }
        } catch (DecodeException | ClassCastException _) {
            refuse(subscriber, new IllegalArgumentException("frame: expected a JSON object with op and streams"));
        } catch (IllegalArgumentException e) {
            refuse(subscriber, e);
        }
    }

    private static List<String> names(JsonObject frame) {
        JsonArray streams = Require.present("streams", frame.getJsonArray("streams"));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            names.add(Require.present("streams", streams.getString(i)));
        }
        return names;
    }

    /** All of them or none. */
    private Set<StreamName> wanted(List<String> names, int had) {
        var _ = Require.range("streams", names.size() + had, 1, settings.subscriptionsMax());
        Set<StreamName> wanted = new LinkedHashSet<>();
        for (String name : names) {
            StreamName stream = StreamName.parse(name.strip());
            if (quotes.known(stream.instrument()) == null) {
                throw new IllegalArgumentException("streams: "
                        + quotes.unknown(stream.instrument().toString()).getMessage());
            }
            wanted.add(stream);
        }
        return wanted;
    }

    private void subscribe(Subscriber subscriber, Set<StreamName> wanted) {
        notice(subscriber, "subscribed", wanted);
        for (StreamName name : wanted) {
            if (subscriber.streams().add(name)) {
                counters.subscriptions.incrementAndGet();
                Publication<?> publication = publications.computeIfAbsent(name, streams::open);
                publication.add(subscriber);
                publication.look();
            }
        }
    }

    private void unsubscribe(Subscriber subscriber, Set<StreamName> names) {
        for (StreamName name : names) {
            Publication<?> publication = publications.get(name);
            if (publication != null && subscriber.streams().remove(name)) {
                counters.subscriptions.decrementAndGet();
                publication.remove(subscriber);
                if (!publication.isWatched()) {
                    publications.remove(name);
                }
            }
        }
    }

    private void notice(Subscriber subscriber, String type, Set<StreamName> names) {
        List<String> texts = names.stream().map(StreamName::toString).toList();
        subscriber.answer(Json.write(new Notice(type, texts.isEmpty() ? null : texts, epochMillis.getAsLong()))
                .toString());
    }

    private void refuse(Subscriber subscriber, IllegalArgumentException cause) {
        counters.refused.increment();
        String message = String.valueOf(cause.getMessage());
        String field = message.substring(0, Math.max(0, message.indexOf(':')));
        subscriber.answer(Json.write(new Problem("error", field, message)).toString());
    }
}

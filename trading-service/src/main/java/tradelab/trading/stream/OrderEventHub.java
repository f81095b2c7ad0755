package tradelab.trading.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderEvents;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.TradingApi;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.SocketEnd;
import tradelab.trading.journal.EventStore;

/**
 * The drop copy: every change of every order, of all instances, over WebSocket ({@code /api/v1/stream}) and SSE
 * ({@code /api/v1/stream/sse}).
 *
 * <p>{@code from} says where to begin: {@code now}, {@code start}, or the position of an earlier message; {@code account}
 * leaves the others out. SSE takes {@code Last-Event-ID} for {@code from}, so a browser goes on by itself. Owned by the
 * event loop of the HTTP server.
 */
public final class OrderEventHub {
    /*
     * The bus tells changes fast but at most once; the database has them all. So of each partition a tail without gaps
     * is kept: what does not follow it is read. A subscriber takes from the tail, or from the database if it is further
     * behind, and only what its socket has room for. The bus is listened to only while somebody subscribes.
     */

    private static final Logger LOG = LoggerFactory.getLogger(OrderEventHub.class);
    private static final short GOING_AWAY = 1001;
    private static final int BATCH = 200;
    private static final int READ = 1_000;

    private final Vertx vertx;
    private final StreamSettings settings;
    private final EventStore store;
    private final LongSupplier millis;
    private final Counter cut;
    private final Set<EventSubscriber> subscribers = new LinkedHashSet<>();
    private EventTail[] tails = {};
    private boolean[] reading = {};
    private @Nullable MessageConsumer<Object> consumer;
    private long timer = -1;
    private boolean closed;

    public OrderEventHub(
            Vertx vertx, StreamSettings settings, EventStore store, MeterRegistry meters, LongSupplier millis) {
        this.vertx = vertx;
        this.settings = settings;
        this.store = store;
        this.millis = millis;
        this.cut = Counter.builder("trading.stream.cut")
                .description("Subscribers of order events that read too slowly")
                .register(meters);
        var _ = Gauge.builder("trading.stream.subscribers", subscribers, Collection::size)
                .description("Subscribers of order events")
                .register(meters);
    }

    /** Adds the two routes. */
    public void mount(Router router) {
        router.get("/api/v1/stream").handler(this::webSocket);
        router.get("/api/v1/stream/sse").handler(this::serverSent);
    }

    /** Ends every connection: they may go on at another instance. */
    public Future<Void> close() {
        closed = true;
        List.copyOf(subscribers).forEach(subscriber -> {
            subscriber.close(GOING_AWAY, "the service stops");
            left(subscriber);
        });
        return Future.succeededFuture();
    }

    private void webSocket(RoutingContext routing) {
        if (!"websocket".equalsIgnoreCase(routing.request().getHeader("upgrade"))) {
            routing.next();
            return;
        }
        // the request waits while the database is asked where the stream stands
        var _ = routing.request().pause();
        admitted(routing, routing.request().getParam("from"), (positions, account) -> {
            routing.request()
                    .toWebSocket()
                    .onSuccess(socket -> {
                        socket.setWriteQueueMaxSize(settings.queueMax().asInt());
                        EventSubscriber subscriber = opened(new SocketSink(socket), positions, account);
                        socket.drainHandler(_ -> pump(subscriber));
                        SocketEnd.explainTooBig(socket);
                        socket.closeHandler(_ -> left(subscriber));
                    })
                    .onFailure(cause -> LOG.debug("event=stream_upgrade_failed", cause));
            return null;
        });
    }

    private void serverSent(RoutingContext routing) {
        String resumed = routing.request().getHeader("last-event-id");
        String from = resumed == null ? routing.request().getParam("from") : resumed;
        admitted(routing, from, (positions, account) -> {
            HttpServerResponse response = routing.response();
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream")
                    .putHeader("cache-control", "no-store")
                    .setWriteQueueMaxSize(settings.queueMax().asInt());
            EventSubscriber subscriber = opened(new EventSink(routing), positions, account);
            response.drainHandler(_ -> pump(subscriber));
            response.closeHandler(_ -> left(subscriber));
            response.exceptionHandler(cause -> LOG.debug("event=stream_failed", cause));
            return null;
        });
    }

    private void admitted(
            RoutingContext routing,
            @Nullable String from,
            BiFunction<Positions, @Nullable String, @Nullable Void> opening) {
        if (closed || subscribers.size() >= settings.connectionsMax()) {
            routing.response().putHeader("retry-after", "5");
            routing.fail(503);
            return;
        }
        listen();
        store.last()
                .onSuccess(last -> {
                    try {
                        new ApiRequest(routing).queryOnly("from", "account");
                        begin(last);
                        String account = routing.request().getParam("account");
                        long[] now = last.stream().mapToLong(Long::longValue).toArray();
                        Positions positions = Positions.parse(from == null ? "now" : from, now);
                        var _ = opening.apply(positions, account == null ? null : Require.id("account", account));
                    } catch (IllegalArgumentException e) {
                        routing.fail(400, e);
                    }
                })
                .onFailure(cause -> routing.fail(503, cause));
    }

    private EventSubscriber opened(EventSubscriber.Sink sink, Positions positions, @Nullable String account) {
        EventSubscriber subscriber = new EventSubscriber(sink, positions, account, millis.getAsLong());
        subscribers.add(subscriber);
        pump(subscriber);
        return subscriber;
    }

    private void left(EventSubscriber subscriber) {
        subscribers.remove(subscriber);
    }

    private void listen() {
        if (consumer == null) {
            consumer = TradingApi.ORDER_EVENTS.subscribe(vertx.eventBus(), this::told);
            timer = vertx.setPeriodic(Math.max(1, settings.look().toMillis()), _ -> tick());
        }
    }

    private void begin(List<Long> last) {
        if (tails.length != last.size()) {
            tails = new EventTail[last.size()];
            reading = new boolean[last.size()];
            for (int i = 0; i < tails.length; i++) {
                tails[i] = new EventTail(settings.recentMax(), last.get(i));
            }
        }
    }

    private void told(OrderEvents events) {
        if (events.partition() < tails.length) {
            if (!tails[events.partition()].add(events.orders())) {
                catchUp(events.partition());
            }
            subscribers.forEach(this::pump);
        }
    }

    private void catchUp(int partition) {
        if (reading[partition]) {
            return;
        }
        reading[partition] = true;
        EventTail tail = tails[partition];
        store.events(partition, tail.last(), READ).onComplete(done -> {
            reading[partition] = false;
            if (done.succeeded()) {
                boolean _ = tail.add(done.result());
                subscribers.forEach(this::pump);
                if (!done.result().isEmpty()) {
                    catchUp(partition);
                }
            } else {
                LOG.debug("event=order_events_unread partition={}", partition, done.cause());
            }
        });
    }

    private void tick() {
        long now = millis.getAsLong();
        for (EventSubscriber subscriber : List.copyOf(subscribers)) {
            if (subscriber.isStuck(settings.stuckAfter().toMillis(), now)) {
                cut.increment();
                LOG.info("event=stream_cut position={}", subscriber.positions());
                subscriber.close(EventSubscriber.SLOW, "slow consumer: nothing was read for " + settings.stuckAfter());
                left(subscriber);
            } else {
                subscriber.beat(settings.heartbeat().toMillis(), now);
                pump(subscriber);
            }
        }
        if (subscribers.isEmpty()) {
            rest();
        } else {
            store.last().onSuccess(this::look);
        }
    }

    private void look(List<Long> last) {
        for (int i = 0; i < Math.min(tails.length, last.size()); i++) {
            long behind = last.get(i) - tails[i].last();
            if (behind > settings.recentMax()) {
                tails[i].skipTo(last.get(i)); // who needs what lies between reads it for himself
            } else if (behind > 0) {
                catchUp(i);
            }
        }
    }

    /** Nobody listens: neither do we. */
    private void rest() {
        var _ = vertx.cancelTimer(timer);
        if (consumer != null) {
            var _ = consumer.unregister();
            consumer = null;
        }
        tails = new EventTail[0];
        reading = new boolean[0];
    }

    /** Gives a subscriber what its socket has room for. */
    private void pump(EventSubscriber subscriber) {
        for (int partition = 0; partition < tails.length; partition++) {
            while (!subscriber.isFull() && !subscriber.isReading()) {
                long after = subscriber.positions().of(partition);
                if (after >= tails[partition].last()) {
                    break;
                }
                if (!tails[partition].covers(after)) {
                    read(subscriber, partition, after);
                    break;
                }
                subscriber.take(partition, tails[partition].after(after, BATCH), millis.getAsLong());
            }
        }
    }

    private void read(EventSubscriber subscriber, int partition, long after) {
        subscriber.reading(true);
        store.events(partition, after, READ).onComplete(done -> {
            subscriber.reading(false);
            List<OrderView> changes = done.succeeded() ? done.result() : List.of();
            if (!changes.isEmpty() && subscribers.contains(subscriber)) {
                subscriber.take(partition, changes, millis.getAsLong());
                pump(subscriber);
            }
        });
    }

    private record SocketSink(ServerWebSocket socket) implements EventSubscriber.Sink {
        @Override
        public void write(String text, String position) {
            socket.writeTextMessage(text).onFailure(cause -> LOG.debug("event=stream_write_failed", cause));
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void close(short code, String reason) {
            socket.close(code, reason).onFailure(cause -> LOG.debug("event=stream_close_failed", cause));
        }
    }

    private record EventSink(RoutingContext routing) implements EventSubscriber.Sink {
        @Override
        public void write(String text, String position) {
            routing.response()
                    .write("id: " + position + "\ndata: " + text + "\n\n")
                    .onFailure(cause -> LOG.debug("event=stream_write_failed", cause));
        }

        @Override
        public boolean isFull() {
            return routing.response().writeQueueFull();
        }

        @Override
        public void close(short code, String reason) {
            routing.request()
                    .connection()
                    .close()
                    .onFailure(cause -> LOG.debug("event=stream_close_failed code={}", code, cause));
        }
    }
}

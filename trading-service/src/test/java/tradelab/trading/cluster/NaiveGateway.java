package tradelab.trading.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tradelab.contracts.trading.OrderJson;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.runtime.settings.Secret;
import tradelab.testing.Await;
import tradelab.trading.ledger.Entry;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Order;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.bitfinex.BitfinexSettings;
import tradelab.trading.venue.bitfinex.BitfinexVenue;
import tradelab.trading.venue.bitfinex.Way;

/** What many gateways are: it passes an order on, and when there is no answer in time it passes it on again. */
final class NaiveGateway {
    private final HttpServer server;
    private final Venue venue;
    private final ClientIds ids = new ClientIds(0, 0);
    private final Queue<Entry> stored = new ConcurrentLinkedQueue<>();

    NaiveGateway(Vertx vertx, VenueProxy proxy) {
        this.server = Await.await(
                vertx.createHttpServer().requestHandler(this::submit).listen(0, "127.0.0.1"));
        this.venue = Await.await(Future.future(promise -> vertx.getOrCreateContext()
                .runOnContext(_ -> promise.complete(
                        new BitfinexVenue(vertx, settings(proxy), () -> System.currentTimeMillis() * 1_000)))));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    List<Entry> stored() {
        return List.copyOf(stored);
    }

    private void submit(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            var _ = request.response().setStatusCode(405).end();
            return;
        }
        request.body().onSuccess(body -> {
            SubmitOrder wanted = OrderJson.readOrder(body);
            long now = System.currentTimeMillis();
            Order order = new Order(wanted, ids.next(now), now);
            send(order).onSuccess(_ -> {
                stored.add(new Entry.Order(
                        order.orderId(),
                        wanted.account(),
                        wanted.clientOrderId(),
                        wanted.instrument().toString(),
                        Long.toString(order.cid()),
                        null,
                        wanted.amount(),
                        new tradelab.contracts.Amount(0),
                        OrderStatus.ACTIVE,
                        null,
                        now));
                var _ = request.response()
                        .setStatusCode(201)
                        .end(new JsonObject().put("orderId", order.orderId()).encode());
            });
        });
    }

    private Future<Void> send(Order order) {
        return venue.send(List.of(new Operation.Place(order)), System.nanoTime() + 10_000_000_000L)
                .compose(results ->
                        results.getFirst() instanceof OperationResult.Taken ? Future.succeededFuture() : send(order));
    }

    private static BitfinexSettings settings(VenueProxy proxy) {
        return new BitfinexSettings() {
            @Override
            public Way entry() {
                return Way.REST;
            }

            @Override
            public String restUrl() {
                return proxy.url();
            }

            @Override
            public Optional<String> publicUrl() {
                return Optional.empty();
            }

            @Override
            public String websocketUrl() {
                return "ws://127.0.0.1:1";
            }

            @Override
            public Secret key() {
                return Secret.of("trading");
            }

            @Override
            public Secret secret() {
                return Secret.of("trading-secret");
            }

            @Override
            public Duration connectTimeout() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration callTimeout() {
                return Duration.ofMillis(300);
            }

            @Override
            public Duration silenceMax() {
                return Duration.ofSeconds(40);
            }
        };
    }
}

package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tradelab.contracts.trading.OrderStatus;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.venue.testing.RunningVenue;

/** A running trading service over a fake exchange, and a client of its HTTP interface. */
public final class TradingBench implements AutoCloseable, AfterEachCallback {
    /** An HTTP answer; without a JSON body an empty object. */
    record Answer(int status, JsonObject json, MultiMap headers) {
        static Answer of(HttpResponse<Buffer> response) {
            Buffer body = response.body();
            return new Answer(
                    response.statusCode(), body == null ? new JsonObject() : body.toJsonObject(), response.headers());
        }
    }

    /** The host runs its own Vert.x, which a test may kill; the client's lives on. */
    private final Vertx clientVertx = Vertx.vertx();

    private final WebClient client = WebClient.create(
            clientVertx,
            new WebClientOptions().setDefaultHost("127.0.0.1").setConnectTimeout(1_000),
            new PoolOptions().setHttp1MaxSize(64));

    /** Not behind the requests that wait for one of the other connections. */
    private final WebClient apart = WebClient.create(
            clientVertx, new WebClientOptions().setConnectTimeout(1_000), new PoolOptions().setHttp1MaxSize(4));

    private final EmbeddedPostgresServer postgres;
    private boolean ownsPostgres;
    private final Supplier<TradingService> service;
    private final Map<String, String> settings;
    private final List<ServiceHost> hosts = new ArrayList<>();

    /** With a database of its own, which ends with it. */
    TradingBench(FakeExchange exchange, Map<String, String> more) {
        this(EmbeddedPostgresServer.start(null, true), exchange, more);
        ownsPostgres = true;
    }

    /** With a database of its own, and orders that go to a venue simulator as to Bitfinex. */
    TradingBench(RunningVenue venue, Map<String, String> more) {
        this(EmbeddedPostgresServer.start(null, true), TradingService::new, more);
        ownsPostgres = true;
        settings.putAll(Map.of(
                "trading.bitfinex.rest-url", venue.rest().toString(),
                "trading.bitfinex.websocket-url", venue.webSocket().toString()));
    }

    TradingBench(EmbeddedPostgresServer postgres, FakeExchange exchange, Map<String, String> more) {
        this(postgres, () -> new TradingService(_ -> exchange.venue()), more);
    }

    TradingBench(EmbeddedPostgresServer postgres, Supplier<TradingService> service, Map<String, String> more) {
        this.postgres = postgres;
        this.service = service;
        this.settings = new HashMap<>(Map.of(
                "trading.http.port", "0",
                "trading.management.port", "0",
                "trading.postgres.port", Integer.toString(postgres.port()),
                "trading.postgres.database", postgres.database(),
                "trading.postgres.user", postgres.user(),
                "trading.reconcile.interval", "100ms",
                "trading.reconcile.quarantine", "400ms"));
        // a busy machine is not what these tests are about
        settings.put("trading.desk.commit-wait-max", "20s");
        settings.putAll(more);
    }

    /** Starts one more instance; requests go to the last one. */
    void start() {
        ServiceHost host = await(ServiceHost.start(settings, service.get()));
        hosts.add(host);
    }

    /** Ends the last instance as a crash does: no drain. */
    void kill() {
        await(hosts.removeLast().vertx().close());
    }

    ServiceHost host() {
        return hosts.getLast();
    }

    EmbeddedPostgresServer postgres() {
        return postgres;
    }

    Future<Answer> submit(String clientOrderId, String price) {
        return send(body(clientOrderId, price));
    }

    Future<Answer> send(String body) {
        return post("/api/v1/orders", body);
    }

    /** Runs a statement in the service's database, as somebody else would. */
    void sql(String statement) {
        Pool pool = PgBuilder.pool()
                .with(new io.vertx.sqlclient.PoolOptions().setMaxSize(1))
                .connectingTo(new PgConnectOptions()
                        .setHost(postgres.host())
                        .setPort(postgres.port())
                        .setDatabase(postgres.database())
                        .setUser(postgres.user())
                        .setPassword(postgres.password()))
                .using(clientVertx)
                .build();
        var _ = await(pool.query(statement).execute());
        await(pool.close());
    }

    Future<Answer> post(String path, String body) {
        return post(port(), path, body);
    }

    Future<Answer> post(int port, String path, String body) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .timeout(10_000)
                .sendBuffer(Buffer.buffer(body))
                .map(Answer::of);
    }

    static String body(String clientOrderId, String price) {
        return "{\"account\":\"a1\",\"clientOrderId\":\"" + clientOrderId
                + "\",\"instrument\":\"BITFINEX:tBTCUSD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"" + price
                + "\",\"amount\":\"0.5\"}";
    }

    Answer put(String path, String body) {
        return await(client.request(HttpMethod.PUT, port(), "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body))
                .map(Answer::of));
    }

    Future<Answer> send(HttpMethod method, String path, String body) {
        return client.request(method, port(), "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .timeout(10_000)
                .sendBuffer(Buffer.buffer(body))
                .map(Answer::of);
    }

    /** Asks for other terms of an order of account a1. */
    Future<Answer> amending(String clientOrderId, String terms) {
        return client.request(HttpMethod.PATCH, port(), "127.0.0.1", "/api/v1/orders/a1/" + clientOrderId)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(terms))
                .map(Answer::of);
    }

    Answer delete(String path) {
        return await(client.request(HttpMethod.DELETE, port(), "127.0.0.1", path)
                .send()
                .map(Answer::of));
    }

    Answer get(String path) {
        return await(fetch(port(), path));
    }

    Future<Answer> fetch(int port, String path) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path).send().map(Answer::of);
    }

    Answer cancel(String clientOrderId) {
        return await(cancelling(clientOrderId));
    }

    Future<Answer> cancelling(String clientOrderId) {
        return cancelling(client, clientOrderId);
    }

    /** The same by connections that nothing else uses. */
    Future<Answer> cancellingApart(String clientOrderId) {
        return cancelling(apart, clientOrderId);
    }

    private Future<Answer> cancelling(WebClient by, String clientOrderId) {
        return by.request(HttpMethod.DELETE, port(), "127.0.0.1", "/api/v1/orders/a1/" + clientOrderId)
                .send()
                .map(Answer::of);
    }

    /** Returns all orders of a listing, page by page. */
    List<JsonObject> rows(String path) {
        List<JsonObject> rows = new ArrayList<>();
        String next = "0";
        while (next != null) {
            JsonObject page = get(path + "&after=" + next).json();
            page.getJsonArray("orders").forEach(row -> rows.add((JsonObject) row));
            next = page.getString("next");
        }
        return rows;
    }

    /** Places orders {@code from} to {@code to}, the last not included, all at once; all must be accepted. */
    void accepted(int from, int to) {
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            answers.add(submit("c" + i, "6400"));
        }
        answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
    }

    String status(String clientOrderId) {
        return get("/api/v1/orders/a1/" + clientOrderId).json().getString("status");
    }

    JsonObject summary() {
        return get("/api/v1/orders/summary").json();
    }

    /** Waits until all {@code count} orders of the database have this status. */
    void awaitAll(OrderStatus status, int count) {
        until(
                () -> summary().encode(),
                () -> { // without counts where the database is slow to answer
                    JsonObject counts = summary().getJsonObject("byStatus");
                    return counts != null && counts.getInteger(status.name()) == count;
                });
    }

    @Override
    public void close() {
        hosts.forEach(host -> await(host.close()));
        await(clientVertx.close());
        if (ownsPostgres) {
            postgres.close();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    int port() {
        return hosts.getLast().port("trading-service", "http");
    }
}

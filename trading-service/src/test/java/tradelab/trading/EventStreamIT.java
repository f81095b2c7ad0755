package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.trading.OrderEventPage;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.ReplayOrderEvents;
import tradelab.contracts.trading.TradingApi;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.partition.Accounts;

class EventStreamIT {
    private static final int ORDERS = 200;
    private static final int PARTITION = Accounts.partition("a1", 4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final FakeExchange exchange = new FakeExchange();
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private final HttpClient http = vertx.createHttpClient();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgresServer.start(directory, true);
        // so small a memory that a late subscriber has to be served from the database
        bench = new TradingBench(
                postgres, exchange, Map.of("trading.stream.recent-max", "50", "trading.reconcile.clock-skew", "0s"));
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
        await(sockets.close().compose(_ -> http.close()).compose(_ -> vertx.close()));
        postgres.close();
    }

    /** What a subscriber of one partition has heard. */
    private static final class Heard {
        private final Queue<JsonObject> messages = new ConcurrentLinkedQueue<>();
        private final Queue<String> positions = new ConcurrentLinkedQueue<>();

        void take(String text) {
            JsonObject message = new JsonObject(text);
            if (message.getString("type").equals("orders")) {
                messages.add(message);
            }
        }

        List<Long> sequences() {
            return messages.stream()
                    .flatMap(message -> message.getJsonArray("orders").stream())
                    .map(order -> ((JsonObject) order).getLong("sequence"))
                    .toList();
        }
    }

    @Test
    void streamsEveryChangeOnceAndInOrderFromAnyPointWhileOrdersCome() {
        Heard early = follow("from=start");
        bench.accepted(0, ORDERS / 2);
        Heard between = follow("from=start");
        Heard fromTen = follow("from=" + PARTITION + ":10");
        bench.accepted(ORDERS / 2, ORDERS);
        bench.awaitAll(OrderStatus.ACTIVE, ORDERS);
        long last = replayed(null).getLast().sequence();
        Heard late = follow("from=start");
        for (Heard heard : List.of(early, between, late)) {
            until(
                    () -> heard.sequences() + " of " + last,
                    () -> heard.sequences().size() >= last);
            assertThat(heard.sequences()).containsExactlyElementsOf(sequences(1, last));
        }
        until(
                () -> fromTen.sequences() + " of " + last,
                () -> fromTen.sequences().size() >= last - 10);
        assertThat(fromTen.sequences()).containsExactlyElementsOf(sequences(11, last));
        assertThat(bench.get("/api/v1/stream/sse?from=yesterday").status()).isEqualTo(400);
    }

    @Test
    void whoAsksForTheStreamWithoutAWebSocketReadsWhatIsMissing() {
        var answer = bench.get("/api/v1/stream");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("message")).contains("upgrade: expected websocket");
    }

    @Test
    void goesOnOverServerSentEventsWhereTheLastOneEnded() {
        bench.accepted(0, 20);
        bench.awaitAll(OrderStatus.ACTIVE, 20);
        long last = replayed(null).getLast().sequence();
        Heard first = events("start");
        until(() -> first.sequences() + " of " + last, () -> first.sequences().size() >= last);
        bench.accepted(20, 40);
        bench.awaitAll(OrderStatus.ACTIVE, 40);
        long end = replayed(null).getLast().sequence();
        String position = List.copyOf(first.positions).get((int) (last / 400)); // after the first message
        Heard again = events(position);
        until(() -> again.sequences() + " of " + end, () -> again.sequences().contains(end));
        long after = Long.parseLong(position.split("[:,]", -1)[2 * PARTITION + 1]);
        assertThat(again.sequences()).containsExactlyElementsOf(sequences(after + 1, end));
    }

    @Test
    void showsAnAccountOnlyItsOwnChanges() {
        String other = IntStream.range(2, 1_000)
                .mapToObj(i -> "a" + i)
                .filter(account -> Accounts.partition(account, 4) == PARTITION)
                .findFirst()
                .orElseThrow();
        Heard heard = follow("from=start&account=" + other);
        bench.accepted(0, 20);
        assertThat(await(bench.send(TradingBench.body("o1", "6400").replace("\"a1\"", "\"" + other + "\"")))
                        .status())
                .isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 21);
        List<OrderView> replayed = replayed(other);
        assertThat(replayed).extracting(OrderView::status).last().isEqualTo(OrderStatus.ACTIVE);
        until(() -> heard.sequences().toString(), () -> heard.sequences().size() >= replayed.size());
        assertThat(heard.sequences())
                .containsExactlyElementsOf(
                        replayed.stream().map(OrderView::sequence).toList());
    }

    @Test
    void findsAnExecutionWhoseMessageWasLostBeforeACrash() {
        bench.accepted(0, 3);
        bench.awaitAll(OrderStatus.ACTIVE, 3);
        List<Long> cids = exchange.arrivals().keySet().stream().sorted().toList();
        exchange.fill(cids.get(0), 50_000_000);
        exchange.fillUnheard(cids.get(1), 50_000_000);
        bench.awaitAll(OrderStatus.FILLED, 2);
        bench.kill();
        bench.start();
        until(
                () -> bench.get("/api/v1/fills").json().encode(),
                () -> bench.get("/api/v1/fills?account=a1")
                                .json()
                                .getJsonArray("fills")
                                .size()
                        == 2);
        exchange.fill(cids.get(2), 20_000_000);
        bench.awaitAll(OrderStatus.PARTIAL, 1);
        List<JsonObject> fills = new ArrayList<>();
        String next = "0-0-0";
        while (next != null) {
            JsonObject page = bench.get("/api/v1/fills?limit=2&after=" + next).json();
            page.getJsonArray("fills").forEach(fill -> fills.add((JsonObject) fill));
            next = page.getString("next");
        }
        assertThat(fills).extracting(fill -> fill.getString("amount")).containsExactlyInAnyOrder("0.5", "0.5", "0.2");
        JsonObject positions = bench.get("/api/v1/positions?account=a1").json();
        assertThat(positions.getJsonArray("positions").getJsonObject(0).getString("net"))
                .isEqualTo("1.2");
        assertThat(bench.get("/api/v1/fills?after=1").status()).isEqualTo(400);
    }

    private static List<Long> sequences(long from, long through) {
        return LongStream.rangeClosed(from, through).boxed().toList();
    }

    /** Returns what the bus replays of the partition, page by page; the same as HTTP does. */
    private List<OrderView> replayed(@org.jspecify.annotations.Nullable String account) {
        List<OrderView> events = new ArrayList<>();
        long after = 0;
        while (true) {
            OrderEventPage page = await(TradingApi.REPLAY_ORDER_EVENTS.call(
                    bench.host().vertx().eventBus(),
                    new ReplayOrderEvents(PARTITION, after, 70, account),
                    Duration.ofSeconds(10)));
            JsonObject overHttp = bench.get("/api/v1/events?partition=" + PARTITION + "&after=" + after + "&limit=70"
                            + (account == null ? "" : "&account=" + account))
                    .json();
            if (page.through() < page.from()) {
                return events;
            }
            assertThat(overHttp.getLong("from")).isEqualTo(page.from());
            events.addAll(page.orders());
            after = page.through();
        }
    }

    private Heard follow(String query) {
        Heard heard = new Heard();
        WebSocket socket = await(sockets.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(bench.port())
                .setURI("/api/v1/stream?" + query)));
        socket.textMessageHandler(heard::take);
        return heard;
    }

    private Heard events(String lastEventId) {
        Heard heard = new Heard();
        var _ = await(http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(bench.port())
                        .setURI("/api/v1/stream/sse")
                        .putHeader("last-event-id", lastEventId))
                .compose(request -> request.send())
                .map(response -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    return response.handler(RecordParser.newDelimited("\n", line -> {
                        String text = line.toString();
                        if (text.startsWith("id: ")) {
                            heard.positions.add(text.substring(4));
                        } else if (text.startsWith("data: ")) {
                            heard.take(text.substring(6));
                        }
                    }));
                }));
        return heard;
    }
}

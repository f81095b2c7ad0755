package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradelab.contracts.Json;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.contracts.trading.TradingApi;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.FakeExchange.Mode;

class TradingServiceIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final FakeExchange exchange = new FakeExchange();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgresServer.start(directory, true);
        bench = new TradingBench(postgres, exchange, Map.of());
    }

    @AfterEach
    void stop() {
        bench.close();
        postgres.close();
    }

    @Test
    void acceptsAnOrderSendsItAndFollowsItToItsEnd() {
        bench.start();
        Set<Long> sequences = new ConcurrentSkipListSet<>();
        var subscription = TradingApi.ORDER_EVENTS.subscribe(
                bench.host().vertx().eventBus(),
                events -> events.orders().forEach(order -> sequences.add(order.sequence())));
        await(subscription.completion());
        TradingBench.Answer answer = await(bench.submit("c1", "6400"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().getString("outcome")).isEqualTo("accepted");
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        long cid = exchange.arrivals().keySet().iterator().next();
        exchange.fill(cid, 20_000_000);
        bench.awaitAll(OrderStatus.PARTIAL, 1);
        exchange.fill(cid, 30_000_000);
        bench.awaitAll(OrderStatus.FILLED, 1);
        var order = bench.get("/api/v1/orders/a1/c1").json();
        assertThat(order.getString("filled")).isEqualTo("0.5");
        assertThat(order.getString("averagePrice")).isEqualTo("6400");
        long last = order.getLong("sequence");
        until(sequences::toString, () -> sequences.size() == last);
        assertThat(sequences)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }

    @Test
    void answersTheSameOrderTheSameWayAndAnotherBodyWithAConflict() {
        bench.start();
        var first = await(bench.submit("c1", "6400"));
        var second = await(bench.submit("c1", "6400.00"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().put("duplicate", false)).isEqualTo(first.json());
        assertThat(await(bench.submit("c1", "6401")).status()).isEqualTo(409);
        assertThat(bench.summary().getInteger("total")).isEqualTo(1);
    }

    @Test
    void placesAnOrderOnceHoweverManySendItAtOnce() {
        bench.start();
        SubmitOrder request = Json.read(Buffer.buffer(TradingBench.body("c1", "6400")), SubmitOrder.class);
        List<Future<TradingBench.Answer>> overHttp = new ArrayList<>();
        List<Future<SubmitOutcome>> overBus = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            overHttp.add(bench.submit("c1", "6400"));
            overBus.add(TradingApi.SUBMIT_ORDER.call(bench.host().vertx().eventBus(), request, TIMEOUT));
        }
        long created = overHttp.stream().filter(f -> await(f).status() == 201).count();
        Set<String> ids = overBus.stream()
                .map(f -> ((SubmitOutcome.Accepted) await(f)).orderId())
                .collect(Collectors.toSet());
        assertThat(created).isLessThanOrEqualTo(1);
        assertThat(ids).hasSize(1);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(exchange.arrivals().values()).containsExactly(1);
    }

    @Test
    void remembersAcrossARestartAndBeyondItsMemory() {
        TradingBench small = new TradingBench(postgres, exchange, Map.of("trading.desk.final-orders-max", "1"));
        small.start();
        small.accepted(0, 5);
        small.awaitAll(OrderStatus.ACTIVE, 5);
        exchange.arrivals().keySet().forEach(cid -> exchange.fill(cid, 50_000_000));
        small.awaitAll(OrderStatus.FILLED, 5);
        for (int i = 0; i < 5; i++) {
            assertThat(await(small.submit("c" + i, "6400")).status()).isEqualTo(200);
            assertThat(await(small.submit("c" + i, "6399")).status()).isEqualTo(409);
        }
        small.close();
        bench.start();
        for (int i = 0; i < 5; i++) {
            assertThat(await(bench.submit("c" + i, "6400")).status()).isEqualTo(200);
            assertThat(await(bench.submit("c" + i, "6399")).status()).isEqualTo(409);
        }
        assertThat(exchange.arrivals().values()).hasSize(5).containsOnly(1);
    }

    @Test
    void cancelsWhatRestsAndAnnihilatesWhatWaits() {
        bench.start();
        bench.accepted(0, 1);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(bench.cancel("c0").status()).isEqualTo(202);
        bench.awaitAll(OrderStatus.CANCELED, 1);
        assertThat(bench.cancel("c0").json().getBoolean("requested")).isFalse();
        assertThat(bench.cancel("nobody").status()).isEqualTo(404);
        await(bench.host().close());
        exchange.readable(false); // so that nothing is sent
        bench.start();
        bench.accepted(1, 2);
        assertThat(bench.cancel("c1").json().getJsonObject("order").getString("status"))
                .isEqualTo("CANCELED");
        exchange.readable(true);
        bench.accepted(2, 3);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(exchange.arrivals()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ANSWER_LOST", "CALL_LOST", "PARTIAL_ANSWER", "TURNS_AWAY"})
    void placesEveryOrderExactlyOnceWhateverAnswersAreLost(Mode mode) {
        bench.start();
        exchange.behave(mode, 3);
        bench.accepted(0, 200);
        bench.awaitAll(OrderStatus.ACTIVE, 200);
        assertThat(exchange.arrivals().values()).hasSize(200).containsOnly(1);
    }

    @Test
    void cancelsAnOrderInDoubtOnceItIsFound() {
        bench.start();
        exchange.behave(Mode.ANSWER_LOST, 1);
        bench.accepted(0, 1);
        assertThat(bench.cancel("c0").status()).isEqualTo(202);
        bench.awaitAll(OrderStatus.CANCELED, 1);
    }

    @Test
    void saysWhyTheVenueRefused() {
        bench.start();
        exchange.behave(Mode.REFUSES, 1);
        bench.accepted(0, 1);
        bench.awaitAll(OrderStatus.REJECTED, 1);
        assertThat(bench.get("/api/v1/orders/a1/c0").json().getString("reason")).isEqualTo("not enough balance");
    }

    @Test
    void losesNothingWhenItDiesBeforeSending() {
        exchange.readable(false);
        bench.start();
        bench.accepted(0, 100);
        bench.kill();
        assertThat(exchange.arrivals()).isEmpty();
        exchange.readable(true);
        bench.start();
        bench.awaitAll(OrderStatus.ACTIVE, 100);
        assertThat(exchange.arrivals().values()).hasSize(100).containsOnly(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"HANGS_BEFORE", "HANGS_AFTER"})
    void losesAndDoublesNothingWhenItDiesWhileSending(Mode mode) {
        bench.start();
        exchange.behave(mode, 1);
        bench.accepted(0, 100);
        until(() -> "nothing sent", () -> !exchange.batches().isEmpty());
        bench.kill();
        exchange.behave(Mode.HONEST, 0);
        bench.start();
        bench.awaitAll(OrderStatus.ACTIVE, 100);
        assertThat(exchange.arrivals().values()).hasSize(100).containsOnly(1);
    }

    @Test
    void aFormerOwnerIsStoppedByTheLogAndSendsNothing() {
        bench.start();
        bench.accepted(0, 1);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        bench.sql("UPDATE trading.partitions SET epoch = epoch + 1, owner = 'another', last_group = 0,"
                + " lease_until = now() + interval '3 seconds'");
        var wish = bench.cancel("c0");
        assertThat(wish.status()).isIn(503, 504);
        assertThat(wish.json().containsKey("accepted"))
                .as("nobody can say that it was not stored")
                .isFalse();
        var late = await(bench.submit("late", "6400"));
        assertThat(late.status()).isIn(503, 504);
        assertThat(late.headers().get("retry-after")).isEqualTo(late.status() == 503 ? "1" : null);
        assertThat(await(bench.submit("later", "6400")).status()).isEqualTo(503);
        assertThat(bench.summary().getInteger("total")).isEqualTo(1);
        assertThat(exchange.arrivals()).hasSize(1);
        // the other one does nothing for its lease, so the orders come back
        until(() -> "not back", () -> await(bench.submit("late", "6400")).status() == 201);
        bench.awaitAll(OrderStatus.ACTIVE, 2);
        assertThat(exchange.arrivals().values()).hasSize(2).containsOnly(1);
    }

    @Test
    void answersABulkRequestOrderByOrderAndTheSameWayAgain() {
        bench.start();
        String good = TradingBench.body("b1", "6400");
        String conflicting = good.replace("6400", "6401");
        String refused = TradingBench.body("b3", "6400").replace("tBTCUSD", "tXXXUSD");
        String bulk = "{\"orders\":[" + good + "," + TradingBench.body("b2", "6400") + "," + conflicting + "," + refused
                + "]}";
        assertThat(statuses(bulk)).containsExactly(201, 201, 409, 422);
        assertThat(statuses(bulk)).containsExactly(200, 200, 409, 422);
        await(bench.host().close());
        bench.start();
        assertThat(statuses(bulk)).containsExactly(200, 200, 409, 422);
        bench.awaitAll(OrderStatus.ACTIVE, 2);
        assertThat(exchange.arrivals().values()).hasSize(2).containsOnly(1);
        assertThat(await(bench.post("/api/v1/orders/bulk", "{\"orders\":[]}")).status())
                .isEqualTo(400);
        assertThat(await(bench.post("/api/v1/orders/bulk", bulk.replace("\"0.5\"", "0.5")))
                        .json()
                        .getString("field"))
                .isEqualTo("orders[0].amount");
    }

    private List<Integer> statuses(String bulk) {
        var answer = await(bench.post("/api/v1/orders/bulk", bulk));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().getJsonArray("results").stream()
                .map(result -> ((io.vertx.core.json.JsonObject) result).getInteger("status"))
                .toList();
    }

    @Test
    void acknowledgesNothingWithoutTheDatabaseAndGoesOnWhenItIsBack() {
        bench.start();
        bench.accepted(0, 10);
        int port = postgres.port();
        postgres.close();
        Set<Integer> statuses = new java.util.HashSet<>();
        for (int i = 100; i < 130; i++) {
            var answer = await(bench.submit("c" + i, "6400"));
            statuses.add(answer.status());
            if (answer.status() == 503) {
                assertThat(answer.json().getString("error")).isEqualTo("UNAVAILABLE");
                // an earlier attempt may have been: nobody can look
                assertThat(answer.json().containsKey("accepted")).isFalse();
                assertThat(answer.headers().get("retry-after")).isEqualTo("1");
            }
        }
        assertThat(statuses).contains(503).isSubsetOf(503, 504);
        postgres = EmbeddedPostgresServer.start(directory, true, port);
        until(() -> "not back", () -> await(bench.submit("c10", "6400")).status() / 100 == 2);
        until(
                () -> bench.summary().encode(),
                () -> bench.summary()
                        .getJsonObject("byStatus")
                        .getInteger("ACTIVE")
                        .equals(bench.summary().getInteger("total")));
        for (int i = 0; i < 11; i++) {
            assertThat(bench.status("c" + i)).isEqualTo("ACTIVE");
        }
        assertThat(exchange.arrivals().values()).containsOnly(1);
    }

    @Test
    void refusesWhatBreaksALimitAndWhatBreaksTheContract() {
        bench.start();
        String good = TradingBench.body("c1", "6400");
        assertThat(await(bench.send(good.replace("tBTCUSD", "tXXXUSD"))).status())
                .isEqualTo(422);
        assertThat(await(bench.send(good.replace("\"0.5\"", "\"5000\""))).json().getString("reason"))
                .isEqualTo("AMOUNT_LIMIT");
        for (String bad : List.of(
                "",
                "{",
                good.replace("\"6400\"", "6400.0"),
                good.replace("\"6400\"", "1e999"),
                good.replace("6400", "1e5"),
                good.replace("\"side\"", "\"status\":\"FILLED\",\"side\""),
                good.replace("\"side\"", "\"account\":\"a2\",\"side\""),
                good.replace("0.5", "0.123456789"))) {
            assertThat(await(bench.send(bad)).status()).as(bad).isEqualTo(400);
        }
        assertThat(await(bench.send(good.replace("c1", "c".repeat(70_000)))).status())
                .isIn(400, 413);
        assertThat(bench.summary().getInteger("total")).isZero();
        assertThatThrownBy(() -> await(TradingApi.GET_ORDER.call(
                        bench.host().vertx().eventBus(), new tradelab.contracts.trading.OrderRef("a1", "c1"), TIMEOUT)))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void takesTheOrderIdForTheNameWhereNoOrderOfTheAccountHasThatName() {
        bench.start();
        bench.accepted(0, 2);
        String first = bench.get("/api/v1/orders/a1/c0").json().getString("orderId");
        String second = bench.get("/api/v1/orders/a1/c1").json().getString("orderId");
        assertThat(bench.get("/api/v1/orders/a1/" + first).json().getString("clientOrderId"))
                .isEqualTo("c0");
        assertThat(bench.get("/api/v1/orders/a2/" + first).status()).isEqualTo(404);
        assertThat(bench.cancel(first + "0").status()).isEqualTo(404);
        assertThat(await(bench.amending(second, "{\"price\":\"6300\"}")).status())
                .isEqualTo(202);
        assertThat(bench.get("/api/v1/orders/a1/c1").json().getString("price")).isEqualTo("6300");
        var cancelled = bench.cancel(first).json().getJsonObject("order");
        assertThat(cancelled.getString("clientOrderId")).isEqualTo("c0");
        assertThat(cancelled.getBoolean("cancelRequested")).isTrue();
        assertThat(await(bench.submit(second, "6400")).status()).isEqualTo(201);
        assertThat(bench.get("/api/v1/orders/a1/" + second).json().getString("orderId"))
                .isNotEqualTo(second);
    }

    @Test
    void listsOrdersPageByPage() {
        bench.start();
        bench.accepted(0, 20);
        List<String> names = bench.rows("/api/v1/orders?account=a1&limit=7").stream()
                .map(row -> row.getString("clientOrderId"))
                .toList();
        assertThat(names).hasSize(20).doesNotHaveDuplicates();
        assertThat(bench.rows("/api/v1/orders?account=a2&limit=7")).isEmpty();
        assertThat(bench.get("/api/v1/orders?status=WRONG").status()).isEqualTo(400);
    }

    @Test
    void fillsItsBatchesAndDrainsWithoutLoss() {
        exchange.readable(false);
        bench.start();
        bench.accepted(0, 600);
        await(bench.host().close());
        exchange.readable(true);
        bench.start();
        bench.awaitAll(OrderStatus.ACTIVE, 600);
        assertThat(exchange.arrivals().values()).hasSize(600).containsOnly(1);
        assertThat(exchange.batches()).hasSize(8).allMatch(size -> size == 75);
    }
}

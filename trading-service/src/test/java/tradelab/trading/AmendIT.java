package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.AmendOrder;
import tradelab.contracts.trading.CancelOrders;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.TradingApi;
import tradelab.trading.order.Terms;

class AmendIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench = new TradingBench(exchange, Map.of());

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void changesPriceAndAmountAtTheVenueAndKeepsThemThroughARestart() {
        bench.accepted(1, 2);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        var answer = await(bench.amending("c1", "{\"price\":\"6300\",\"amount\":\"0.7\"}"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().getBoolean("taken")).isTrue();
        assertThat(answer.json().getJsonObject("order").getString("price")).isEqualTo("6300");
        until(() -> "no amendment", () -> exchange.amends().size() == 1);
        assertThat(exchange.amends()).containsExactly(new Terms(630_000_000_000L, 70_000_000L));
        bench.kill();
        bench.start();
        var order = bench.get("/api/v1/orders/a1/c1").json();
        assertThat(order.getString("price")).isEqualTo("6300");
        assertThat(order.getString("amount")).isEqualTo("0.7");
        // the request as it came at first is still the same order
        assertThat(await(bench.submit("c1", "6400")).status()).isEqualTo(200);
        long cid = exchange.arrivals().keySet().iterator().next();
        exchange.fill(cid, 70_000_000L);
        bench.awaitAll(OrderStatus.FILLED, 1);
    }

    @Test
    void sendsOnlyTheLastOfManyAmendmentsThatWait() {
        bench.accepted(1, 2);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(bench.amending("c1", "{\"price\":\"" + (6_000 + i) + "\"}"));
        }
        answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(202));
        String last = bench.get("/api/v1/orders/a1/c1").json().getString("price");
        until(
                () -> exchange.amends().toString(),
                () -> !exchange.amends().isEmpty()
                        && exchange.amends().getLast().price()
                                == Price.parse(last).units());
        assertThat(exchange.amends()).hasSizeLessThan(50);
    }

    @Test
    void takesAnOrderThatWasNotSentYetAndKeepsTheTermsOfOneWhoseAnswerIsLost() {
        exchange.behave(FakeExchange.Mode.TURNS_AWAY, 3);
        bench.accepted(1, 2);
        assertThat(await(bench.amending("c1", "{\"amount\":\"0.4\"}")).status()).isEqualTo(202);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        exchange.behave(FakeExchange.Mode.CALL_LOST, 1);
        assertThat(await(bench.amending("c1", "{\"price\":\"6100\"}")).status()).isEqualTo(202);
        until(
                () -> exchange.amends().toString(),
                () -> exchange.amends().contains(new Terms(610_000_000_000L, 40_000_000L)));
        assertThat(exchange.arrivals().values()).containsOnly(1);
    }

    @Test
    void returnsToTheOldTermsWhenTheVenueRefusesTheNew() {
        bench.accepted(1, 2);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        exchange.behave(FakeExchange.Mode.REFUSES, 1);
        assertThat(await(bench.amending("c1", "{\"price\":\"6100\"}")).status()).isEqualTo(202);
        until(
                () -> bench.get("/api/v1/orders/a1/c1").json().encode(),
                () -> bench.get("/api/v1/orders/a1/c1")
                        .json()
                        .getString("price")
                        .equals("6400"));
    }

    @Test
    void refusesWhatCannotBeAndSaysWhy() {
        bench.accepted(1, 2);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        exchange.fill(exchange.arrivals().keySet().iterator().next(), 20_000_000L);
        bench.awaitAll(OrderStatus.PARTIAL, 1);
        var filled = await(bench.amending("c1", "{\"amount\":\"0.2\"}"));
        assertThat(filled.status()).isEqualTo(422);
        assertThat(filled.json().getString("refusal")).contains("filled");
        var large = await(bench.amending("c1", "{\"amount\":\"5000\"}"));
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.json().getString("refusal")).contains("1000");
        assertThat(await(bench.amending("c1", "{}")).status()).isEqualTo(400);
        assertThat(await(bench.amending("c1", "{\"price\":6100.5}")).status()).isEqualTo(400);
        assertThat(await(bench.amending("c1", "{\"status\":\"FILLED\"}")).status())
                .isEqualTo(400);
        assertThat(await(bench.amending("nobody", "{\"price\":\"1\"}")).status())
                .isEqualTo(404);
        assertThat(exchange.amends()).isEmpty();
    }

    @Test
    void amendsAndCancelsOverTheBusByAccountByInstrumentAndAll() {
        bench.accepted(1, 6);
        String other = TradingBench.body("d1", "6400").replace("\"a1\"", "\"a2\"");
        assertThat(await(bench.send(other)).status()).isEqualTo(201);
        assertThat(await(bench.send(TradingBench.body("e1", "6400").replace("tBTC", "tETH")))
                        .status())
                .isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 7);
        assertThat(bench.rows("/api/v1/orders?instrument=BITFINEX:tETHUSD"))
                .extracting(row -> row.getString("clientOrderId"))
                .containsExactly("e1");
        assertThat(bench.get("/api/v1/orders?instrument=nothing").status()).isEqualTo(400);
        var bus = bench.host().vertx().eventBus();
        var outcome =
                await(TradingApi.AMEND_ORDER.call(bus, new AmendOrder("a1", "c1", Price.parse("6001"), null), TIMEOUT));
        assertThat(outcome.taken()).isTrue();
        assertThat(await(TradingApi.CANCEL_ORDERS.call(
                                bus, new CancelOrders("a1", Instrument.parse("BITFINEX:tBTCUSD")), TIMEOUT))
                        .requested())
                .isEqualTo(5);
        bench.awaitAll(OrderStatus.CANCELED, 5);
        assertThat(bench.delete("/api/v1/orders").status()).isEqualTo(400);
        assertThat(bench.delete("/api/v1/orders?instrument=BITFINEX:tETHUSD")
                        .json()
                        .getInteger("requested"))
                .isEqualTo(1);
        var all = bench.delete("/api/v1/orders?all=true");
        assertThat(all.status()).isEqualTo(202);
        assertThat(all.json().getInteger("requested")).isEqualTo(1);
        bench.awaitAll(OrderStatus.CANCELED, 7);
    }
}

package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;

/** An account becomes maker-only while taker orders of it are accepted and not sent. */
class MakerOnlyIT {
    private static final int ORDERS = 60;

    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench =
            new TradingBench(exchange, Map.of("trading.calls-per-minute", "60", "trading.batch-max", "5"));

    private void becomesMakerOnly() {
        assertThat(bench.put(
                                "/api/v1/limits/account/a1",
                                "{\"limits\":{\"makerOnly\":true},\"reason\":\"makes from now on\"}")
                        .status())
                .isEqualTo(200);
    }

    private void tradingGoesOn() {
        assertThat(bench.get("/api/v1/kill-switch").json().getJsonArray("switches"))
                .isEmpty();
        String others = TradingBench.body("other", "6400").replace("\"a1\"", "\"a2\"");
        assertThat(await(bench.send(others)).status()).isEqualTo(201);
        until(
                () -> bench.summary().encode(),
                () -> "ACTIVE"
                        .equals(bench.get("/api/v1/orders/a2/other").json().getString("status")));
    }

    @Test
    void noneOfItsTakersReachesTheVenueAndEachEndsWithTheReason() {
        exchange.readable(false); // so that nothing is sent
        bench.start();
        bench.accepted(0, ORDERS);
        JsonObject maker = new JsonObject(TradingBench.body("maker", "6400")).put("postOnly", true);
        assertThat(await(bench.send(maker.encode())).status()).isEqualTo(201);
        becomesMakerOnly();
        exchange.readable(true);
        bench.awaitAll(OrderStatus.CANCELED, ORDERS);
        assertThat(bench.rows("/api/v1/orders?status=CANCELED"))
                .allMatch(row -> row.getString("reason").startsWith("POST_ONLY: "));
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(bench.status("maker")).isEqualTo("ACTIVE");
        tradingGoesOn();
        assertThat(exchange.arrivals()).hasSize(2);
    }

    @Test
    void nothingLeavesAfterTheAnswerThoughBatchesWereUnderWay() {
        bench.start();
        bench.accepted(0, ORDERS);
        until(() -> "nothing sent", () -> !exchange.arrivals().isEmpty());
        becomesMakerOnly();
        Set<Long> before = exchange.arrivals().keySet();
        assertThat(before.size()).isLessThan(ORDERS);
        bench.awaitAll(OrderStatus.CANCELED, ORDERS - before.size());
        assertThat(exchange.arrivals().keySet()).isEqualTo(before);
        tradingGoesOn();
    }
}

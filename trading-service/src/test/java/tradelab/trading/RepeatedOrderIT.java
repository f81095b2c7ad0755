package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;

/** An order was executed and its instance is gone; its client asks again while nothing new is taken. */
class RepeatedOrderIT {
    private final FakeExchange exchange = new FakeExchange();

    @SuppressWarnings("NullAway.Init")
    private TradingBench.Answer first;

    @RegisterExtension
    final TradingBench bench = new TradingBench(
            exchange,
            Map.of(
                    "trading.calls-per-minute", "60",
                    "trading.batch-max", "1",
                    "trading.desk.queue-wait-max", "2s"));

    @BeforeEach
    void executeAndRestart() {
        bench.start();
        first = await(bench.submit("old", "6400"));
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        exchange.fill(exchange.arrivals().keySet().iterator().next(), 50_000_000);
        bench.awaitAll(OrderStatus.FILLED, 1);
        await(bench.host().close());
        exchange.readable(false); // so that nothing more is sent
        bench.start();
    }

    private void answersAsBefore() {
        var again = await(bench.submit("old", "6400"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json().copy().put("duplicate", true));
        assertThat(await(bench.submit("old", "6399")).status()).isEqualTo(409);
    }

    private List<JsonObject> bulk(String... orders) {
        var answer = await(bench.post("/api/v1/orders/bulk", "{\"orders\":[" + String.join(",", orders) + "]}"));
        return answer.json().getJsonArray("results").stream()
                .map(result -> (JsonObject) result)
                .toList();
    }

    @Test
    void getsTheAnswerOfBeforeWhileTradingIsHalted() {
        assertThat(bench.put("/api/v1/kill-switch/global/all", "{\"state\":\"HALTED\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        answersAsBefore();
        assertThat(await(bench.submit("new", "6400")).json().getString("reason"))
                .isEqualTo("HALTED");
        assertThat(bulk(
                        TradingBench.body("old", "6400"),
                        TradingBench.body("old", "6399"),
                        TradingBench.body("new", "6400")))
                .extracting(result -> result.getInteger("status"))
                .containsExactly(200, 409, 422);
    }

    @Test
    void getsTheAnswerOfBeforeWhenALimitStandsAgainstIt() {
        assertThat(bench.put("/api/v1/limits/account/a1", "{\"limits\":{\"notionalMax\":\"1\"},\"reason\":\"small\"}")
                        .status())
                .isEqualTo(200);
        answersAsBefore();
        assertThat(await(bench.submit("new", "6400")).json().getString("reason"))
                .isEqualTo("NOTIONAL_LIMIT");
    }

    @Test
    void getsTheAnswerOfBeforeUnderOverloadAndOnlyNewOrdersHearThatTheyWereNeverAccepted() {
        int accepted = 0;
        while (await(bench.submit("wait" + accepted, "6400")).status() == 201) {
            accepted++;
        }
        assertThat(accepted).isPositive();
        answersAsBefore();
        var refused = await(bench.submit("new", "6400"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getBoolean("accepted")).isFalse();
        assertThat(refused.headers().get("retry-after")).isEqualTo("1");
        List<JsonObject> bulk = bulk(TradingBench.body("old", "6400"), TradingBench.body("new", "6400"));
        assertThat(bulk).extracting(result -> result.getInteger("status")).containsExactly(200, 429);
        assertThat(bulk.getLast().getBoolean("accepted")).isFalse();
        assertThat(bench.summary().getInteger("total")).isEqualTo(accepted + 1);
    }
}

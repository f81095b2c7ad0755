package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;

class LimitsIT {
    private static final String ACCOUNT = "/api/v1/limits/account/a1";

    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench = new TradingBench(
            exchange, Map.of("trading.risk.accounts", "a1,a2", "trading.risk.equal-orders-max", "500"));

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void limitsHoldAtOnceSurviveARestartAndEveryChangeIsKept() {
        assertThat(bench.put(ACCOUNT, "{\"limits\":{\"exposureMax\":\"5000\"},\"reason\":\"small\"}")
                        .status())
                .isEqualTo(200);
        assertThat(await(bench.submit("c1", "6400")).status()).isEqualTo(201); // 0.5 of it
        var refused = await(bench.submit("c2", "6400"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("reason")).isEqualTo("EXPOSURE_LIMIT");
        assertThat(refused.json().getString("detail")).contains("worth at most 5000, got 6400");
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        bench.kill();
        bench.start();
        assertThat(await(bench.submit("c2", "6400")).status()).isEqualTo(422);
        assertThat(bench.cancel("c1").status()).isEqualTo(202);
        bench.awaitAll(OrderStatus.CANCELED, 1);
        assertThat(await(bench.submit("c2", "6400")).status()).isEqualTo(201);
        assertThat(bench.put(ACCOUNT, "{\"limits\":{\"makerOnly\":true},\"reason\":\"maker\"}")
                        .json()
                        .getJsonObject("limits")
                        .containsKey("exposureMax"))
                .isFalse();
        assertThat(await(bench.submit("c3", "6400")).json().getString("reason")).isEqualTo("POST_ONLY");
        assertThat(bench.get("/api/v1/limits").json().getJsonArray("limits")).hasSize(1);
        assertThat(bench.get("/api/v1/limits/changes").json().getJsonArray("limits"))
                .hasSize(2);
    }

    @Test
    void showsTheLimitsOfTheSettingsBesideThoseThatWereSet() {
        var settings = bench.get("/api/v1/limits").json().getJsonObject("settings");
        assertThat(settings.getString("amountMax")).isEqualTo("1000");
        assertThat(settings.getInteger("equalOrdersMax")).isEqualTo(500);
        assertThat(bench.get("/api/v1/limits/changes").json().containsKey("settings"))
                .isFalse();
    }

    @Test
    void knowsItsAccounts() {
        var stranger = await(bench.send(TradingBench.body("c1", "6400").replace("\"a1\"", "\"a9\"")));
        assertThat(stranger.status()).isEqualTo(422);
        assertThat(stranger.json().getString("reason")).isEqualTo("UNKNOWN_ACCOUNT");
        assertThat(stranger.json().getString("detail")).contains("got a9");
        assertThat(await(bench.submit("c1", "6400")).status()).isEqualTo(201);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThat(bench.put(ACCOUNT, "{\"limits\":{\"ordersPerSecond\":0},\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(bench.put(ACCOUNT, "{\"limits\":{\"collar\":0.05},\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(bench.put(ACCOUNT, "{\"limits\":{\"unknown\":1},\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(bench.put("/api/v1/limits/account/a1", "{\"limits\":{}}").status())
                .isEqualTo(400);
    }

    /** What is misspelt stops, limits, shows and cancels nothing, or more than was meant. */
    @Test
    void refusesVenuesThatAreNotTradedHereAndParametersThatItDoesNotKnow() {
        String halt = "{\"state\":\"HALTED\",\"reason\":\"test\"}";
        var venue = bench.put("/api/v1/kill-switch/venue/BITFINX", halt);
        assertThat(venue.status()).isEqualTo(400);
        assertThat(venue.json().getString("message"))
                .isEqualTo("target: expected a venue of [BITFINEX], got 'BITFINX'");
        assertThat(bench.put("/api/v1/kill-switch/instrument/BITFINX:tBTCUSD", halt)
                        .status())
                .isEqualTo(400);
        assertThat(bench.put("/api/v1/kill-switch/venue/BITFINX", "{\"state\":\"ACTIVE\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        String limits = "{\"limits\":{\"makerOnly\":true},\"reason\":\"test\"}";
        assertThat(bench.put("/api/v1/limits/venue/BITFINX", limits).status()).isEqualTo(400);

        assertThat(await(bench.submit("c1", "6400")).status()).isEqualTo(201);
        var cancelled = bench.delete("/api/v1/orders?account=a1&instrment=BITFINEX:tETHUSD");
        assertThat(cancelled.status()).isEqualTo(400);
        assertThat(cancelled.json().getString("field")).isEqualTo("instrment");
        assertThat(bench.status("c1")).isNotEqualTo("CANCELED");
        for (String path :
                List.of("orders", "fills", "positions", "balances", "events", "limits/changes", "stream/sse")) {
            var refused = bench.get("/api/v1/" + path + "?acount=a1");
            assertThat(refused.status()).as(path).isEqualTo(400);
            assertThat(refused.json().getString("message")).startsWith("acount: unknown parameter, expected one of [");
        }
    }
}

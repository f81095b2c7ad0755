package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;

/** The kill switch, thrown while orders pour in and out. */
class KillSwitchIT {
    private static final int ORDERS = 1_000;
    private static final String GLOBAL = "/api/v1/kill-switch/global/all";

    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench = new TradingBench(
            exchange,
            Map.of(
                    "trading.calls-per-minute", "60",
                    // a thousand orders at once on a busy machine: a slow commit is not what this is about
                    "trading.desk.commit-timeout", "9s",
                    "trading.desk.answer-max", "9s"));

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void afterTheAnswerTheVenueGetsNothingNewButWhatTheAnswerLists() {
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            answers.add(bench.submit("c" + i, "6400"));
        }
        until(() -> "no load", () -> exchange.arrivals().size() > 100);
        var thrown = bench.put(GLOBAL, "{\"state\":\"HALTED\",\"reason\":\"test\"}");
        Set<Long> before = exchange.arrivals().keySet();
        assertThat(thrown.status()).isEqualTo(200);
        assertThat(thrown.json().getBoolean("complete")).isTrue();
        Set<Long> allowed = new HashSet<>(before);
        JsonArray listed = thrown.json().getJsonArray("mayReachVenue");
        listed.forEach(id -> allowed.add(Long.valueOf(((String) id).substring(1))));
        int accepted = 0;
        for (Future<TradingBench.Answer> answer : answers) {
            int status = await(answer).status();
            assertThat(status).isIn(201, 422);
            accepted += status == 201 ? 1 : 0;
        }
        assertThat(await(bench.submit("late", "6400")).json().getString("reason"))
                .isEqualTo("HALTED");
        assertThat(exchange.arrivals().size()).isLessThan(ORDERS);

        // what was under way when it stops is heard out; and the switch survives the restart
        await(bench.host().close());
        assertThat(allowed).containsAll(exchange.arrivals().keySet());
        bench.start();
        assertThat(await(bench.submit("late", "6400")).status()).isEqualTo(422);
        assertThat(allowed).containsAll(exchange.arrivals().keySet());
        assertThat(bench.put(GLOBAL, "{\"state\":\"ACTIVE\",\"reason\":\"over\"}")
                        .status())
                .isEqualTo(200);
        bench.awaitAll(OrderStatus.ACTIVE, accepted);
        assertThat(exchange.arrivals().values()).hasSize(accepted).containsOnly(1);
    }

    @Test
    void stopsOneAccountOrOneInstrumentAndLetsOthersTrade() {
        String order = TradingBench.body("c1", "6400");
        assertThat(bench.put("/api/v1/kill-switch/account/a1", "{\"state\":\"HALTED\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        assertThat(await(bench.send(order)).status()).isEqualTo(422);
        assertThat(await(bench.send(order.replace("\"a1\"", "\"a2\""))).status())
                .isEqualTo(201);
        assertThat(bench.put(
                                "/api/v1/kill-switch/instrument/BITFINEX:tBTCUSD",
                                "{\"state\":\"REDUCING\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        assertThat(await(bench.send(order.replace("\"a1\"", "\"a3\""))).status())
                .isEqualTo(422);
        assertThat(await(bench.send(order.replace("\"a1\"", "\"a3\"").replace("tBTC", "tETH")))
                        .status())
                .isEqualTo(201);
        assertThat(bench.get("/api/v1/kill-switch").json().getJsonArray("switches"))
                .hasSize(2);
        assertThat(bench.put("/api/v1/kill-switch/global/a1", "{\"state\":\"HALTED\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }
}

package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.venue.VenueService;

/** The real adapter against the venue simulator: REST, WebSocket, signatures and all. */
class VenueSimulatorIT {
    private static final int ORDERS = 2_000;
    private static final Set<String> SETTLED = Set.of("ACTIVE", "PARTIAL", "FILLED", "CANCELED", "REJECTED", "EXPIRED");

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private ServiceHost exchange;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgresServer.start(null, true);
        exchange = await(ServiceHost.start(
                Map.of(
                        "venue.http.port", "0",
                        "venue.management.port", "0",
                        // whatever the storm gets through before a kill can be paid for
                        "venue.balances", "USD=1000000000,BTC=1000"),
                new VenueService()));
        int port = exchange.port("venue-simulator", "http");
        bench = new TradingBench(
                postgres,
                TradingService::new,
                Map.of(
                        "trading.bitfinex.rest-url", "http://127.0.0.1:" + port,
                        "trading.bitfinex.websocket-url", "ws://127.0.0.1:" + port + "/ws/2"));
    }

    @AfterEach
    void stop() {
        bench.close();
        await(exchange.close());
        postgres.close();
    }

    @Test
    void placesEveryAcknowledgedOrderExactlyOnceWithCancellationsAmongThem() {
        bench.start();
        placeAll(0, ORDERS);
        awaitSettled();
        assertLedgersAgree();
        assertThat(bench.summary().getJsonObject("byStatus").getInteger("FILLED"))
                .isPositive();
    }

    @Test
    void tellsWhatTheVenueSaysThatWeHave() {
        bench.start();
        assertThat(await(bench.submit("b1", "30000")).status()).isEqualTo(201);
        until(() -> bench.status("b1"), () -> bench.status("b1").equals("ACTIVE"));
        JsonObject answer = bench.get("/api/v1/balances?venue=bitfinex").json();
        JsonObject venue = answer.getJsonArray("venues").getJsonObject(0);
        assertThat(venue.getString("venue")).isEqualTo("bitfinex");
        assertThat(venue.getLong("ageMillis")).isBetween(0L, 60_000L);
        JsonObject dollars = venue.getJsonArray("balances").stream()
                .map(JsonObject.class::cast)
                .filter(balance -> balance.getString("kind").equals("exchange")
                        && balance.getString("currency").equals("USD"))
                .findFirst()
                .orElseThrow();
        assertThat(Decimals.parse("available", dollars.getString("available")))
                .isLessThan(Decimals.parse("total", dollars.getString("total")));
        assertThat(bench.get("/api/v1/balances?venue=nowhere").status()).isEqualTo(400);
    }

    @Test
    void losesAndDoublesNothingWhenKilledInTheMiddleOfAStorm() {
        bench.start();
        Set<Integer> acknowledged = new HashSet<>();
        for (int kill = 0; kill < 3; kill++) {
            List<Future<TradingBench.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(bench.submit("k" + kill + "-" + i, "30000"));
            }
            answers.subList(0, 101)
                    .forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
            bench.kill();
            for (int i = 0; i < answers.size(); i++) {
                Future<TradingBench.Answer> answer = answers.get(i);
                var _ = await(answer.transform(_ -> Future.succeededFuture(0)));
                if (answer.succeeded() && answer.result().status() == 201) {
                    acknowledged.add(kill * 1_000 + i);
                }
            }
            bench.start();
        }
        awaitSettled();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(300);
        for (int order : acknowledged) {
            assertThat(bench.status("k" + order / 1_000 + "-" + order % 1_000)).isEqualTo("ACTIVE");
        }
        assertLedgersAgree();
    }

    /** Most rest far below the market, every tenth takes; every third is cancelled at once. */
    private void placeAll(int from, int to) {
        List<Future<TradingBench.Answer>> cancels = new ArrayList<>();
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String name = "c" + i;
            Future<TradingBench.Answer> answer = bench.submit(name, i % 10 == 0 ? "60000" : "30000");
            answers.add(answer);
            if (i % 3 == 0) {
                cancels.add(answer.compose(_ -> bench.cancelling(name)));
            }
        }
        answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
        cancels.forEach(answer -> assertThat(await(answer).status()).isEqualTo(202));
    }

    private void awaitSettled() {
        until(() -> bench.summary().encode(), () -> {
            JsonObject summary = bench.summary();
            int settled = SETTLED.stream()
                    .mapToInt(status -> summary.getJsonObject("byStatus").getInteger(status))
                    .sum();
            return settled == summary.getInteger("total");
        });
    }

    /** Rows are the venue's acceptances and what was cancelled before it was sent; nothing is there twice. */
    private void assertLedgersAgree() {
        JsonObject ledger = await(bench.fetch(exchange.port("venue-simulator", "http"), "/sim/ledger/summary"))
                .json();
        long neverSent = bench.rows("/api/v1/orders?limit=1000").stream()
                .filter(order -> !order.containsKey("venueOrderId"))
                .count();
        assertThat(ledger.getLong("repeatedCids")).isZero();
        assertThat(ledger.getLong("distinctCids")).isEqualTo(ledger.getLong("acceptances"));
        assertThat(ledger.getLong("acceptances") + neverSent)
                .isEqualTo(bench.summary().getLong("total"));
    }
}

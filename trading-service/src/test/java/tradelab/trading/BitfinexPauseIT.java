package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** An exchange that asks to be left alone is, and what waits goes on when it is back. */
class BitfinexPauseIT {
    private static final String BATCH = "/v2/auth/w/order/multi";

    @RegisterExtension
    final VenueSimulator simulator = VenueSimulator.builder().build();

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    private int tries;

    @BeforeEach
    void start(RunningVenue venue) {
        bench = new TradingBench(
                venue,
                Map.of(
                        "trading.desk.queue-wait-max", "100s",
                        "trading.risk.instruments", "BITFINEX:*",
                        "trading.venue-limits.bitfinex.batch-max", "2"));
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void sendsNothingInMaintenanceRefusesWhatWouldWaitTooLongAndGoesOnAfterIt(RunningVenue venue) {
        assertThat(await(bench.submit("c1", "30000")).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        var _ = venue.faults().add(FaultKind.MAINTENANCE, BATCH);
        // two minutes of maintenance are longer than an order may wait
        until(
                () -> bench.get("/api/v1/orders?account=a1").json().encode(),
                () -> await(bench.submit("m" + ++tries, "30000")).status() == 429);
        long called = batches(venue);
        assertThat(bench.cancel("c1").status()).isEqualTo(202);
        assertThat(bench.status("c1")).isEqualTo("ACTIVE");
        assertThat(batches(venue)).as("at most one was on its way").isBetween(called, called + 1);
        venue.faults().clear();
        until(() -> bench.status("c1"), () -> bench.status("c1").equals("CANCELED"));
        until(
                () -> bench.get("/api/v1/orders?account=a1").json().encode(),
                () -> await(bench.submit("c3", "30000")).status() == 201);
    }

    @Test
    void takesNoMoreOfAPairThanTheExchangeAndOnlyPairsThatItHas() {
        until(() -> "the pairs were not read", () -> {
            var refused = await(bench.send(TradingBench.body("x", "1").replace("tBTCUSD", "tNOSUCH")));
            return refused.status() == 422 && refused.json().getString("reason").equals("UNKNOWN_INSTRUMENT");
        });
        String body = TradingBench.body("c1", "30000");
        var small = await(bench.send(body.replace("\"0.5\"", "\"0.00000001\"")));
        assertThat(small.status()).isEqualTo(422);
        assertThat(small.json().getString("reason")).isEqualTo("AMOUNT_LIMIT");
        assertThat(small.json().getString("detail")).contains("LOT").contains("at least");
        assertThat(await(bench.send(body)).status()).isEqualTo(201);
    }

    @Test
    void keepsToTheBatchOfTheVenue(RunningVenue venue) {
        for (int i = 0; i < 7; i++) {
            assertThat(await(bench.submit("c" + i, "30000")).status()).isEqualTo(201);
        }
        bench.awaitAll(OrderStatus.ACTIVE, 7);
        assertThat(batches(venue)).isGreaterThanOrEqualTo(4);
    }

    private static long batches(RunningVenue venue) {
        return venue.arrivals(0).stream()
                .filter(arrival -> arrival.route().equals(BATCH))
                .count();
    }
}

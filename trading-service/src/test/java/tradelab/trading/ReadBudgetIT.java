package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** Records are read as often as the exchange allows, however often somebody wants to: ninety times a minute of each kind. */
class ReadBudgetIT {
    private static final String OPEN_ORDERS = "/v2/auth/r/orders";

    /** More than a burst of them, so that some have waited for their turn. */
    private static final int READS_MIN = 8;

    @RegisterExtension
    final VenueSimulator simulator =
            VenueSimulator.builder().setting("venue.exchange-limits", "true").build();

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    private void begin(RunningVenue venue, String readsPerMinute) {
        bench = new TradingBench(
                venue,
                Map.of(
                        "trading.reconcile.interval", "10ms",
                        "trading.reconcile.sweep-interval", "10ms",
                        "trading.venue-limits.bitfinex.reads-per-minute", readsPerMinute));
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void reconciliationWithoutPauseBreaksNoLimitAndOrdersGoAllTheSame(RunningVenue venue) {
        begin(venue, "90");
        until(() -> reads(venue) + " reads", () -> reads(venue) >= READS_MIN / 2);
        assertThat(await(bench.submit("c1", "20000")).status()).isEqualTo(201);
        until(() -> bench.status("c1"), () -> bench.status("c1").equals("ACTIVE"));
        until(() -> reads(venue) + " reads", () -> reads(venue) >= READS_MIN);
        assertThat(bench.get("/api/v1/balances").json().encode()).contains("exchange");
        assertThat(violations(venue)).isZero();
    }

    @Test
    void withoutThatBudgetTheExchangeTurnsItAway(RunningVenue venue) {
        begin(venue, "6000");
        until(() -> reads(venue) + " reads", () -> violations(venue) > 0);
    }

    private static long reads(RunningVenue venue) {
        return venue.arrivals(0).stream()
                .filter(arrival -> arrival.route().equals(OPEN_ORDERS))
                .count();
    }

    private static long violations(RunningVenue venue) {
        return venue.arrivals(0).stream()
                .filter(arrival -> "429".equals(arrival.answer()))
                .count();
    }
}

package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** A call whose nonce came too late is made again at the pace of all calls: the venue counts it. */
class CallAgainIT {
    private static final String MULTI = "/v2/auth/w/order/multi";

    /** Three at once, then one every 2.2 s. */
    private static final String CALLS_PER_MINUTE = "30";

    private static final int CALLS = 7;

    /** Seven take nine seconds at that pace; one call and its repetitions without it, some milliseconds. */
    private static final long MILLIS_MIN = Duration.ofSeconds(2).toMillis();

    @RegisterExtension
    final VenueSimulator simulator =
            VenueSimulator.builder().setting("venue.exchange-limits", "true").build();

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    @BeforeEach
    void start(RunningVenue venue) {
        bench = new TradingBench(venue, Map.of("trading.calls-per-minute", CALLS_PER_MINUTE));
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void repetitionsKeepThePaceAndTheOrderArrivesOnce(RunningVenue venue) {
        var _ = venue.faults().add(FaultKind.NONCE_ERROR, MULTI);
        assertThat(await(bench.submit("c1", "20000")).status()).isEqualTo(201);
        until(() -> calls(venue).size() + " calls", () -> calls(venue).size() >= CALLS);
        List<ArrivalEntry> calls = calls(venue);
        long millis = calls.get(CALLS - 1).receivedMillis() - calls.getFirst().receivedMillis();
        assertThat(millis).isGreaterThan(MILLIS_MIN);
        venue.faults().clear();
        until(() -> bench.status("c1"), () -> bench.status("c1").equals("ACTIVE"));
        assertThat(venue.arrivals(0)).noneMatch(arrival -> "429".equals(arrival.answer()));
        assertThat(venue.ledger(0)).hasSize(1);
    }

    private static List<ArrivalEntry> calls(RunningVenue venue) {
        return venue.arrivals(0).stream()
                .filter(arrival -> arrival.route().equals(MULTI))
                .toList();
    }
}

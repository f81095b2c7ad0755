package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** Orders by REST and by WebSocket, whichever is up; what arrived at the venue is the truth. */
class BitfinexEntryIT {
    private static final String REST = "/v2/auth/w/order/multi";
    private static final String SOCKET = "ws/ox_multi";
    private static final int ORDERS = 40;

    @RegisterExtension
    final VenueSimulator simulator = VenueSimulator.builder().build();

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private SocketCut socket;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    private int placed;

    @BeforeEach
    void start(RunningVenue venue) {
        postgres = EmbeddedPostgresServer.start(null, true);
        socket = new SocketCut(vertx, venue.port(), bytes -> bytes.getByte(0) != 'G' && bytes.length() > 100);
    }

    @AfterEach
    void stop() {
        bench.close();
        postgres.close();
        await(vertx.close());
    }

    private void open(RunningVenue venue, String entry) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.bitfinex.entry",
                entry,
                "trading.bitfinex.call-timeout",
                "1s",
                "trading.bitfinex.rest-url",
                venue.rest().toString(),
                "trading.bitfinex.websocket-url",
                "ws://127.0.0.1:" + socket.port() + "/ws/2",
                "trading.reconcile.quarantine",
                "1500ms"));
        bench = new TradingBench(postgres, TradingService::new, settings);
        bench.start();
    }

    @Test
    void goesOnByWebSocketWhenRestIsDeadAndComesBack(RunningVenue venue) {
        open(venue, "rest");
        place();
        bench.awaitAll(OrderStatus.ACTIVE, placed);
        assertThat(batches(venue, SOCKET)).isZero();
        String fault = venue.faults().add(FaultKind.RESET_BEFORE, "/v2/auth/*");
        place();
        until(() -> "nothing by WebSocket", () -> batches(venue, SOCKET) > 0);
        String first = "c" + placed;
        place();
        until(() -> bench.status(first), () -> bench.status(first).equals("ACTIVE"));
        assertThat(venue.faults().remove(fault)).isPositive();
        long before = batches(venue, REST);
        bench.awaitAll(OrderStatus.ACTIVE, placed);
        until(() -> "not back", () -> {
            place();
            return batches(venue, REST) > before;
        });
        bench.awaitAll(OrderStatus.ACTIVE, placed);
        assertNothingDoubled(venue);
    }

    @Test
    void goesOnByRestWhenTheWebSocketIsCutInTheMiddleOfABatch(RunningVenue venue) {
        open(venue, "websocket");
        until(() -> "nothing by WebSocket", () -> {
            place();
            return batches(venue, SOCKET) > 0;
        });
        socket.next(SocketCut.Mode.CUT_AFTER);
        place();
        until(() -> "not cut", () -> socket.cuts() == 1);
        socket.next(SocketCut.Mode.CUT_BEFORE);
        place();
        bench.awaitAll(OrderStatus.ACTIVE, placed);
        socket.next(SocketCut.Mode.DOWN);
        long before = batches(venue, REST);
        place();
        bench.awaitAll(OrderStatus.ACTIVE, placed);
        assertThat(batches(venue, REST)).isGreaterThan(before);
        assertNothingDoubled(venue);
    }

    private void place() {
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            answers.add(bench.submit("c" + placed++, "30000"));
        }
        answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
    }

    private static long batches(RunningVenue venue, String route) {
        return venue.arrivals(0).stream()
                .filter(ArrivalEntry::executed)
                .filter(arrival -> arrival.route().equals(route))
                .count();
    }

    private void assertNothingDoubled(RunningVenue venue) {
        assertThat(venue.summary().repeatedCids()).isZero();
        assertThat(venue.summary().acceptances()).isEqualTo(placed);
        assertThat(venue.ledger(0)).hasSize(placed);
    }
}

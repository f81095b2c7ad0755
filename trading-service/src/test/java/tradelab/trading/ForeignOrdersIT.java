package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;

/** Somebody else trades with our key. */
class ForeignOrdersIT {
    /** One for each value that the low bits of a client id can have. */
    private static final int LOW_BITS = 16;

    private final FakeExchange exchange = new FakeExchange();
    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);

    @RegisterExtension
    final TradingBench bench = new TradingBench(exchange, Map.of("trading.reconcile.sweep-interval", "100ms"));

    @AfterEach
    void stop() {
        client.close();
        await(vertx.close());
    }

    private void shows(String prefix) {
        for (int cid = 0; cid < LOW_BITS; cid++) {
            exchange.foreign(new VenueReport(cid, prefix + "-open-" + cid, "tBTCUSD", 5, State.OPEN, 0, 0, null));
            exchange.foreign(new VenueReport(cid, prefix + "-over-" + cid, "tBTCUSD", 5, State.FILLED, 5, 1, null));
        }
    }

    private double counted() {
        String metrics = String.valueOf(await(client.request(
                                HttpMethod.GET,
                                bench.host().port("trading-service", "management"),
                                "127.0.0.1",
                                "/metrics")
                        .send())
                .bodyAsString());
        return metrics.lines()
                .filter(line -> line.startsWith("trading_venue_orders_unknown_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void tellsEachForeignOrderOnceWhateverItsIdFromTheRecordsAndFromTheStream() {
        shows("before");
        bench.start();
        until(() -> counted() + " told", () -> counted() == 2 * LOW_BITS);
        shows("stream");
        until(() -> counted() + " told", () -> counted() == 4 * LOW_BITS);
        int read = exchange.readings();
        until(() -> "no sweeps", () -> exchange.readings() > read + 2);
        bench.accepted(0, 3);
        bench.awaitAll(OrderStatus.ACTIVE, 3);
        assertThat(counted()).isEqualTo(4 * LOW_BITS);
    }
}

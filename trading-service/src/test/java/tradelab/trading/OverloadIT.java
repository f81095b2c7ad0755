package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.stores.EmbeddedPostgresServer;

/** Ten times what the venue takes: refused at the door, before anything is stored. */
class OverloadIT {
    private static final int ORDERS = 300;

    private final FakeExchange exchange = new FakeExchange();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgresServer.start(null, true);
        bench = new TradingBench(
                postgres,
                exchange,
                Map.of(
                        "trading.calls-per-minute", "600",
                        "trading.batch-max", "1",
                        "trading.desk.queue-wait-max", "1s"));
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
        postgres.close();
    }

    @Test
    void takesAsManyAsLeaveWithinAWaitShorterThanASecond() {
        bench.close();
        exchange.readable(false); // so that nothing is sent
        bench = new TradingBench(
                postgres,
                exchange,
                Map.of(
                        "trading.calls-per-minute", "600",
                        "trading.batch-max", "1",
                        "trading.desk.queue-wait-max", "500ms"));
        bench.start();
        bench.accepted(0, 1);
        int accepted = 1;
        while (await(bench.submit("c" + accepted, "6400")).status() == 201) {
            accepted++;
        }
        // ten a second: with five before it an order waits for half a second
        assertThat(accepted).isEqualTo(6);
    }

    @Test
    void refusesEarlyStoresNothingOfItLetsCancellationsThroughAndRecovers() {
        int accepted = 0;
        int refused = 0;
        String waiting = "";
        for (int i = 0; i < ORDERS; i++) {
            var answer = await(bench.submit("c" + i, "6400"));
            if (answer.status() == 201) {
                accepted++;
                waiting = "c" + i;
            } else {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.json().getBoolean("accepted")).isFalse();
                assertThat(answer.headers().get("retry-after")).isNotNull();
                refused++;
                if (refused == 1) {
                    assertThat(bench.cancel(waiting).status()).isEqualTo(202);
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(bench.summary().getInteger("total")).isEqualTo(accepted);
        AtomicInteger tries = new AtomicInteger();
        until(
                () -> "still overloaded",
                () -> await(bench.submit("again" + tries.incrementAndGet(), "6400"))
                                .status()
                        == 201);
        List<Future<TradingBench.Answer>> cancels = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            cancels.add(bench.cancelling("c" + i));
        }
        long taken =
                cancels.stream().filter(answer -> await(answer).status() == 202).count();
        assertThat(taken).isEqualTo(accepted);
        // what was refused is nowhere: a 404, and never at the venue
        assertThat(exchange.arrivals().size()).isLessThanOrEqualTo(accepted + 1);
    }
}

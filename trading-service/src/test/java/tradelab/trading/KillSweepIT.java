package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.kill.KillScope;
import tradelab.trading.kill.KillStore;
import tradelab.trading.kill.TradingState;

/** The wish to cancel everything stands in the database: it needs nobody who heard it. */
class KillSweepIT {
    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench = new TradingBench(exchange, Map.of());

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void whoeverOwnsTheOrdersNextCancelsThemAndOnlyThem() {
        bench.accepted(0, 20);
        String other = TradingBench.body("c0", "6400").replace("\"a1\"", "\"a2\"");
        assertThat(await(bench.send(other)).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 21);
        bench.kill();
        // thrown by an instance that died before it could tell anybody
        thrown(KillScope.ACCOUNT, "a1", TradingState.ACTIVE);
        bench.start();
        bench.awaitAll(OrderStatus.CANCELED, 20);
        bench.accepted(20, 25);
        bench.awaitAll(OrderStatus.ACTIVE, 6);
        bench.kill();
        bench.start();
        bench.accepted(25, 26);
        bench.awaitAll(OrderStatus.ACTIVE, 7);
        assertThat(bench.summary().getJsonObject("byStatus").getInteger("CANCELED"))
                .isEqualTo(20);
    }

    @Test
    void theWishOutlivesTheSwitch() {
        bench.accepted(0, 5);
        bench.awaitAll(OrderStatus.ACTIVE, 5);
        bench.kill();
        thrown(KillScope.GLOBAL, "all", TradingState.HALTED);
        bench.start();
        assertThat(bench.put("/api/v1/kill-switch/global/all", "{\"state\":\"ACTIVE\",\"reason\":\"over\"}")
                        .status())
                .isEqualTo(200);
        bench.awaitAll(OrderStatus.CANCELED, 5);
        bench.accepted(5, 6);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
    }

    private void thrown(KillScope scope, String target, TradingState state) {
        Vertx vertx = Vertx.vertx();
        PgConnectOptions options = new PgConnectOptions()
                .setHost(bench.postgres().host())
                .setPort(bench.postgres().port())
                .setDatabase(bench.postgres().database())
                .setUser(bench.postgres().user())
                .setPassword(bench.postgres().password())
                .addProperty("search_path", "trading");
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(options)
                .using(vertx)
                .build();
        var _ = await(new KillStore(pool).put(scope, target, state, "test", true, 1));
        await(pool.close());
        await(vertx.close());
    }
}

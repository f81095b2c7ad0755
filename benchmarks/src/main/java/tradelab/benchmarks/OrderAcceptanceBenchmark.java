package tradelab.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.operation.Operation;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.TradingService;
import tradelab.venue.VenueMain;

/**
 * Acceptance of orders, durable before it is acknowledged, against plain inserts of many rows into a table of the same
 * columns in the same PostgreSQL, which syncs every commit.
 *
 * <p>Processor time is that of PostgreSQL and of this process, in which service, callers and the peer's client are; the venue simulator is a process of its own and does not count. With {@code -Dtradelab.benchmark.venue=on}
 * accepted orders go to the venue while others come in; otherwise the pace is two calls a minute, so that nothing but
 * acceptance is measured.
 */
final class OrderAcceptanceBenchmark {
    private static final int IN_FLIGHT = 512;
    private static final int HTTP_CONNECTIONS = 256;
    private static final int INSERTS_IN_FLIGHT = 4;
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final int PAIRS = Integer.getInteger("tradelab.benchmark.pairs", 5);
    private static final boolean VENUE = "on".equals(System.getProperty("tradelab.benchmark.venue"));

    private final ServiceHost host;
    private final PlainInserts inserts;
    private final Vertx callers = Vertx.vertx();
    private final CpuClock cpu;
    private final Orders orders = new Orders();
    private long acknowledged;

    private OrderAcceptanceBenchmark(ServiceHost host, PlainInserts inserts) {
        this.host = host;
        this.inserts = inserts;
        this.cpu = new CpuClock(ProcessHandle.current(), inserts.server());
    }

    public static void main(String[] args) {
        try (EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(null, true);
                ServerProcess venue = ServerProcess.start(
                        VenueMain.class, "--set", "venue.http.port=0", "--set", "venue.management.port=0")) {
            ServiceHost host = Awaiting.await(ServiceHost.start(settings(postgres, venue), new TradingService()));
            PlainInserts inserts = PlainInserts.create(host.vertx(), postgres, INSERTS_IN_FLIGHT);
            OrderAcceptanceBenchmark benchmark = new OrderAcceptanceBenchmark(host, inserts);
            benchmark.compare(new CpuClock(venue.handle()));
            inserts.close();
            var _ = Awaiting.await(benchmark.callers.close());
            var _ = Awaiting.await(host.close());
        }
    }

    private static Map<String, String> settings(EmbeddedPostgresServer postgres, ServerProcess venue) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.http.port",
                "0",
                "trading.management.port",
                "0",
                "trading.postgres.port",
                Integer.toString(postgres.port()),
                "trading.postgres.database",
                postgres.database(),
                "trading.postgres.user",
                postgres.user(),
                "trading.bitfinex.rest-url",
                "http://127.0.0.1:" + venue.port(),
                "trading.bitfinex.websocket-url",
                "ws://127.0.0.1:" + venue.port() + "/ws/2",
                "trading.desk.queue-wait-max",
                "1000000h",
                "trading.desk.order-age-max",
                "24h"));
        if (!VENUE) {
            settings.put("trading.calls-per-minute", "2");
        }
        return settings;
    }

    private void compare(CpuClock venueCpu) {
        System.out.printf(
                "orders: %d bus calls or %d connections in flight; inserts: %d rows a call, %d in flight; %d pairs of"
                        + " %d s; venue %s%n",
                IN_FLIGHT,
                HTTP_CONNECTIONS,
                PlainInserts.ROWS,
                INSERTS_IN_FLIGHT,
                PAIRS,
                PHASE.toSeconds(),
                VENUE ? "takes orders meanwhile" : "paced to two calls a minute");
        for (int i = 0; i < 2; i++) {
            var _ = bus();
            var _ = http();
            var _ = plain();
        }
        double venueBefore = venueCpu.seconds();
        Comparison overBus = new Comparison("bus", "inserts");
        Comparison overHttp = new Comparison("HTTP", "inserts");
        for (int i = 0; i < PAIRS; i++) {
            overBus.pair(this::bus, this::plain);
            overHttp.pair(this::http, this::plain);
        }
        overBus.summary();
        overHttp.summary();
        System.out.printf("venue CPU %.2f s%n", venueCpu.seconds() - venueBefore);
        List<Long> rows = inserts.counted();
        System.out.printf(
                "acknowledged %d, rows in trading.orders %d, rows of the peer %d%n",
                acknowledged, rows.get(0), rows.get(1));
    }

    private Measure bus() {
        return counted(new ClosedLoop(host.vertx(), this::submit, 1, cpu).run(IN_FLIGHT, PHASE));
    }

    private Measure http() {
        LoadTest test = HttpPhase.get(host.port("trading-service", "http"), "/", HTTP_CONNECTIONS, PHASE)
                .doing(List.of(Operation.post("submit", 1, "/api/v1/orders", Orders.JSON)));
        return counted(new HttpPhase(callers, cpu).run(test));
    }

    private Measure plain() {
        return new ClosedLoop(host.vertx(), inserts::insert, PlainInserts.ROWS, cpu).run(INSERTS_IN_FLIGHT, PHASE);
    }

    private Measure counted(Measure measure) {
        acknowledged += measure.done();
        return measure;
    }

    private Future<?> submit() {
        return TradingApi.SUBMIT_ORDER
                .call(host.vertx().eventBus(), orders.next(), CALL_TIMEOUT)
                .compose(outcome -> switch (outcome) {
                    case SubmitOutcome.Accepted accepted -> Future.succeededFuture(accepted);
                    case SubmitOutcome.Refused refused ->
                        Future.failedFuture(new ServiceException(FailureKind.CONFLICT, refused.detail()));
                });
    }
}

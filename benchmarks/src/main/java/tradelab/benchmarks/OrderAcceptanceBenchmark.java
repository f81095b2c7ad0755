package tradelab.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderJson;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOrders;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.operation.Operation;

/**
 * Acceptance of orders, durable before it is acknowledged. Single orders against a server that only parses the same body
 * and answers, over HTTP and over the bus; requests of many orders against plain inserts of as many rows into a table of
 * the same columns and indexes, in the same PostgreSQL, which syncs every commit.
 *
 * <p>{@code -Dtradelab.benchmark.only=http,http-bulk,bulk,bus} chooses. With {@code -Dtradelab.benchmark.venue=on}
 * accepted orders go to the venue while others come in; otherwise the pace is two calls a minute, so that nothing but
 * acceptance is measured.
 */
final class OrderAcceptanceBenchmark {
    private static final int CALLS = Integer.getInteger("tradelab.benchmark.calls", 128);
    private static final int CONNECTIONS = Integer.getInteger("tradelab.benchmark.connections", 128);
    private static final int INSERTS = 4;
    private static final int BULK = PlainInserts.ROWS;
    private static final int BULKS = Integer.getInteger("tradelab.benchmark.bulks", 4);
    private static final int ACCOUNTS = Integer.getInteger("tradelab.benchmark.accounts", 1);
    private static final Duration PHASE = Duration.ofMillis(Long.getLong("tradelab.benchmark.millis", 2_000));
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final int PAIRS = Integer.getInteger("tradelab.benchmark.pairs", 7);

    /** Of each side: a service is old when it is loaded, and so is its compiled code. */
    private static final int WARM_UPS = Integer.getInteger("tradelab.benchmark.warm-ups", 6);

    private static final Set<String> ONLY =
            Set.of(System.getProperty("tradelab.benchmark.only", "http,http-bulk,bulk,bus")
                    .split(","));
    private static final String ORDERS_PATH = "/api/v1/orders";
    private static final String PARSE_ADDRESS = "benchmark.parse";

    private final AcceptanceStage stage;
    private final Vertx callers = Vertx.vertx();
    private final Orders orders = new Orders(ACCOUNTS);
    private final CpuClock serviceCpu;
    private final CpuClock parserCpu;
    private final CpuClock busCpu;
    private long overHttp;
    private long overBus;

    private OrderAcceptanceBenchmark(AcceptanceStage stage) {
        this.stage = stage;
        this.serviceCpu = stage.serviceCpu();
        this.parserCpu = stage.parserCpu();
        this.busCpu = stage.busCpu();
        var _ = stage.host()
                .vertx()
                .eventBus()
                .<Buffer>consumer(PARSE_ADDRESS, message -> message.reply(ParsingServer.answer(message.body())));
    }

    public static void main(String[] args) {
        try (AcceptanceStage stage = new AcceptanceStage(INSERTS)) {
            OrderAcceptanceBenchmark benchmark = new OrderAcceptanceBenchmark(stage);
            benchmark.compare();
            var _ = Awaiting.await(benchmark.callers.close());
        }
    }

    private void compare() {
        System.out.printf(
                "%d connections, %d bus calls, %d requests of %d orders, or %d inserts of %d rows in flight; %d pairs"
                        + " of %d ms; %d accounts; venue %s%n",
                CONNECTIONS,
                CALLS,
                BULKS,
                BULK,
                INSERTS,
                PlainInserts.ROWS,
                PAIRS,
                PHASE.toMillis(),
                ACCOUNTS,
                stage.venueUse());
        compare(overHttp("http"), shares("parsing").part("parsing", stage.parserAlone()), this::http, this::parsing);
        compare(overHttp("http-bulk"), inserts(), this::httpBulk, this::plain);
        compare(withService("bulk"), inserts(), this::bulk, this::plain);
        compare(withService("bus"), shares("parsing"), this::bus, this::busParsing);
        List<Long> stored = stage.stored();
        System.out.printf(
                "acknowledged over HTTP %d, rows %d; over the bus %d, rows %d%n",
                overHttp, stored.get(0), overBus, stored.get(1));
        if (overHttp > stored.get(0) || overBus > stored.get(1)) {
            // A bulk answer is a 200 even if one of its orders was refused.
            throw new IllegalStateException("orders were counted that are not stored: the figures above do not hold");
        }
    }

    /** This process makes the load; over the bus the service is in it too. */
    private CpuShares shares(String name) {
        return new CpuShares(name).part("load", stage.hereAlone());
    }

    private CpuShares inserts() {
        return shares("inserts").part("PostgreSQL", stage.postgresAlone());
    }

    private CpuShares withService(String name) {
        return shares(name).part("PostgreSQL", stage.postgresAlone());
    }

    private CpuShares overHttp(String name) {
        return withService(name).part("service", stage.serviceAlone());
    }

    private static void compare(CpuShares ours, CpuShares peer, Supplier<Measure> our, Supplier<Measure> peers) {
        if (!ONLY.contains(ours.name())) {
            return;
        }
        for (int i = 0; i < WARM_UPS; i++) {
            var _ = our.get();
            var _ = peers.get();
        }
        Comparison comparison = new Comparison(ours.name(), peer.name());
        for (int i = 0; i < PAIRS; i++) {
            comparison.pair(() -> ours.around(our), () -> peer.around(peers));
        }
        comparison.summary();
        System.out.printf("%s%n%s%n%n", ours, peer);
    }

    private Measure http() {
        Measure measure = new HttpPhase(callers, serviceCpu)
                .run(posts(stage.servicePort(), CONNECTIONS, ORDERS_PATH, Orders.JSON));
        overHttp += measure.done();
        return measure;
    }

    private Measure parsing() {
        return new HttpPhase(callers, parserCpu).run(posts(stage.parserPort(), CONNECTIONS, ORDERS_PATH, Orders.JSON));
    }

    private Measure httpBulk() {
        Measure measure = new HttpPhase(callers, serviceCpu)
                .run(posts(stage.servicePort(), BULKS, ORDERS_PATH + "/bulk", Orders.bulk(BULK)))
                .times(BULK);
        overHttp += measure.done();
        return measure;
    }

    private static LoadTest posts(int port, int connections, String path, String body) {
        return HttpPhase.get(port, "/", connections, PHASE).doing(List.of(Operation.post("submit", 1, path, body)));
    }

    private Measure bulk() {
        return counted(new ClosedLoop(stage.host().vertx(), this::submitMany, BULK, busCpu).run(BULKS, PHASE));
    }

    private Measure bus() {
        return counted(new ClosedLoop(stage.host().vertx(), this::submit, 1, busCpu).run(CALLS, PHASE));
    }

    private Measure busParsing() {
        return new ClosedLoop(stage.host().vertx(), this::parse, 1, busCpu).run(CALLS, PHASE);
    }

    private Measure plain() {
        return new ClosedLoop(stage.host().vertx(), stage.inserts()::insert, PlainInserts.ROWS, busCpu)
                .run(INSERTS, PHASE);
    }

    private Measure counted(Measure measure) {
        overBus += measure.done();
        return measure;
    }

    private Future<?> submit() {
        return TradingApi.SUBMIT_ORDER
                .call(stage.host().vertx().eventBus(), orders.next(), CALL_TIMEOUT)
                .compose(outcome -> switch (outcome) {
                    case SubmitOutcome.Accepted accepted -> Future.succeededFuture(accepted);
                    case SubmitOutcome.Refused refused ->
                        Future.failedFuture(new ServiceException(FailureKind.CONFLICT, refused.detail()));
                });
    }

    private Future<?> parse() {
        return stage.host().vertx().eventBus().request(PARSE_ADDRESS, OrderJson.write(orders.next()));
    }

    private Future<?> submitMany() {
        List<SubmitOrder> batch =
                IntStream.range(0, BULK).mapToObj(_ -> orders.next()).toList();
        return TradingApi.SUBMIT_ORDERS
                .call(stage.host().vertx().eventBus(), new SubmitOrders(batch), CALL_TIMEOUT)
                .compose(results -> results.results().stream().allMatch(item -> item.status() == 201)
                        ? Future.succeededFuture(results)
                        : Future.failedFuture(
                                new ServiceException(FailureKind.OVERLOADED, "not all of them were accepted")));
    }
}

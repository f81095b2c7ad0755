package tradelab.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.TradingApi;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.TradingService;

/**
 * From an order on the bus to the venue's acknowledgement of it, at a rate that does not wait for answers, beside plain
 * commits of single rows at the same rate into the same PostgreSQL. The venue answers at once, and its pace is no limit: what is
 * left is two commits (acceptance, intent) and the gateway.
 */
final class GatewayOverheadBenchmark {
    private static final int RATE = Integer.getInteger("tradelab.benchmark.rate", 1_000);
    private static final int ROUNDS = Integer.getInteger("tradelab.benchmark.rounds", 3);
    private static final int SECONDS = Integer.getInteger("tradelab.benchmark.seconds", 5);
    private static final String LINGER = System.getProperty("tradelab.benchmark.linger", "0ms");
    private static final Instrument INSTRUMENT = Instrument.parse(PromptVenue.CODE + ":tBTCUSD");
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final int COMMITS_IN_FLIGHT = 4;

    /** What is called at the rate; its answer ends the measured time. */
    private interface Call {
        Future<?> number(int i);
    }

    private final ServiceHost host;
    private final PlainInserts inserts;
    private int runs;

    private GatewayOverheadBenchmark(ServiceHost host, PlainInserts inserts) {
        this.host = host;
        this.inserts = inserts;
    }

    public static void main(String[] args) {
        try (EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(null, true)) {
            ServiceHost host = Awaiting.await(ServiceHost.start(
                    Map.of(
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
                            "trading.venues",
                            PromptVenue.NAME,
                            "trading.risk.instruments",
                            PromptVenue.CODE + ":*",
                            "trading.calls-per-minute",
                            "1000000",
                            "trading.desk.commit-wait-max",
                            "20s",
                            "trading.batch-linger",
                            LINGER),
                    new TradingService()));
            PlainInserts inserts = PlainInserts.create(host.vertx(), postgres, COMMITS_IN_FLIGHT);
            new GatewayOverheadBenchmark(host, inserts).run();
            inserts.close();
            var _ = Awaiting.await(host.close());
        }
    }

    private void run() {
        System.out.printf("%d a second for %d s, %d rounds after one; linger %s%n", RATE, SECONDS, ROUNDS, LINGER);
        for (int round = 0; round <= ROUNDS; round++) {
            Histogram commits = atRate(_ -> inserts.insertOne());
            Histogram toVenue = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
            Histogram acknowledged = orders(toVenue);
            if (round > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "plain commit p50 %.2f p99 %.2f ms; acknowledged p50 %.2f p99 %.2f ms; at the venue p50 %.2f"
                                + " p99 %.2f ms; above the commit: p50 %.2f p99 %.2f ms%n",
                        millis(commits, 50),
                        millis(commits, 99),
                        millis(acknowledged, 50),
                        millis(acknowledged, 99),
                        millis(toVenue, 50),
                        millis(toVenue, 99),
                        millis(toVenue, 50) - millis(commits, 50),
                        millis(toVenue, 99) - millis(commits, 99));
            }
        }
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    private Histogram orders(Histogram toVenue) {
        String run = "g" + runs++ + "-";
        long[] begun = new long[RATE * SECONDS];
        Histogram acknowledged = atRate(i -> {
            begun[i] = System.nanoTime();
            return TradingApi.SUBMIT_ORDER.call(
                    host.vertx().eventBus(),
                    new SubmitOrder(
                            Orders.ACCOUNT,
                            run + i,
                            INSTRUMENT,
                            Side.BUY,
                            OrderType.LIMIT,
                            Orders.PRICE,
                            Orders.AMOUNT,
                            null),
                    CALL_TIMEOUT);
        });
        Awaiting.until("every order at the venue", () -> PromptVenue.ACKNOWLEDGED_NANOS.size() == begun.length);
        for (int i = 0; i < begun.length; i++) {
            toVenue.recordValue(
                    Require.present("order " + i, PromptVenue.ACKNOWLEDGED_NANOS.remove(run + i)) - begun[i]);
        }
        return acknowledged;
    }

    /** Calls at the rate, whatever the answers do, and returns how long the answers took, in nanoseconds. */
    private Histogram atRate(Call call) {
        Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        Promise<Void> done = Promise.promise();
        Context loop = host.vertx().getOrCreateContext();
        int count = RATE * SECONDS;
        int[] sent = {0};
        int[] answered = {0};
        long began = System.nanoTime();
        loop.runOnContext(_ -> {
            var _ = host.vertx().setPeriodic(1, timer -> {
                long due = Math.min(count, (System.nanoTime() - began) * RATE / 1_000_000_000L);
                while (sent[0] < due) {
                    long started = System.nanoTime();
                    call.number(sent[0]++).onComplete(answer -> {
                        nanos.recordValue(System.nanoTime() - started);
                        if (answer.failed()) {
                            boolean _ = done.tryFail(answer.cause());
                        } else if (++answered[0] == count) {
                            boolean _ = done.tryComplete();
                        }
                    });
                }
                if (sent[0] == count) {
                    boolean _ = host.vertx().cancelTimer(timer);
                }
            });
        });
        var _ = Awaiting.await(done.future());
        return nanos;
    }
}

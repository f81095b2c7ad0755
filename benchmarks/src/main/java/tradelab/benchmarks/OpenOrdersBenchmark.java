package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.operation.Operation;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.TradingMain;
import tradelab.trading.partition.Accounts;

/**
 * A million open orders: how long a trading service takes that was killed with them until it takes orders again, how much
 * heap they need, and how long acknowledgements take beside them.
 */
final class OpenOrdersBenchmark {
    private static final int ORDERS = Integer.getInteger("tradelab.benchmark.orders", 1_000_000);

    /** As the image of the service has it. */
    private static final List<String> HEAP =
            List.of("-Xms1536m", "-Xmx1536m", "-XX:+AlwaysPreTouch", "-XX:MaxGCPauseMillis=5", "-XX:NewSize=16m");

    private static final int PARTITIONS = 4;
    private static final int ACCOUNTS = 1_000;
    private static final int CONNECTIONS = 64;
    private static final Duration LOAD = Duration.ofSeconds(4);

    /** As a time of birth is written into ids. */
    private static final long EPOCH_MILLIS = 1_735_689_600_000L;

    private static final long AGE_MILLIS = 3_600_000;

    private static final String FILL = """
        INSERT INTO trading.orders
        SELECT (($1::bigint + g) << 4) | (g % $2::integer), g % $2::integer,
            ($3::text[])[(g % $2::integer) * $4::integer + g / $2::integer % $4::integer + 1],
            gen_random_uuid()::text, 'BITFINEX:tBTCUSD',
            CASE WHEN g % 8 < 4 THEN 'BUY' ELSE 'SELL' END, 'LIMIT',
            CASE WHEN g % 8 < 4 THEN 150000000 + g ELSE 990000000000000 - g END, 100000, false, g / $2::integer + 1,
            $5::bigint, 'ACTIVE', 0, 0, (8000000000 + g)::text, NULL, false, 77,
            $6::bigint / $2::integer + g / $2::integer + 1, $5::bigint
        FROM generate_series(0, $6::bigint - 1) AS g
        """;
    private static final String SEQUENCES = """
        UPDATE trading.partitions p SET last_sequence = 2 * $1::bigint,
            oldest_open = (SELECT min(cid) FROM trading.orders o WHERE o.partition = p.id)
        """;

    private final EmbeddedPostgresServer postgres;
    private final ServerProcess venue;
    private final Vertx vertx = Vertx.vertx();

    private OpenOrdersBenchmark(EmbeddedPostgresServer postgres, ServerProcess venue) {
        this.postgres = postgres;
        this.venue = venue;
    }

    public static void main(String[] args) {
        try (EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(null, true);
                ServerProcess venue = AcceptanceStage.venue()) {
            OpenOrdersBenchmark benchmark = new OpenOrdersBenchmark(postgres, venue);
            benchmark.run();
            var _ = Awaiting.await(benchmark.vertx.close());
        }
    }

    private void run() {
        try (ServerProcess first = start()) {
            first.kill();
        }
        long began = System.nanoTime();
        fill();
        System.out.printf(Locale.ROOT, "%,d open orders stored in %.1f s%n", ORDERS, since(began));
        began = System.nanoTime();
        try (ServerProcess loaded = start()) {
            System.out.printf(Locale.ROOT, "start with them: ready after %.1f s%n", since(began));
            loaded.kill();
        }
        began = System.nanoTime();
        try (ServerProcess again = start()) {
            System.out.printf(Locale.ROOT, "restart after kill -9: ready after %.1f s (goal 20)%n", since(began));
            System.out.printf(
                    Locale.ROOT,
                    "live heap %d MiB (goal: below 1,536, of which the JVM has no more)%n",
                    liveHeapMiB(again.handle().pid()));
            load(again);
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private ServerProcess start() {
        return ServerProcess.start(
                HEAP,
                TradingMain.class,
                Map.of(
                                "trading.http.port",
                                "0",
                                "trading.management.port",
                                "0",
                                "trading.partitions",
                                Integer.toString(PARTITIONS),
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
                                "trading.calls-per-minute",
                                "2",
                                "trading.desk.queue-wait-max",
                                "1000000h")
                        .entrySet()
                        .stream()
                        .flatMap(setting -> Stream.of("--set", setting.getKey() + "=" + setting.getValue()))
                        .toArray(String[]::new));
    }

    private void fill() {
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(new PgConnectOptions()
                        .setHost(postgres.host())
                        .setPort(postgres.port())
                        .setDatabase(postgres.database())
                        .setUser(postgres.user())
                        .setPassword(postgres.password()))
                .using(vertx)
                .build();
        long created = System.currentTimeMillis() - AGE_MILLIS;
        Tuple values = Tuple.of((created - EPOCH_MILLIS) * 2, PARTITIONS, accounts(), ACCOUNTS / PARTITIONS, created)
                .addLong((long) ORDERS);
        var _ = Awaiting.await(pool.preparedQuery(FILL).execute(values));
        var _ = Awaiting.await(pool.preparedQuery(SEQUENCES).execute(Tuple.of((long) ORDERS)));
        var _ = Awaiting.await(pool.close());
    }

    /** Returns the names of accounts, those of the first partition first, as many of each. */
    private static String[] accounts() {
        return IntStream.range(0, PARTITIONS)
                .boxed()
                .flatMap(partition -> IntStream.range(0, 100 * ACCOUNTS)
                        .mapToObj(i -> "account-" + i)
                        .filter(name -> Accounts.partition(name, PARTITIONS) == partition)
                        .limit(ACCOUNTS / PARTITIONS))
                .toArray(String[]::new);
    }

    private static long liveHeapMiB(long pid) {
        var _ = jcmd(pid, "GC.run");
        Matcher used = Pattern.compile("heap.*?used (\\d+)K", Pattern.DOTALL).matcher(jcmd(pid, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("jcmd: expected the heap in use, got none");
        }
        return Long.parseLong(used.group(1)) / 1024;
    }

    private static String jcmd(long pid, String command) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(ServerProcess service) {
        LoadTest test = HttpPhase.get(service.port(), "/", CONNECTIONS, LOAD)
                .doing(List.of(Operation.post("submit", 1, "/api/v1/orders", Orders.JSON)));
        HttpPhase phase = new HttpPhase(vertx, new CpuClock(service.handle()));
        var _ = phase.run(test);
        Measure measure = phase.run(test);
        System.out.printf(
                Locale.ROOT,
                "%d connections beside them: %.0f orders/s, acknowledged p50 %.1f ms, p99 %.1f ms, errors %d%n",
                CONNECTIONS,
                measure.perSecond(),
                measure.p50Millis(),
                measure.p99Millis(),
                measure.errors());
    }
}

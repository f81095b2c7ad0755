package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.marketdata.MarketDataSettings;
import tradelab.runtime.settings.Settings;
import tradelab.stores.EmbeddedRedisServer;

/** Three replicas on a real Redis: who fetches, what is heard, and every fault of Redis under load. */
class RedisFaultsIT {
    private static final int NAMES = 40;
    private static final int READERS = 8;

    private final Vertx vertx = Vertx.vertx();
    private final List<Replica> replicas = new ArrayList<>();
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final LongAdder reads = new LongAdder();
    private final LongAdder flagged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder violations = new LongAdder();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile @Nullable Promise<Void> hold;
    private EmbeddedRedisServer redis = EmbeddedRedisServer.start();

    private record Replica(
            CacheVerticle verticle, ValueCache<String> cache, ValueCache<String> written, MeterRegistry meters) {
        double counted(String name, String... tags) {
            return meters.get(name).tags(tags).functionCounter().count();
        }
    }

    @BeforeEach
    void startReplicas() throws Exception {
        for (int i = 0; i < 3; i++) {
            replicas.add(replica("replica" + i));
        }
        until("coherent", this::allCoherent);
    }

    @AfterEach
    void stop() throws Exception {
        reading.set(false);
        for (Replica replica : replicas) {
            var _ = await(vertx.undeploy(replica.verticle.deploymentID()));
        }
        var _ = await(vertx.close());
        redis.close();
    }

    @Test
    void tenThousandMissesOfOneKeyInThreeReplicasFetchOnceAndOnceMoreIfTheFetcherDies() throws Exception {
        hold = Promise.promise();
        List<Future<Reading<String>>> answers = readAll("alive");
        until("a fetch", () -> fetches.get() == 1);
        java.util.Objects.requireNonNull(hold).complete();
        hold = null;
        for (Future<Reading<String>> answer : answers) {
            assertThat(await(answer)).isInstanceOf(Reading.Found.class);
        }
        assertThat(fetches.get()).isEqualTo(1);

        hold = Promise.promise(); // whoever gets the lease never answers: its process is as good as dead
        List<Future<Reading<String>>> others = readAll("dying");
        until("a fetch", () -> fetches.get() == 2);
        hold = null;
        until("another fetch", () -> fetches.get() == 3);
        long answered = 0;
        for (Future<Reading<String>> answer : others) {
            answered += await(answer.map(1L).recover(_ -> Future.succeededFuture(0L)));
        }
        assertThat(answered).isBetween(6_000L, 6_668L);
        assertThat(fetches.get()).isEqualTo(3);
    }

    @Test
    void afterAnUpdateAllReplicasAgree() throws Exception {
        for (int i = 0; i < 200; i++) {
            for (Replica replica : replicas) {
                var _ = await(replica.written.get("agreed", ValueCache.ANY));
            }
            String value = Long.toString(System.nanoTime());
            var _ = await(replicas.get(i % 3).written.put("agreed", value, System.currentTimeMillis()));
            for (Replica replica : replicas) {
                until(
                        "agreement",
                        () -> value(replica.written.get("agreed", ValueCache.ANY))
                                .equals(value));
            }
        }
    }

    @Test
    void readsGoOnThroughEveryFaultOfRedisAndItIsTakenUpAgainWithoutARestart() throws Exception {
        load();
        fault("killed", () -> redis.close(), () -> redis = EmbeddedRedisServer.start(redis.port()), this::noneCoherent);
        fault("frozen", () -> signal("STOP"), () -> signal("CONT"), this::noneCoherent);
        fault(
                "full",
                () -> admin("CONFIG SET maxmemory-policy noeviction", "CONFIG SET maxmemory 1"),
                () -> admin("CONFIG SET maxmemory 256mb"),
                () -> replicas.stream().allMatch(replica -> replica.counted("redis.errors", "kind", "full") > 0));
        double flushes = flushes();
        fault("flushed", () -> admin("FLUSHALL"), () -> {}, () -> flushes() >= flushes + 3);
        try (Socket held = open()) {
            fault(
                    "out of connections",
                    () -> ask(held, "CONFIG SET maxclients 1", "CLIENT KILL TYPE normal SKIPME yes"),
                    () -> ask(held, "CONFIG SET maxclients 1000"),
                    this::noneCoherent);
        }
        assertThat(failed.sum()).isZero();
        assertThat(violations.sum()).isZero();
    }

    private double flushes() {
        return replicas.stream()
                .mapToDouble(replica -> replica.counted("cache.flushes"))
                .sum();
    }

    /** Reads must go on during the fault, flagged, and be current after it. */
    private void fault(String name, Fault begin, Fault end, Callable<Boolean> noticed) throws Exception {
        long readsBefore = reads.sum();
        long flaggedBefore = flagged.sum();
        long refusedBefore = refused.sum();
        long fetchesBefore = fetches.get();
        long startNanos = System.nanoTime();
        begin.happen();
        until(name + " noticed", noticed);
        long noticedNanos = System.nanoTime();
        long readsNoticed = reads.sum();
        until("reads while " + name, () -> reads.sum() > readsNoticed + 5_000);
        if (!name.equals("flushed")) {
            until("flagged reads while " + name, () -> flagged.sum() > flaggedBefore);
        }
        long healedNanos = System.nanoTime();
        end.happen();
        until("recovery from " + name, this::allCoherent);
        long coherentNanos = System.nanoTime();
        for (Replica replica : replicas) {
            until("current reads after " + name, () -> isCurrent(replica.cache.get("after " + name, ValueCache.ANY)));
        }
        System.out.printf(
                "redis %s: noticed after %d ms, %d reads meanwhile, %d flagged, %d refused as too old, %d failed,"
                        + " %d fetches, recovered %d ms after its end%n",
                name,
                (noticedNanos - startNanos) / 1_000_000,
                reads.sum() - readsBefore,
                flagged.sum() - flaggedBefore,
                refused.sum() - refusedBefore,
                failed.sum(),
                fetches.get() - fetchesBefore,
                (coherentNanos - healedNanos) / 1_000_000);
    }

    private interface Fault {
        void happen() throws Exception;
    }

    private void load() {
        for (Replica replica : replicas) {
            for (int i = 0; i < READERS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                vertx.runOnContext(_ -> readOn(replica, random));
            }
        }
    }

    private void readOn(Replica replica, SplittableRandom random) {
        long askedNanos = System.nanoTime();
        long maxAgeMillis = random.nextInt(4) == 0 ? ValueCache.ANY : random.nextInt(500);
        replica.cache.get("n" + random.nextInt(NAMES), maxAgeMillis).onComplete(end -> {
            reads.increment();
            if (end.failed()) {
                failed.increment();
            } else if (end.result() instanceof Reading.Found<String> found) {
                boolean alone = found.state() == Reading.State.ALONE || found.state() == Reading.State.UNPROVEN;
                flagged.add(alone ? 1 : 0);
                long passedNanos = askedNanos - Long.parseLong(found.value());
                violations.add(found.ageMillis() > maxAgeMillis || found.ageMillis() * 1_000_000 < passedNanos ? 1 : 0);
            } else {
                refused.increment();
            }
            if (reading.get()) {
                var _ = vertx.setTimer(1, _ -> readOn(replica, random));
            }
        });
    }

    private List<Future<Reading<String>>> readAll(String name) {
        List<Future<Reading<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(replicas.get(i % 3).cache.get(name, ValueCache.ANY));
        }
        return answers;
    }

    private static boolean isCurrent(Future<Reading<String>> read) throws Exception {
        return await(read) instanceof Reading.Found<String> found && found.state() == Reading.State.CURRENT;
    }

    private static String value(Future<Reading<String>> read) throws Exception {
        return await(read) instanceof Reading.Found<String> found ? found.value() : "";
    }

    private boolean allCoherent() {
        return replicas.stream()
                .allMatch(replica -> replica.verticle.coherent()
                        && replica.verticle.status().state().equals("UP"));
    }

    private boolean noneCoherent() {
        return replicas.stream().noneMatch(replica -> replica.verticle.coherent());
    }

    private Replica replica(String instance) throws Exception {
        Map<String, String> keys = Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.redis.port", Integer.toString(redis.port()),
                "market-data.redis.reconnect-longest", "500ms",
                "market-data.cache.ttl.trades", "50ms",
                "market-data.cache.refresh-beta", "0");
        MarketDataSettings settings =
                Settings.load(keys, Map.of(), List.of(MarketDataSettings.class)).get(MarketDataSettings.class);
        MeterRegistry meters = new SimpleMeterRegistry();
        CacheVerticle verticle =
                new CacheVerticle(settings.cache(), settings.redis(), instance, List::of, new CacheCounters(), meters);
        ValueCache<String> cache = verticle.cache(CacheType.TRADES, TestCluster.TEXT, _ -> fetch());
        var _ = await(vertx.deployVerticle(verticle));
        return new Replica(verticle, cache, verticle.cache(CacheType.REFERENCE, TestCluster.TEXT, null), meters);
    }

    private Future<Optional<String>> fetch() {
        var _ = fetches.incrementAndGet();
        String value = Long.toString(System.nanoTime());
        Promise<Void> held = hold;
        return (held == null ? vertx.timer(2).<Void>mapEmpty() : held.future()).map(_ -> Optional.of(value));
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(redis.process().pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private Socket open() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), redis.port());
    }

    private void admin(String... commands) throws IOException {
        try (Socket socket = open()) {
            ask(socket, commands);
        }
    }

    private static void ask(Socket socket, String... commands) throws IOException {
        for (String command : commands) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            assertThat((char) first).as(command).isIn('+', ':');
            while (socket.getInputStream().read() != '\n') {
                // the rest of the answer
            }
        }
    }
}

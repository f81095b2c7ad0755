package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.marketdata.MarketDataSettings;
import tradelab.runtime.settings.Settings;
import tradelab.stores.EmbeddedRedisServer;

/** Reads of many keys at a time from a Redis that lies, and from one that wants a password. */
class LyingRedisIT {
    private static final int NAMES = 200;
    private static final int READERS = 100;
    private static final int READS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedRedisServer redis = EmbeddedRedisServer.start();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final LongAdder reads = new LongAdder();
    private final LongAdder flagged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder ofOthers = new LongAdder();
    private @Nullable CacheVerticle verticle;

    @AfterEach
    void stop() throws Exception {
        reading.set(false);
        if (verticle != null) {
            var _ = await(vertx.undeploy(verticle.deploymentID()));
        }
        var _ = await(vertx.close());
        redis.close();
    }

    @Test
    void whateverRedisAnswersNoReaderFailsOrGetsTheValueOfAnother() throws Exception {
        LyingRedis lying = await(LyingRedis.start(vertx, redis.port()));
        ValueCache<String> cache = cache(lying.port());
        until("a connection", this::isUp);
        for (int i = 0; i < READERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            vertx.runOnContext(_ -> readOn(cache, random));
        }
        for (LyingRedis.Lie lie : LyingRedis.Lie.values()) {
            until("current reads before " + lie, () -> isCurrent(cache));
            double errorsBefore = errors();
            long readsBefore = reads.sum();
            long flaggedBefore = flagged.sum();
            lying.tell(lie);
            until(lie + " noticed", () -> errors() > errorsBefore);
            until("flagged reads during " + lie, () -> flagged.sum() > flaggedBefore);
            until("reads during " + lie, () -> reads.sum() > readsBefore + READS);
            lying.tell(null);
        }
        until("current reads after all lies", () -> isCurrent(cache));
        assertThat(failed.sum()).isZero();
        assertThat(ofOthers.sum()).isZero();
    }

    @Test
    void aRedisWithAPasswordIsReadWithItAndTakenUpOnceItIsRight() throws Exception {
        ask("CONFIG SET requirepass right");
        ValueCache<String> cache = cache(redis.port(), "market-data.redis.password", "wrong");
        until("a refusal", () -> errors("auth") > 0);
        assertThat(isUp()).isFalse();
        assertThat(await(cache.get("n1", ValueCache.ANY)))
                .isInstanceOfSatisfying(
                        Reading.Found.class, found -> assertThat(found.state()).isEqualTo(Reading.State.ALONE));

        ask("AUTH right", "CONFIG SET requirepass wrong");
        until("current reads", () -> isCurrent(cache));
        assertThat(isUp()).isTrue();
    }

    private void readOn(ValueCache<String> cache, SplittableRandom random) {
        String name = "n" + random.nextInt(NAMES);
        cache.get(name, ValueCache.ANY).onComplete(end -> {
            reads.increment();
            if (end.failed() || !(end.result() instanceof Reading.Found<String> found)) {
                failed.increment();
            } else {
                ofOthers.add(found.value().startsWith(name + " ") ? 0 : 1);
                flagged.add(found.state() == Reading.State.ALONE ? 1 : 0);
            }
            if (reading.get()) {
                var _ = vertx.setTimer(1, _ -> readOn(cache, random));
            }
        });
    }

    /** A cache without memory: whatever is not in Redis is fetched, and told with its name. */
    private ValueCache<String> cache(int port, String... more) throws Exception {
        Map<String, String> keys = new HashMap<>(Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.redis.port", Integer.toString(port),
                "market-data.redis.reconnect-first", "10ms",
                "market-data.redis.reconnect-longest", "500ms",
                "market-data.cache.memory", "false",
                "market-data.cache.refresh-beta", "0"));
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        MarketDataSettings settings =
                Settings.load(keys, Map.of(), List.of(MarketDataSettings.class)).get(MarketDataSettings.class);
        CacheVerticle made =
                new CacheVerticle(settings.cache(), settings.redis(), "reader", List::of, new CacheCounters(), meters);
        verticle = made;
        ValueCache<String> cache = made.cache(
                CacheType.REFERENCE,
                TestCluster.TEXT,
                name -> Future.succeededFuture(Optional.of(name + " " + "x".repeat(name.length() * 40))));
        var _ = await(vertx.deployVerticle(made));
        return cache;
    }

    private boolean isUp() {
        return java.util.Objects.requireNonNull(verticle).status().state().equals("UP");
    }

    private static boolean isCurrent(ValueCache<String> cache) {
        Future<Reading<String>> read = cache.get("n1", ValueCache.ANY);
        return read.otherwiseEmpty().toCompletionStage().toCompletableFuture().join()
                        instanceof Reading.Found<String> found
                && found.state() == Reading.State.CURRENT;
    }

    private double errors() {
        return meters.find("redis.errors").functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private double errors(String kind) {
        return meters.get("redis.errors").tag("kind", kind).functionCounter().count();
    }

    /** Sends commands on one connection; each must be answered with OK. */
    private void ask(String... commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                        .as(command)
                        .isEqualTo("+OK\r\n");
            }
        }
    }
}

package tradelab.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.Wire;
import tradelab.marketdata.MarketDataSettings;
import tradelab.marketdata.cache.CacheCounters;
import tradelab.marketdata.cache.CacheType;
import tradelab.marketdata.cache.CacheVerticle;
import tradelab.marketdata.cache.ValueCache;
import tradelab.runtime.settings.Settings;
import tradelab.stores.EmbeddedRedisServer;

/**
 * The cache by itself: hits in memory on one core, its hit rate beside a plain LRU of the same size, calls saved, reads
 * of Redis beside {@code redis-benchmark}, and how soon three processes agree. {@code -Dtradelab.benchmark.only=redis}
 * or {@code agreement} measures only the reads of Redis, or the last.
 */
final class CacheBenchmark {
    static final Wire<String> TEXT = new Wire<>(Buffer::buffer, Buffer::toString);

    private static final int ROUNDS = Integer.getInteger("tradelab.benchmark.pairs", 5);
    private static final int SYMBOLS = 2_000;
    private static final String BODY = "x".repeat(150);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int IN_FLIGHT = 512;
    private static final long CALL_MILLIS = 5;
    private static final Pattern PER_SECOND = Pattern.compile("([\\d.]+) requests per second");

    private CacheBenchmark() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = vertx();
        String only = System.getProperty("tradelab.benchmark.only", "");
        if (only.isEmpty()) {
            localHits(vertx);
            hitRates(vertx);
            savedCalls(vertx, 50_000, false);
            savedCalls(vertx, 50_000, true);
            savedCalls(vertx, 500_000, false);
            savedCalls(vertx, 500_000, true);
        }
        try (EmbeddedRedisServer redis = EmbeddedRedisServer.start()) {
            if (!only.equals("agreement")) {
                redisHits(vertx, redis);
            }
            if (!only.equals("redis")) {
                CacheAgreement.measure(vertx, redis);
            }
        }
        var _ = Awaiting.await(vertx.close());
    }

    /** Returns a Vert.x with the transport that services have. */
    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    /** Deploys a cache of its own. */
    static CacheVerticle deployed(Vertx vertx, CacheCounters counters, String... keysAndValues) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.redis.enabled", "false",
                "market-data.redis.in-flight-max", "4096"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put("market-data." + keysAndValues[i], keysAndValues[i + 1]);
        }
        MarketDataSettings settings =
                Settings.load(keys, Map.of(), List.of(MarketDataSettings.class)).get(MarketDataSettings.class);
        CacheVerticle verticle = new CacheVerticle(
                settings.cache(),
                settings.redis(),
                "benchmark-" + ProcessHandle.current().pid(),
                List::of,
                counters,
                new SimpleMeterRegistry());
        var _ = Awaiting.await(vertx.deployVerticle(verticle));
        return verticle;
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("BITFINEX:t" + i + "USD");
        }
        return names;
    }

    private static void localHits(Vertx vertx) {
        ValueCache<String> cache = deployed(vertx, new CacheCounters())
                .cache(CacheType.REFERENCE, TEXT, _ -> Future.succeededFuture(Optional.of(BODY)));
        List<String> names = names(SYMBOLS);
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < ROUNDS + 2; round++) {
            long start = System.nanoTime();
            long reads = 0;
            int next = 0;
            while (System.nanoTime() - start < ROUND_NANOS) {
                for (int i = 0; i < 1_000; i++) {
                    next = next + 7 < SYMBOLS ? next + 7 : next + 7 - SYMBOLS;
                    reads += cache.get(names.get(next), 60_000).succeeded() ? 1 : 0;
                }
            }
            if (round >= 2) { // after two warm-ups
                rates.add(reads * 1e9 / (System.nanoTime() - start));
            }
        }
        print("local hits a second, one thread", Ratios.median(rates), "of each round " + rounded(rates));
    }

    private static void hitRates(Vertx vertx) {
        int distinct = 20_000;
        int reads = 2_000_000;
        List<String> names = names(distinct);
        int capacity = 1_000;
        int entryBytes = 96 + names.getLast().length() + BODY.length();
        CacheCounters counters = new CacheCounters();
        ValueCache<String> cache = deployed(
                        vertx, counters, "cache.memory-max", Integer.toString(capacity * entryBytes))
                .cache(CacheType.REFERENCE, TEXT, _ -> Future.succeededFuture(Optional.of(BODY)));
        Map<String, String> lru = new LinkedHashMap<>(capacity, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > capacity;
            }
        };
        Zipf zipf = new Zipf(distinct, 0.9, new SplittableRandom(1));
        long lruHits = 0;
        int scanned = 0;
        for (int i = 0; i < reads; i++) {
            boolean scan = i % 100_000 < 20_000; // now and then somebody reads everything once
            String name = names.get(scan ? scanned++ % distinct : zipf.next());
            var _ = cache.get(name, ValueCache.ANY);
            if (lru.get(name) == null) {
                lru.put(name, BODY);
            } else {
                lruHits++;
            }
        }
        double ours = (double) counters.hits() / (counters.hits() + counters.misses());
        double plain = (double) lruHits / reads;
        System.out.printf(
                Locale.ROOT,
                "hit rate, Zipf 0.9 over %d names and scans, room for %d: W-TinyLFU %.3f, LRU %.3f, ratio %.2f%n",
                distinct,
                capacity,
                ours,
                plain,
                ours / plain);
    }

    /** @param together whether the upstream tells many values by one call; it answers after 5 ms in either case */
    private static void savedCalls(Vertx vertx, int perSecond, boolean together) {
        CacheCounters counters = new CacheCounters();
        CacheVerticle verticle = deployed(vertx, counters);
        ValueCache<String> cache = together
                ? verticle.cacheOfMany(
                        CacheType.TRADES,
                        TEXT,
                        wanted -> vertx.timer(CALL_MILLIS).map(_ -> {
                            Map<String, Optional<String>> told = new HashMap<>();
                            wanted.forEach(name -> told.put(name, Optional.of(BODY)));
                            return told;
                        }))
                : verticle.cache(
                        CacheType.TRADES, TEXT, _ -> vertx.timer(CALL_MILLIS).map(_ -> Optional.of(BODY)));
        List<String> names = names(SYMBOLS);
        Zipf zipf = new Zipf(SYMBOLS, 1, new SplittableRandom(1));
        long start = System.nanoTime();
        long reads = 0;
        long passed = 0;
        while (passed < 3 * ROUND_NANOS) {
            if (reads <= passed * (double) perSecond / 1e9) {
                for (int i = 0; i < 100; i++) {
                    var _ = cache.get(names.get(zipf.next()), ValueCache.ANY);
                }
                reads += 100;
            }
            passed = System.nanoTime() - start;
        }
        System.out.printf(
                Locale.ROOT,
                "upstream calls saved, Zipf 1.0 over %d symbols, lifetime 1 s, %.0f reads/s, %s: %.2f %% (%d calls of"
                        + " %d values for %d reads)%n",
                SYMBOLS,
                reads * 1e9 / passed,
                together ? "many values a call" : "one value a call",
                100.0 * (reads - counters.calls()) / reads,
                counters.calls(),
                counters.loads(),
                reads);
    }

    private static void redisHits(Vertx vertx, EmbeddedRedisServer redis) throws Exception {
        CacheVerticle verticle = deployed(
                vertx,
                new CacheCounters(),
                "redis.enabled",
                "true",
                "redis.port",
                Integer.toString(redis.port()),
                "cache.memory",
                "false");
        ValueCache<String> cache = verticle.cache(CacheType.REFERENCE, TEXT, null);
        Awaiting.until("a connection to Redis", () -> verticle.status().state().equals("UP"));
        List<String> names = names(SYMBOLS);
        for (String name : names) {
            var _ = Awaiting.await(cache.put(name, BODY, System.currentTimeMillis()));
        }
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        for (int round = 0; round < ROUNDS + 1; round++) {
            double own = redisRound(vertx, cache, names);
            double peer = redisBenchmark(redis.port());
            if (round > 0) { // after a warm-up
                ours.add(own);
                peers.add(peer);
            }
        }
        print("Redis hits a second, 512 in flight", Ratios.median(ours), "of each round " + rounded(ours));
        print("redis-benchmark GET -c 1 -P 512", Ratios.median(peers), "of each round " + rounded(peers));
        print("ratio", Ratios.median(Ratios.ofPairs(ours, peers)), "");
    }

    private static double redisRound(Vertx vertx, ValueCache<String> cache, List<String> names) {
        Promise<Long> done = Promise.promise();
        long start = System.nanoTime();
        vertx.runOnContext(_ -> {
            long[] answered = new long[1]; // by the event loop that answers
            for (int i = 0; i < IN_FLIGHT; i++) {
                readOn(cache, names, i, answered, start, done);
            }
        });
        return Awaiting.await(done.future()) * 1e9 / (System.nanoTime() - start);
    }

    private static void readOn(
            ValueCache<String> cache, List<String> names, long at, long[] answered, long start, Promise<Long> done) {
        cache.get(names.get((int) (at % names.size())), ValueCache.ANY).onComplete(end -> {
            if (end.failed()) {
                var _ = done.tryFail(end.cause());
                return;
            }
            long count = ++answered[0];
            if (count % IN_FLIGHT == 0 && System.nanoTime() - start > ROUND_NANOS) {
                var _ = done.tryComplete(count);
            } else {
                readOn(cache, names, count, answered, start, done);
            }
        });
    }

    private static double redisBenchmark(int port) throws IOException {
        Process process = new ProcessBuilder(
                        "redis-benchmark",
                        "-p",
                        Integer.toString(port),
                        "-t",
                        "get",
                        "-c",
                        "1",
                        "-P",
                        Integer.toString(IN_FLIGHT),
                        "-d",
                        "176",
                        "-n",
                        "3000000",
                        "-r",
                        "2000",
                        "-q")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher matcher = PER_SECOND.matcher(said);
        double last = 0;
        while (matcher.find()) {
            last = Double.parseDouble(matcher.group(1));
        }
        if (last == 0) {
            throw new IllegalStateException("redis-benchmark: expected requests per second, got " + said);
        }
        return last;
    }

    static void print(String what, double value, String more) {
        System.out.printf(Locale.ROOT, "%-40s %,14.2f  %s%n", what, value, more);
    }

    private static String rounded(List<Double> values) {
        return String.join(
                " ",
                values.stream()
                        .map(value -> String.format(Locale.ROOT, "%,.0f", value))
                        .toList());
    }

    /** Numbers from 0, the smaller the likelier. */
    private static final class Zipf {
        private final double[] cumulated;
        private final SplittableRandom random;

        Zipf(int count, double exponent, SplittableRandom random) {
            this.cumulated = new double[count];
            this.random = random;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += 1 / Math.pow(i + 1, exponent);
                cumulated[i] = sum;
            }
        }

        int next() {
            double at = random.nextDouble() * cumulated[cumulated.length - 1];
            int index = java.util.Arrays.binarySearch(cumulated, at);
            return Math.min(cumulated.length - 1, index >= 0 ? index : -index - 1);
        }
    }
}

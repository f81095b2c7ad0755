package tradelab.benchmarks;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tradelab.marketdata.cache.CacheCounters;
import tradelab.marketdata.cache.CacheType;
import tradelab.marketdata.cache.CacheVerticle;
import tradelab.marketdata.cache.Reading;
import tradelab.marketdata.cache.ValueCache;
import tradelab.stores.EmbeddedRedisServer;

/**
 * How soon after an update the near caches of three processes serve the new value. The value is the moment of the update
 * by the clock that processes of one machine share; each process reads its cache every half millisecond, which its figures
 * hold: more often, and the readers take the processors from the caches.
 */
final class CacheAgreement {
    private static final int PROCESSES = 3;
    private static final int UPDATES = 6_000;
    private static final int WARM_UPS = 3_000;
    private static final long PAUSE_MILLIS = 5;
    private static final long READ_NANOS = 500_000;
    private static final String NAME = "agreed";
    private static final String END = "end";

    private CacheAgreement() {}

    static void measure(Vertx vertx, EmbeddedRedisServer redis) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    CacheAgreement.class.getName(),
                    Integer.toString(redis.port())));
            processes.add(new ProcessBuilder(command).inheritIO().start());
        }
        ValueCache<String> cache = cache(vertx, redis.port());
        Awaiting.pause(3_000); // for the others to connect
        for (int i = 0; i < UPDATES; i++) {
            var _ = Awaiting.await(cache.put(NAME, Long.toString(System.nanoTime()), System.currentTimeMillis()));
            Awaiting.pause(PAUSE_MILLIS);
        }
        var _ = Awaiting.await(cache.put(NAME, END, System.currentTimeMillis()));
        for (Process process : processes) {
            var _ = process.waitFor();
        }
    }

    private static ValueCache<String> cache(Vertx vertx, int port) {
        CacheVerticle verticle = CacheBenchmark.deployed(
                vertx, new CacheCounters(), "redis.enabled", "true", "redis.port", Integer.toString(port));
        ValueCache<String> cache = verticle.cache(CacheType.REFERENCE, CacheBenchmark.TEXT, null);
        Awaiting.until(
                "a channel of invalidations",
                () -> verticle.coherent() && verticle.status().state().equals("UP"));
        return cache;
    }

    /** One process that reads. */
    public static void main(String[] args) {
        Vertx vertx = CacheBenchmark.vertx();
        ValueCache<String> cache = cache(vertx, Integer.parseInt(args[0]));
        long[] delays = new long[UPDATES];
        int seen = 0;
        String last = "";
        while (!last.equals(END)) {
            Reading<String> reading = Awaiting.await(cache.get(NAME, ValueCache.ANY));
            long nowNanos = System.nanoTime();
            if (reading instanceof Reading.Found<String> found && !found.value().equals(last)) {
                last = found.value();
                if (!last.equals(END) && seen < UPDATES) {
                    delays[seen++] = nowNanos - Long.parseLong(last);
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(READ_NANOS);
        }
        long[] sorted = Arrays.copyOfRange(delays, Math.min(seen, WARM_UPS), seen);
        Arrays.sort(sorted);
        System.out.println(String.format( // in one piece: three processes print
                Locale.ROOT,
                "near cache of process %d: %d of %d updates seen, agreed after p50 %.2f ms, p99 %.2f ms, max %.2f ms",
                ProcessHandle.current().pid(),
                seen,
                UPDATES,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6));
        var _ = Awaiting.await(vertx.close());
    }
}

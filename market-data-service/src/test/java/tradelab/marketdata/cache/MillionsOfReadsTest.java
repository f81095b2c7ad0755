package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future.State;
import org.junit.jupiter.api.Test;

/**
 * Reads with random maximum ages under updates. A value is the moment at which it was true, so each answer can be
 * checked: its age must be at most what the reader allows, and at least what had passed when he asked.
 */
class MillionsOfReadsTest {
    private static final int READS = 10_000_000;
    private static final int NAMES = 64;
    private static final int READERS = 2;
    private static final int MAX_AGE_MILLIS = 400;

    /** What one reader saw. */
    private record Seen(long found, long refused, long violations) {
        Seen plus(Seen other) {
            return new Seen(found + other.found, refused + other.refused, violations + other.violations);
        }
    }

    @Test
    void tenMillionReadsInVirtualTimeSeeNoValueOlderThanAllowed() {
        VirtualTime time = new VirtualTime();
        Tiers tiers = TestCluster.alone(time, Map.of("ttl.ticker", "250ms", "ttl.failure", "1ms"));
        SplittableRandom random = new SplittableRandom(7);
        TieredCache<String> cache = new TieredCache<>(
                tiers,
                CacheType.TICKER,
                TestCluster.TEXT,
                _ -> random.nextInt(4) == 0
                        ? Future.failedFuture("the venue is away")
                        : Future.succeededFuture(Optional.of(Long.toString(time.nanos()))));
        List<String> names = names();
        Seen seen = new Seen(0, 0, 0);
        for (int i = 0; i < READS; i++) {
            if (i % 50 == 0) {
                time.advance(1);
            }
            String name = names.get(random.nextInt(NAMES));
            if (i % 1_000 == 0) {
                var _ = cache.put(name, Long.toString(time.nanos()), time.epochMillis());
            }
            seen = seen.plus(read(cache, time, name, random.nextInt(MAX_AGE_MILLIS)));
        }
        assertThat(seen.violations).isZero();
        assertThat(seen.found).isGreaterThan(READS / 2);
        assertThat(seen.refused).isPositive();
    }

    @Test
    void tenMillionReadsOfTwoThreadsUnderUpdatesSeeNoValueOlderThanAllowed() throws Exception {
        Tiers tiers = TestCluster.alone(CacheClock.SYSTEM, Map.of("ttl.ticker", "20ms"));
        TieredCache<String> cache = new TieredCache<>(
                tiers,
                CacheType.TICKER,
                TestCluster.TEXT,
                _ -> Future.succeededFuture(Optional.of(Long.toString(System.nanoTime()))));
        List<java.util.concurrent.Future<Seen>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            for (int i = 0; i < READERS; i++) {
                long seed = i;
                readers.add(threads.submit(() -> readAndUpdate(cache, new SplittableRandom(seed))));
            }
        }
        assertThat(readers).allMatch(reader -> reader.state() == State.SUCCESS);
        Seen seen = readers.stream().map(java.util.concurrent.Future::resultNow).reduce(new Seen(0, 0, 0), Seen::plus);
        assertThat(seen.violations).isZero();
        assertThat(seen.found + seen.refused).isEqualTo(READS);
        assertThat(seen.found).isGreaterThan(READS / 2);
    }

    private static Seen readAndUpdate(TieredCache<String> cache, SplittableRandom random) {
        List<String> names = names();
        Seen seen = new Seen(0, 0, 0);
        for (int i = 0; i < READS / READERS; i++) {
            String name = names.get(random.nextInt(NAMES));
            if (i % 500 == 0) {
                // the wall clock first: a thread that waits between the two makes the value older, never younger
                long millis = System.currentTimeMillis();
                var _ = cache.put(name, Long.toString(System.nanoTime()), millis);
            }
            seen = seen.plus(read(cache, CacheClock.SYSTEM, name, random.nextInt(MAX_AGE_MILLIS)));
        }
        return seen;
    }

    private static Seen read(TieredCache<String> cache, CacheClock clock, String name, long maxAgeMillis) {
        long askedNanos = clock.nanos();
        Reading<String> reading = cache.get(name, maxAgeMillis).result();
        if (!(reading instanceof Reading.Found<String> found)) {
            return new Seen(0, 1, 0);
        }
        long passedNanos = askedNanos - Long.parseLong(found.value());
        boolean lie = found.ageMillis() > maxAgeMillis
                || found.ageMillis() * 1_000_000 < passedNanos
                || found.state() == Reading.State.UNPROVEN;
        return new Seen(1, 0, lie ? 1 : 0);
    }

    private static List<String> names() {
        return java.util.stream.IntStream.range(0, NAMES)
                .mapToObj(i -> "BITFINEX:t" + i + "USD")
                .toList();
    }
}

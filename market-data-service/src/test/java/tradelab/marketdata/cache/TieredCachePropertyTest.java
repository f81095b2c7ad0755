package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

class TieredCachePropertyTest {
    private static final String NAME = "BITFINEX:tBTCUSD";

    /** One read of a node, as chance will have it. */
    private record Step(int node, int action, long gapMillis, long maxAgeMillis) {}

    @Property
    void noReaderEverGetsAValueThatWasNotTrueWithinTheAgeHeAllows(
            @ForAll long seed,
            @ForAll @Size(min = 20, max = 60) List<@LongRange(min = 0, max = 0x7fff_ffffL) Long> chance,
            @ForAll @IntRange(min = 0, max = 20) int answerMillis,
            @ForAll @IntRange(min = 0, max = 30) int pushMillis) {
        TestCluster cluster = new TestCluster(3, seed, Map.of());
        cluster.answerMillis = answerMillis;
        cluster.pushMillis = pushMillis;
        Truth truth = new Truth(cluster.time);
        List<TieredCache<String>> caches = caches(cluster, _ -> truth.fetched(answerMillis));
        for (long number : chance) {
            Step step = new Step((int) (number % 3), (int) (number / 3 % 12), number / 36 % 200, number / 7200 % 600);
            TestCluster.Node node = cluster.nodes.get(step.node);
            switch (step.action) {
                case 0, 1, 2 -> truth.change();
                case 3 -> node.deaf();
                case 4 -> node.hearing();
                case 5 -> node.away = !node.away;
                case 6 -> cluster.flush();
                case 7 -> {
                    var _ = caches.get(step.node).put(NAME, truth.now(), cluster.time.epochMillis());
                }
                default -> {
                    var _ = caches.get(step.node)
                            .get(NAME, step.maxAgeMillis)
                            .onSuccess(reading -> truth.check(reading, step.maxAgeMillis));
                }
            }
            cluster.time.advance(step.gapMillis);
        }
        cluster.time.advance(10_000);
    }

    @Property
    void afterAnUpdateEveryReplicaReadsTheNewValue(
            @ForAll long seed,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 8) Integer> steps,
            @ForAll @IntRange(min = 0, max = 5) int pushMillis) {
        TestCluster cluster = new TestCluster(3, seed, Map.of("ttl.candles", "1h"));
        cluster.pushMillis = pushMillis;
        List<TieredCache<String>> caches = caches(cluster, null);
        int number = 0;
        for (int step : steps) {
            String value = "v" + number++;
            readAll(caches); // copies everywhere
            var _ = caches.get(step % 3).put(NAME, value, cluster.time.epochMillis());
            cluster.time.advance(pushMillis + 1);

            for (TieredCache<String> cache : caches) {
                assertThat(value(cache.get(NAME, ValueCache.ANY))).isEqualTo(value);
            }
        }
    }

    @Property
    void aCopyThatWasReadIsThereAgainAfterAChangeBeforeAnybodyAsks(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 20) int answerMillis,
            @ForAll @IntRange(min = 0, max = 20) int pushMillis,
            @ForAll @IntRange(min = 1, max = 10) int changes) {
        TestCluster cluster = new TestCluster(2, seed, Map.of("ttl.candles", "1h"));
        cluster.answerMillis = answerMillis;
        cluster.pushMillis = pushMillis;
        List<TieredCache<String>> caches = caches(cluster, null);
        var _ = caches.get(0).put(NAME, "v", cluster.time.epochMillis());
        cluster.time.advance(answerMillis + pushMillis + 1);
        var _ = caches.get(1).get(NAME, ValueCache.ANY);
        cluster.time.advance(answerMillis + 1);
        for (int i = 0; i < changes; i++) {
            assertThat(caches.get(1).get(NAME, ValueCache.ANY).isComplete()).isTrue();
            var _ = caches.get(0).put(NAME, "v" + i, cluster.time.epochMillis());
            cluster.time.advance(answerMillis + pushMillis + 1);
            int reads = cluster.nodes.get(1).reads;

            assertThat(value(caches.get(1).get(NAME, ValueCache.ANY))).isEqualTo("v" + i);
            assertThat(cluster.nodes.get(1).reads).isEqualTo(reads);
        }
    }

    @Property
    void aCopyThatNobodyReadsIsReadAgainAtMostOnceHoweverOftenItChanges(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int changes) {
        TestCluster cluster = new TestCluster(2, seed, Map.of("ttl.candles", "1h"));
        List<TieredCache<String>> caches = caches(cluster, null);
        var _ = caches.get(0).put(NAME, "v", cluster.time.epochMillis());
        var _ = caches.get(1).get(NAME, ValueCache.ANY);
        for (int i = 0; i < changes; i++) {
            var _ = caches.get(0).put(NAME, "v" + i, cluster.time.epochMillis());
            cluster.time.advance(5);
        }

        assertThat(cluster.nodes.get(1).reads).isEqualTo(2);
    }

    @Property
    void aValueIsFetchedAgainOnceItsLifetimeIsOverAndNotBefore(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 3_000) long waitMillis) {
        TestCluster cluster = new TestCluster(1, seed, Map.of("ttl.candles", "1s", "refresh-beta", "0"));
        AtomicInteger fetches = new AtomicInteger();
        TieredCache<String> cache = caches(cluster, _ -> counted(fetches)).getFirst();
        var _ = cache.get(NAME, ValueCache.ANY);
        var _ = cache.get(NAME, ValueCache.ANY);
        int before = fetches.get();
        cluster.time.advance(waitMillis);

        var _ = cache.get(NAME, ValueCache.ANY);

        assertThat(before).isEqualTo(1);
        assertThat(fetches.get()).isEqualTo(waitMillis < 1_000 ? 1 : 2);
    }

    @Property
    void thatThereIsNoneIsBelievedForItsOwnLifetime(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 3_000) long waitMillis) {
        TestCluster cluster = new TestCluster(1, seed, Map.of("ttl.absent", "1s", "ttl.candles", "1h"));
        AtomicInteger fetches = new AtomicInteger();
        TieredCache<String> cache = caches(cluster, _ -> {
                    var _ = fetches.incrementAndGet();
                    return Future.succeededFuture(Optional.empty());
                })
                .getFirst();
        assertThat(cache.get(NAME, ValueCache.ANY).result()).isEqualTo(new Reading.Absent<>());
        cluster.time.advance(waitMillis);

        assertThat(cache.get(NAME, ValueCache.ANY).result()).isEqualTo(new Reading.Absent<>());

        assertThat(fetches.get()).isEqualTo(waitMillis < 1_000 ? 1 : 2);
    }

    @Property
    void typesOfOneNameDoNotLeakIntoEachOther(
            @ForAll long seed,
            @ForAll CacheType one,
            @ForAll CacheType other,
            @ForAll @IntRange(min = 0, max = 2) int n) {
        TestCluster cluster = new TestCluster(3, seed, Map.of());
        var _ = cluster.nodes.get(n).cache(one, null).put(NAME, "value", cluster.time.epochMillis());

        for (TestCluster.Node node : cluster.nodes) {
            Reading<String> read =
                    node.cache(other, null).get(NAME, ValueCache.ANY).result();
            assertThat(read instanceof Reading.Found).isEqualTo(one == other);
        }
    }

    @Property
    void concurrentMissesInAClusterFetchOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 100) int readers,
            @ForAll @IntRange(min = 0, max = 20) int answerMillis,
            @ForAll @IntRange(min = 0, max = 200) int pushMillis,
            @ForAll @IntRange(min = 0, max = 500) int fetchMillis) {
        TestCluster cluster = new TestCluster(3, seed, Map.of("ttl.candles", "1h"));
        cluster.answerMillis = answerMillis;
        cluster.pushMillis = pushMillis;
        AtomicInteger fetches = new AtomicInteger();
        List<TieredCache<String>> caches =
                caches(cluster, _ -> cluster.time.pause(fetchMillis).compose(_ -> counted(fetches)));
        List<Future<Reading<String>>> reads = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            reads.add(caches.get(i % 3).get(NAME, ValueCache.ANY));
            cluster.time.advance(i % 2);
        }
        cluster.time.advance(20_000);

        assertThat(fetches.get()).isEqualTo(1);
        assertThat(reads).allMatch(read -> "v1".equals(value(read)));
    }

    @Property
    void whenWhoFetchesDiesTheOthersFetchExactlyOnceMore(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 60) int readers,
            @ForAll @IntRange(min = 0, max = 20) int answerMillis) {
        TestCluster cluster = new TestCluster(3, seed, Map.of("ttl.candles", "1h"));
        cluster.answerMillis = answerMillis;
        AtomicInteger fetches = new AtomicInteger();
        List<TieredCache<String>> caches = new ArrayList<>();
        for (TestCluster.Node node : cluster.nodes) {
            caches.add(node.cache(CacheType.CANDLES, _ -> {
                if (fetches.incrementAndGet() == 1) {
                    node.dead = true;
                    return Promise.<Optional<String>>promise().future();
                }
                return Future.succeededFuture(Optional.of("v"));
            }));
        }
        Map<TestCluster.Node, List<Future<Reading<String>>>> reads = new java.util.HashMap<>();
        for (int i = 0; i < readers; i++) {
            TestCluster.Node node = cluster.nodes.get(i % 3);
            reads.computeIfAbsent(node, _ -> new ArrayList<>())
                    .add(caches.get(i % 3).get(NAME, ValueCache.ANY));
        }
        cluster.time.advance(20_000);

        assertThat(fetches.get()).isEqualTo(2);
        reads.forEach((node, of) -> assertThat(node.dead || of.stream().allMatch(read -> "v".equals(value(read))))
                .isTrue());
    }

    @Property
    void aHotKeyIsFetchedAboutOncePerLifetimeAndNeverTwiceAtATime(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int fetchMillis) {
        TestCluster cluster = new TestCluster(3, seed, Map.of("ttl.trades", "1s"));
        AtomicInteger fetches = new AtomicInteger();
        AtomicInteger atATime = new AtomicInteger();
        List<TieredCache<String>> caches = new ArrayList<>();
        for (TestCluster.Node node : cluster.nodes) {
            caches.add(node.cache(CacheType.TRADES, _ -> {
                assertThat(atATime.incrementAndGet()).isEqualTo(1);
                return cluster.time.pause(fetchMillis).compose(_ -> {
                    var _ = atATime.decrementAndGet();
                    return counted(fetches);
                });
            }));
        }
        for (int i = 0; i < 1_000; i++) { // 10 s
            readAll(caches);
            cluster.time.advance(10);
        }

        int lifetimes = 10_000 / 1_000;
        assertThat(fetches.get()).isBetween(lifetimes - 1, 2 * lifetimes + 2);
    }

    @Example
    void tenThousandReadersInAClusterOfThreeCostOneFetchAndOneMoreIfItDies() {
        for (boolean dies : new boolean[] {false, true}) {
            TestCluster cluster = new TestCluster(3, 7, Map.of("ttl.candles", "1h"));
            cluster.answerMillis = 1;
            AtomicInteger fetches = new AtomicInteger();
            List<TieredCache<String>> caches = new ArrayList<>();
            for (TestCluster.Node node : cluster.nodes) {
                caches.add(node.cache(CacheType.CANDLES, _ -> {
                    if (fetches.incrementAndGet() == 1 && dies) {
                        node.dead = true;
                        return Promise.<Optional<String>>promise().future();
                    }
                    return cluster.time.pause(50).map(Optional.of("v"));
                }));
            }
            for (int i = 0; i < 10_000; i++) {
                var _ = caches.get(i % 3).get(NAME, ValueCache.ANY);
            }
            cluster.time.advance(10_000);

            assertThat(fetches.get()).isEqualTo(dies ? 2 : 1);
        }
    }

    @Example
    void aFetcherThatWasFrozenBeyondItsLeaseCannotOverwriteWhatCameAfter() {
        TestCluster cluster = new TestCluster(2, 7, Map.of("ttl.candles", "1h", "load-timeout", "60s", "lease", "61s"));
        Promise<Optional<String>> frozen = Promise.promise();
        TieredCache<String> first = cluster.nodes.get(0).cache(CacheType.CANDLES, _ -> frozen.future());
        TieredCache<String> second = cluster.nodes.get(1).cache(CacheType.CANDLES, null);
        var _ = first.get(NAME, ValueCache.ANY);
        cluster.time.advance(70_000);
        var _ = second.put(NAME, "new", cluster.time.epochMillis());

        frozen.complete(Optional.of("old"));

        assertThat(value(second.get(NAME, ValueCache.ANY))).isEqualTo("new");
        assertThat(value(first.get(NAME, ValueCache.ANY))).isEqualTo("new");
    }

    @Example
    void anUpstreamThatFailsIsNotAskedAgainAtOnceAndTheLastValueIsFlagged() {
        TestCluster cluster = new TestCluster(1, 7, Map.of("ttl.trades", "1s", "refresh-beta", "0"));
        AtomicInteger fetches = new AtomicInteger();
        TieredCache<String> cache = cluster.nodes.getFirst().cache(CacheType.TRADES, _ -> {
            return fetches.incrementAndGet() == 1
                    ? Future.succeededFuture(Optional.of("v"))
                    : Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, "venue is down"));
        });
        var _ = cache.get(NAME, ValueCache.ANY);
        cluster.time.advance(1_500);
        for (int i = 0; i < 100; i++) {
            assertThat(cache.get(NAME, ValueCache.ANY).result())
                    .isEqualTo(new Reading.Found<>("v", 1_500, Reading.State.UNPROVEN));
        }

        assertThat(cache.get(NAME, 1_000).result()).isEqualTo(new Reading.TooOld<>("v", 1_500, 1_000));
        assertThat(fetches.get()).isEqualTo(2);
    }

    @Example
    void anExpiredValueIsServedOnlyToAReaderWhoAllowsItsAgeWhileANewOneIsFetched() {
        TestCluster cluster = new TestCluster(1, 7, Map.of("ttl.trades", "1s", "refresh-beta", "0"));
        AtomicInteger fetches = new AtomicInteger();
        TieredCache<String> cache =
                caches(cluster, CacheType.TRADES, _ -> counted(fetches)).getFirst();
        var _ = cache.get(NAME, ValueCache.ANY); // fetched and published, which makes the copy unproven
        var _ = cache.get(NAME, ValueCache.ANY); // copied
        cluster.time.advance(1_500);

        Reading<String> allowed = cache.get(NAME, 2_000).result();
        Reading<String> afterwards = cache.get(NAME, ValueCache.ANY).result();

        assertThat(allowed).isEqualTo(new Reading.Found<>("v1", 1_501, Reading.State.STALE));
        assertThat(afterwards).isEqualTo(new Reading.Found<>("v2", 1, Reading.State.CURRENT));
    }

    private static List<TieredCache<String>> caches(
            TestCluster cluster, @org.jspecify.annotations.Nullable Upstream<String> upstream) {
        return caches(cluster, CacheType.CANDLES, upstream);
    }

    private static List<TieredCache<String>> caches(
            TestCluster cluster, CacheType type, @org.jspecify.annotations.Nullable Upstream<String> upstream) {
        return cluster.nodes.stream().map(node -> node.cache(type, upstream)).toList();
    }

    private static void readAll(List<TieredCache<String>> caches) {
        for (TieredCache<String> cache : caches) {
            var _ = cache.get(NAME, ValueCache.ANY);
        }
    }

    private static Future<Optional<String>> counted(AtomicInteger fetches) {
        return Future.succeededFuture(Optional.of("v" + fetches.incrementAndGet()));
    }

    private static String value(Future<Reading<String>> read) {
        return read.succeeded() && read.result() instanceof Reading.Found<String> found
                ? found.value()
                : String.valueOf(read.succeeded() ? read.result() : read.cause());
    }

    /** What is true when: a number that changes at known times. */
    private static final class Truth {
        final VirtualTime time;
        final List<Long> changedNanos = new ArrayList<>(List.of(Long.MIN_VALUE));

        Truth(VirtualTime time) {
            this.time = time;
        }

        void change() {
            changedNanos.add(time.nanos());
        }

        String now() {
            return Integer.toString(changedNanos.size() - 1);
        }

        /** An upstream that answers with what was true at some moment of the call. */
        Future<Optional<String>> fetched(long millis) {
            return time.pause(millis).compose(_ -> {
                String value = now();
                return time.pause(millis).map(Optional.of(value));
            });
        }

        void check(Reading<String> reading, long maxAgeMillis) {
            if (reading instanceof Reading.Found<String> found) {
                int index = Integer.parseInt(found.value());
                long untilNanos = index + 1 < changedNanos.size() ? changedNanos.get(index + 1) : time.nanos();
                assertThat(found.ageMillis()).isLessThanOrEqualTo(maxAgeMillis);
                assertThat(time.nanos() - untilNanos).isLessThanOrEqualTo(maxAgeMillis * 1_000_000);
                assertThat(found.state()).isNotEqualTo(Reading.State.UNPROVEN);
            }
        }
    }
}

package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GatheringPropertyTest {
    private static final int NAMES_MAX = 20;
    private static final Map<String, String> SETTINGS =
            Map.of("gather", "5ms", "gather-max", Integer.toString(NAMES_MAX), "refresh-beta", "0");

    /** Names that begin with x do not exist, and those with y cannot be told. */
    @Property
    void whatIsMissingWithinAMomentIsAskedForTogetherAndEachReaderGetsItsOwn(
            @ForAll @IntRange(min = 1, max = 100) int names,
            @ForAll @IntRange(min = 1, max = 3) int nodes,
            @ForAll @IntRange(min = 0, max = 50) int callMillis,
            @ForAll long seed) {
        TestCluster cluster = new TestCluster(nodes, seed, SETTINGS);
        List<Integer> calls = new ArrayList<>();
        BulkUpstream<String> upstream = wanted -> {
            calls.add(wanted.size());
            Map<String, Optional<String>> told = new HashMap<>();
            wanted.stream()
                    .filter(name -> !name.startsWith("y"))
                    .forEach(name ->
                            told.put(name, name.startsWith("x") ? Optional.empty() : Optional.of("is " + name)));
            return cluster.time.pause(callMillis).map(told);
        };
        List<Future<Reading<String>>> reads = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        List<TieredCache<String>> caches = new ArrayList<>();
        for (TestCluster.Node node : cluster.nodes) {
            caches.add(node.cache(
                    CacheType.TICKER,
                    new Gathering<>(
                            upstream,
                            cluster.time::pause,
                            TestCluster.settings(SETTINGS),
                            node.counters.of(CacheType.TICKER))));
        }
        for (int i = 0; i < names; i++) {
            for (TieredCache<String> cache : caches) {
                String name = "nxy".charAt(i % 3) + "" + i;
                asked.add(name);
                reads.add(cache.get(name, ValueCache.ANY));
            }
        }
        cluster.time.advance(10_000);

        for (int i = 0; i < reads.size(); i++) {
            switch (asked.get(i).charAt(0)) {
                case 'n' ->
                    assertThat(((Reading.Found<String>) reads.get(i).result()).value())
                            .isEqualTo("is " + asked.get(i));
                case 'x' -> assertThat(reads.get(i).result()).isEqualTo(new Reading.Absent<>());
                default -> assertThat(reads.get(i).failed()).isTrue();
            }
        }
        assertThat(calls).allMatch(size -> size <= NAMES_MAX);
        if (nodes == 1) {
            assertThat(calls).hasSize((names + NAMES_MAX - 1) / NAMES_MAX);
        }
    }
}

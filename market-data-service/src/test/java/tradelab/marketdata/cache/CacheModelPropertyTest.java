package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Three replicas with a shared tier against a map. Without delays and with lifetimes that never end, a cache must be
 * indistinguishable from the map, whatever is written, read, dropped, flushed or lost where; and an upstream is asked
 * only for what the map would have had to ask for too.
 */
class CacheModelPropertyTest {
    private static final CacheType TYPE = CacheType.REFERENCE;

    /** The cluster, and the map it should be like. */
    private static final class World {
        final TestCluster cluster = new TestCluster(3, 1, Map.of("ttl.reference", "10h", "ttl.absent", "10h"));
        final Map<String, String> upstream = new HashMap<>();
        final Map<String, String> model = new HashMap<>();
        final List<TieredCache<String>> caches;
        int number;

        World() {
            caches = cluster.nodes.stream()
                    .map(node ->
                            node.cache(TYPE, name -> Future.succeededFuture(Optional.ofNullable(upstream.get(name)))))
                    .toList();
        }

        World put(int node, String name) {
            String value = "v" + number++;
            upstream.put(name, value);
            model.put(name, value);
            cluster.time.advance(1);
            var _ = caches.get(node).put(name, value, cluster.time.epochMillis());
            return this;
        }

        World remove(int node, String name) {
            upstream.remove(name);
            model.remove(name);
            cluster.time.advance(1);
            var _ = caches.get(node).invalidate(name);
            return this;
        }

        World read(int node, String name, long maxAgeMillis) {
            cluster.time.advance(1);
            Reading<String> reading = caches.get(node).get(name, maxAgeMillis).result();
            String expected = model.get(name);
            if (expected == null) {
                assertThat(reading).isEqualTo(new Reading.Absent<>());
            } else {
                assertThat(reading).isInstanceOf(Reading.Found.class);
                assertThat(((Reading.Found<String>) reading).value()).isEqualTo(expected);
                assertThat(((Reading.Found<String>) reading).state()).isNotEqualTo(Reading.State.UNPROVEN);
            }
            return this;
        }

        World flush() {
            cluster.flush();
            return this;
        }

        /** The channel of one replica is lost and comes back; what happened meanwhile was missed. */
        World miss(int node, int writer, String name) {
            cluster.nodes.get(node).deaf();
            var _ = put(writer, name);
            cluster.nodes.get(node).hearing();
            return this;
        }
    }

    @Property
    void aClusterOfCachesCannotBeToldFromAMap(@ForAll("chains") ActionChain<World> chain) {
        World end = chain.run();

        for (int node = 0; node < 3; node++) {
            for (String name : List.of("a", "b", "a:b", "%")) {
                var _ = end.read(node, name, ValueCache.ANY);
            }
        }
    }

    @Provide
    ActionChainArbitrary<World> chains() {
        return ActionChain.startWith(World::new)
                .withAction(3, step("put", World::put))
                .withAction(2, step("remove", World::remove))
                .withAction(6, step("read", (world, node, name) -> world.read(node, name, ValueCache.ANY)))
                .withAction(3, step("read young", (world, node, name) -> world.read(node, name, 50)))
                .withAction(1, step("flush", (world, _, _) -> world.flush()))
                .withAction(1, step("miss", (world, node, name) -> world.miss(node, (node + 1) % 3, name)))
                .withMaxTransformations(40);
    }

    private interface Step {
        World run(World world, int node, String name);
    }

    private static Action.Independent<World> step(String what, Step step) {
        return () -> where().map(at -> Transformer.transform(
                what + " " + at.get2() + " at " + at.get1(), world -> step.run(world, at.get1(), at.get2())));
    }

    private static Arbitrary<Tuple.Tuple2<Integer, String>> where() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.integers().between(0, 2), Arbitraries.of("a", "b", "a:b", "%"))
                .as(Tuple::of);
    }
}

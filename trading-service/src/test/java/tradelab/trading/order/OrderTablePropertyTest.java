package tradelab.trading.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class OrderTablePropertyTest {
    /** Adds (true) or removes the order of this number. */
    record Step(boolean adds, int number) {}

    private static final class Numbers extends OrderTable<Integer> {
        private final IntUnaryOperator hash;

        Numbers(IntUnaryOperator hash) {
            this.hash = hash;
        }

        @Override
        int hashOf(Integer number) {
            return hash.applyAsInt(number);
        }

        @Override
        int hashOf(Order order) {
            return hash.applyAsInt((int) order.cid());
        }

        @Override
        boolean isNamed(Order order, Integer number) {
            return order.cid() == number;
        }

        @Override
        boolean areNamesakes(Order one, Order other) {
            return one.cid() == other.cid();
        }
    }

    @Property
    void findsWhatAMapFindsWhateverTheHashes(@ForAll("steps") List<Step> steps, @ForAll("hashes") int distinct) {
        Numbers table = new Numbers(number -> number % distinct);
        Map<Integer, Order> map = new HashMap<>();
        for (Step step : steps) {
            Order known = map.get(step.number());
            if (step.adds()) {
                Order order = Orders.order(step.number());
                table.put(order);
                map.put(step.number(), order);
            } else if (known != null) {
                table.remove(known);
                map.remove(step.number());
            }
        }
        for (int number = 1; number <= 64; number++) {
            assertThat(table.find(number)).isSameAs(map.get(number));
        }
    }

    @Property(tries = 20)
    void findsEveryOneOfManyAfterItsBucketsHaveSplit(@ForAll("hashes") int seed) {
        Numbers table = new Numbers(number -> number * 0x9E3779B9 + seed);
        List<Order> orders = new ArrayList<>();
        for (int number = 1; number <= 20_000; number++) {
            Order order = Orders.order(number);
            orders.add(order);
            table.put(order);
        }
        for (int number = 1; number <= 20_000; number += 2) {
            table.remove(orders.get(number - 1));
        }
        for (int number = 1; number <= 20_000; number++) {
            assertThat(table.find(number)).isSameAs(number % 2 == 0 ? orders.get(number - 1) : null);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(1, 64))
                .as(Step::new)
                .list()
                .ofMaxSize(300);
    }

    @Provide
    Arbitrary<Integer> hashes() {
        return Arbitraries.of(1, 2, 7, 1_000_003);
    }
}

package tradelab.trading.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.Orders;

class StepLanesPropertyTest {
    private static final int ORDERS = 12;
    private static final int ACTIONS = 200;

    /** Steps that were given, and whether the law lets them pass. */
    private record Given(StepLanes.Steps steps, boolean passes) {
        boolean shares(StepLanes.Steps other) {
            return steps.changes().stream()
                    .anyMatch(change -> other.changes().stream().anyMatch(step -> cid(step) == cid(change)));
        }
    }

    private final List<Given> waiting = new ArrayList<>();

    @Property
    void cancellationsAreInTheNextGroupAndPassNoStepOfTheirOwnOrder(
            @ForAll @IntRange(min = 1, max = 40) int groupMax, @ForAll long seed) {
        Random random = new Random(seed);
        StepLanes lanes = new StepLanes(groupMax);
        for (int i = 0; i < ACTIONS; i++) {
            switch (random.nextInt(8)) {
                case 0 -> take(lanes, groupMax);
                case 1, 2, 3 -> cancel(lanes, groupMax, steps(random, 1));
                default -> {
                    StepLanes.Steps steps = steps(random, 1 + random.nextInt(5));
                    lanes.add(steps);
                    waiting.add(new Given(steps, false));
                }
            }
            assertThat(lanes.size())
                    .isEqualTo(waiting.stream()
                            .mapToInt(given -> given.steps.size())
                            .sum());
        }
        while (!lanes.isEmpty()) {
            take(lanes, groupMax);
        }
        assertThat(waiting).isEmpty();
    }

    private void cancel(StepLanes lanes, int groupMax, StepLanes.Steps steps) {
        int passing = waiting.stream()
                .filter(Given::passes)
                .mapToInt(given -> given.steps.size())
                .sum();
        boolean room = passing + steps.size() <= Math.max(1, groupMax / StepLanes.FIRST_SHARE);
        boolean alone = waiting.stream().noneMatch(given -> !given.passes && given.shares(steps));
        lanes.addFirst(steps);
        waiting.add(new Given(steps, room && alone));
    }

    private void take(StepLanes lanes, int groupMax) {
        List<StepLanes.Steps> group = new ArrayList<>();
        lanes.take(group::add);
        List<StepLanes.Steps> first =
                waiting.stream().filter(Given::passes).map(Given::steps).toList();
        List<StepLanes.Steps> others = waiting.stream()
                .filter(given -> !given.passes)
                .map(Given::steps)
                .toList();
        assertThat(group.size()).isGreaterThanOrEqualTo(first.size());
        assertThat(group.subList(0, first.size())).isEqualTo(first);
        List<StepLanes.Steps> rest = group.subList(first.size(), group.size());
        assertThat(rest).isEqualTo(others.subList(0, rest.size()));
        int taken = rest.stream().mapToInt(StepLanes.Steps::size).sum();
        int share = Math.max(1, groupMax - groupMax / StepLanes.FIRST_SHARE);
        assertThat(rest.size() == others.size() || taken >= share).isTrue();
        for (int order = 1; order <= ORDERS; order++) {
            List<OrderChange> given = changes(waiting.stream().map(Given::steps).toList(), order);
            List<OrderChange> stored = changes(group, order);
            assertThat(stored).hasSizeLessThanOrEqualTo(given.size());
            for (int i = 0; i < stored.size(); i++) {
                assertThat(stored.get(i)).isSameAs(given.get(i));
            }
        }
        boolean _ = waiting.removeIf(given -> group.stream().anyMatch(steps -> steps == given.steps));
    }

    private static List<OrderChange> changes(List<StepLanes.Steps> steps, int order) {
        return steps.stream()
                .flatMap(each -> each.changes().stream())
                .filter(change -> cid(change) == order)
                .toList();
    }

    private static StepLanes.Steps steps(Random random, int size) {
        return new StepLanes.Steps(
                IntStream.range(0, size)
                        .mapToObj(_ -> Orders.changed("a", 1 + random.nextInt(ORDERS)))
                        .toList(),
                List.of(),
                Promise.promise());
    }

    private static long cid(OrderChange change) {
        return change.order().cid();
    }
}

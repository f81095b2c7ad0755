package tradelab.trading.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;
import tradelab.trading.order.Orders;

class LanePropertyTest {
    /** A lane that moves everything whenever something changes. */
    private static final class Plain {
        private final ArrayDeque<Order> fresh = new ArrayDeque<>();
        private final TreeMap<Long, Order> again = new TreeMap<>();
        private final List<Order> held = new ArrayList<>();

        void unhold() {
            held.forEach(order -> again.put(order.cid(), order));
            held.clear();
        }

        @Nullable
        Order poll() {
            return again.isEmpty() ? fresh.pollFirst() : again.pollFirstEntry().getValue();
        }

        int size() {
            return fresh.size() + again.size();
        }
    }

    /** Held back, let go and taken in whatever order: it gives out the same orders as the plain one. */
    @Property(tries = 500)
    void keepsTheOrder(@ForAll long seed, @ForAll @IntRange(max = 100) int percentHeld) {
        Random random = new Random(seed);
        Lane lane = new Lane();
        Plain plain = new Plain();
        int cid = 0;
        for (int i = 0; i < 300; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    // partitions give out ids of their own, so a later one may be lower
                    Order order = Orders.order(1_000 * (++cid + random.nextInt(4)) + cid);
                    lane.add(order);
                    plain.fresh.addLast(order);
                }
                case 3 -> {
                    lane.unhold();
                    plain.unhold();
                }
                default -> {
                    Order order = lane.poll();
                    assertThat(order).isSameAs(plain.poll());
                    if (order != null && random.nextInt(100) < percentHeld) {
                        lane.hold(order);
                        plain.held.add(order);
                    }
                }
            }
            assertThat(lane.size()).isEqualTo(plain.size());
            assertThat(lane.waiting()).isEqualTo(plain.size() + plain.held.size());
        }
    }
}

package tradelab.trading.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OrderWalkPropertyTest {
    /** Whatever comes and goes: each order that is open from the beginning to its turn is met once, and no other. */
    @Property(tries = 300)
    void meetsEachOrderOnce(@ForAll long seed, @ForAll @IntRange(max = 60) int orders) {
        Random random = new Random(seed);
        OpenOrders open = new OpenOrders();
        List<Order> in = new ArrayList<>();
        int cid = 0;
        while (cid < orders) {
            in.add(append(open, ++cid));
        }
        List<Order> atFirst = List.copyOf(in);
        Set<Order> left = new LinkedHashSet<>();
        List<Order> met = new ArrayList<>();
        OrderWalk other = open.walk();
        OrderWalk walk = open.walk();
        for (boolean done = false; !done; ) {
            switch (random.nextInt(4)) {
                case 0 -> in.add(append(open, ++cid));
                case 1 -> {
                    if (!in.isEmpty()) {
                        Order gone = in.remove(random.nextInt(in.size()));
                        open.unlink(gone);
                        if (!met.contains(gone)) {
                            left.add(gone);
                        }
                    }
                }
                case 2 -> {
                    if (random.nextInt(20) == 0) {
                        other.end();
                    }
                }
                default -> {
                    Order order = walk.next();
                    done = order == null;
                    if (order != null) {
                        assertThat(in).contains(order);
                        met.add(order);
                    }
                }
            }
        }
        List<Order> expected = new ArrayList<>(atFirst);
        expected.removeAll(left);
        assertThat(met).containsExactlyElementsOf(expected);
        assertThat(walk.next()).as("at its end for good").isNull();
    }

    private static Order append(OpenOrders open, int cid) {
        Order order = Orders.order(cid);
        open.append(order);
        return order;
    }
}

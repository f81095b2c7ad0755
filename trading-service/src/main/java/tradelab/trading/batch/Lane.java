package tradelab.trading.batch;

import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;

/**
 * Orders that wait to be placed, in the order in which they came. Those that were tried before go first, oldest first: they
 * keep their place before later ones.
 *
 * <p>Not thread-safe.
 */
final class Lane {
    private final ArrayDeque<Order> fresh = new ArrayDeque<>();
    private final TreeMap<Long, Order> again = new TreeMap<>();

    void add(Order order) {
        if (order.attempted()) {
            again(order);
        } else {
            fresh.addLast(order);
        }
    }

    /** Puts an order back. */
    void again(Order order) {
        again.put(order.cid(), order);
    }

    int size() {
        return fresh.size() + again.size();
    }

    /** Takes the next one out; null if there is none. */
    @Nullable
    Order poll() {
        return again.isEmpty() ? fresh.pollFirst() : again.pollFirstEntry().getValue();
    }
}

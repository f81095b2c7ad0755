package tradelab.trading.batch;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;

/**
 * Orders that wait to be placed, in the order in which they came. Those that were tried before, or might not go when they
 * were looked at, go first, oldest first: they keep their place before later ones.
 *
 * <p>Not thread-safe. Nothing costs more for the number of orders that wait.
 */
final class Lane {
    private final ArrayDeque<Order> fresh = new ArrayDeque<>();
    private final TreeMap<Long, Order> again = new TreeMap<>();

    /** Those that might not go. They stay where they are while they are looked at again, up to {@link #passed}. */
    private final TreeMap<Long, Order> held = new TreeMap<>();

    private long passed = Long.MAX_VALUE;
    /** How many held ones come after that. */
    private int due;

    void add(Order order) {
        if (order.attempted()) {
            again.put(order.cid(), order);
        } else {
            fresh.addLast(order);
        }
    }

    /** Puts one back that was just taken out and may not go: until {@link #unhold}. */
    void hold(Order order) {
        held.put(order.cid(), order);
        passed = Math.max(passed, order.cid()); // all before it were looked at before it
    }

    /** From now on those that were held come again. */
    void unhold() {
        due = held.size();
        passed = Long.MIN_VALUE;
    }

    /** Returns how many wait to be looked at. */
    int size() {
        return fresh.size() + again.size() + due;
    }

    /** Returns how many wait. */
    int waiting() {
        return fresh.size() + again.size() + held.size();
    }

    /** Takes the next one out; null if there is none. */
    @Nullable
    Order poll() {
        Map.Entry<Long, Order> first = again.firstEntry();
        Map.Entry<Long, Order> next = due == 0 ? null : held.higherEntry(passed);
        if (next != null && (first == null || next.getKey() < first.getKey())) {
            var _ = held.remove(next.getKey());
            due--;
            passed = next.getKey();
            return next.getValue();
        }
        if (first != null) {
            var _ = again.pollFirstEntry();
            return first.getValue();
        }
        return fresh.pollFirst();
    }
}

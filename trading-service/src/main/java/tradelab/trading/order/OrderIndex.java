package tradelab.trading.order;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;

/**
 * Finds orders by every name they have. Open orders stay; of the final ones only the latest {@code finalMax} stay, the
 * others are in the database.
 */
final class OrderIndex {
    /** Of more than these the oldest are given up: a venue that tells no executions must not fill the memory. */
    private static final int UNSETTLED_MAX = 10_000;

    private final int finalMax;
    private final Map<OrderRef, Order> byRef;
    private final Map<Long, Order> open;
    private final Map<Long, Order> closed;
    private final Map<String, Order> byVenueId;

    /** Final orders that are filled beyond their known executions. */
    private final TreeMap<Long, Order> unsettled = new TreeMap<>();

    private final ArrayDeque<Order> closedInOrder = new ArrayDeque<>();
    private final int[] counts = new int[OrderStatus.values().length];

    /** The tables have room at once for the final orders and as many open ones: growing is a pause for everybody. */
    OrderIndex(int finalMax) {
        this(finalMax, finalMax);
    }

    private OrderIndex(int finalMax, int room) {
        this.finalMax = finalMax;
        this.byRef = HashMap.newHashMap(2 * room);
        this.open = LinkedHashMap.newLinkedHashMap(room);
        this.closed = HashMap.newHashMap(room);
        this.byVenueId = HashMap.newHashMap(2 * room);
    }

    OrderIndex copy() {
        OrderIndex copy = new OrderIndex(finalMax, 0);
        open.forEach((cid, order) -> copy.open.put(cid, order.copy()));
        for (Order order : closedInOrder) {
            Order twin = order.copy();
            copy.closed.put(order.cid(), twin);
            copy.closedInOrder.addLast(twin);
        }
        unsettled.keySet().forEach(cid -> copy.unsettled.put(cid, Require.present("order", copy.byCid(cid))));
        byRef.forEach((ref, order) -> copy.byRef.put(ref, copy.twin(order)));
        byVenueId.forEach((id, order) -> copy.byVenueId.put(id, copy.twin(order)));
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        return copy;
    }

    private Order twin(Order order) {
        return Require.present("order", byCid(order.cid()));
    }

    @Nullable
    Order byRef(OrderRef ref) {
        return byRef.get(ref);
    }

    @Nullable
    Order byCid(long cid) {
        Order order = open.get(cid);
        return order != null ? order : closed.get(cid);
    }

    @Nullable
    Order byVenueId(String venueOrderId) {
        return byVenueId.get(venueOrderId);
    }

    Collection<Order> open() {
        return Collections.unmodifiableCollection(open.values());
    }

    Collection<Order> unsettled() {
        return Collections.unmodifiableCollection(unsettled.values());
    }

    int count(OrderStatus status) {
        return counts[status.ordinal()];
    }

    void add(OrderRef ref, Order order) {
        byRef.put(ref, order);
        open.put(order.cid(), order);
        counts[order.status.ordinal()]++;
        named(order);
    }

    void addClosed(OrderRef ref, Order order) {
        byRef.put(ref, order);
        counts[order.status.ordinal()]++;
        named(order);
        closed(order);
    }

    /** Another execution of the order is known. */
    void settles(Order order) {
        if (order.filledByTrades() >= order.filled) {
            unsettled.remove(order.cid());
        }
    }

    void remove(OrderRef ref, Order order) {
        byRef.remove(ref);
        open.remove(order.cid());
        counts[order.status.ordinal()]--;
    }

    void named(Order order) {
        if (order.venueOrderId != null) {
            byVenueId.put(order.venueOrderId, order);
        }
    }

    void moved(OrderStatus before, Order order) {
        counts[before.ordinal()]--;
        counts[order.status.ordinal()]++;
        if (order.status.isFinal() && !before.isFinal()) {
            open.remove(order.cid());
            closed(order);
        }
    }

    private void closed(Order order) {
        if (order.filledByTrades() < order.filled) {
            unsettled.put(order.cid(), order);
            if (unsettled.size() > UNSETTLED_MAX) {
                unsettled.pollFirstEntry();
            }
        }
        closed.put(order.cid(), order);
        closedInOrder.addLast(order);
        if (closedInOrder.size() > finalMax) {
            forget(closedInOrder.removeFirst());
        }
    }

    private void forget(Order order) {
        counts[order.status.ordinal()]--;
        closed.remove(order.cid());
        unsettled.remove(order.cid());
        byRef.remove(OrderCore.ref(order));
        if (order.venueOrderId != null) {
            byVenueId.remove(order.venueOrderId);
        }
    }
}

package tradelab.trading.order;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
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

    private static final class ByRef extends OrderTable<OrderRef> {
        @Override
        int hashOf(OrderRef ref) {
            return 31 * ref.account().hashCode() + ref.clientOrderId().hashCode();
        }

        @Override
        int hashOf(Order order) {
            return 31 * order.request().account().hashCode()
                    + order.request().clientOrderId().hashCode();
        }

        @Override
        boolean isNamed(Order order, OrderRef ref) {
            return order.request().clientOrderId().equals(ref.clientOrderId())
                    && order.request().account().equals(ref.account());
        }

        @Override
        boolean areNamesakes(Order one, Order other) {
            return isNamed(one, other.request().ref());
        }
    }

    private static final class ByCid extends OrderTable<Long> {
        @Override
        int hashOf(Long cid) {
            return Long.hashCode(cid);
        }

        @Override
        int hashOf(Order order) {
            return Long.hashCode(order.cid());
        }

        @Override
        boolean isNamed(Order order, Long cid) {
            return order.cid() == cid;
        }

        @Override
        boolean areNamesakes(Order one, Order other) {
            return one.cid() == other.cid();
        }
    }

    private static final class ByVenueId extends OrderTable<String> {
        @Override
        int hashOf(String id) {
            return id.hashCode();
        }

        @Override
        int hashOf(Order order) {
            return Objects.hashCode(order.venueOrderId);
        }

        @Override
        boolean isNamed(Order order, String id) {
            return id.equals(order.venueOrderId);
        }

        @Override
        boolean areNamesakes(Order one, Order other) {
            return Objects.equals(one.venueOrderId, other.venueOrderId);
        }
    }

    private final int finalMax;
    private final ByRef byRef = new ByRef();
    private final ByCid byCid = new ByCid();
    private final ByVenueId byVenueId = new ByVenueId();
    private final OpenOrders open = new OpenOrders();

    /** Final orders that are filled beyond their known executions. */
    private final TreeMap<Long, Order> unsettled = new TreeMap<>();

    private final ArrayDeque<Order> closedInOrder = new ArrayDeque<>();
    private final int[] counts = new int[OrderStatus.values().length];

    OrderIndex(int finalMax) {
        this.finalMax = finalMax;
    }

    OrderIndex copy() {
        OrderIndex copy = new OrderIndex(finalMax);
        for (Order order : open) {
            Order twin = order.copy();
            copy.open.append(twin);
            copy.enter(twin);
        }
        for (Order order : closedInOrder) {
            Order twin = order.copy();
            copy.closedInOrder.addLast(twin);
            copy.enter(twin);
        }
        unsettled.keySet().forEach(cid -> copy.unsettled.put(cid, Require.present("order", copy.byCid(cid))));
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        return copy;
    }

    private void enter(Order order) {
        byRef.put(order);
        byCid.put(order);
        named(order);
    }

    @Nullable
    Order byRef(OrderRef ref) {
        return byRef.find(ref);
    }

    @Nullable
    Order byCid(long cid) {
        return byCid.find(cid);
    }

    @Nullable
    Order byVenueId(String venueOrderId) {
        return byVenueId.find(venueOrderId);
    }

    Collection<Order> open() {
        return open;
    }

    OrderWalk walk() {
        return open.walk();
    }

    Collection<Order> unsettled() {
        return Collections.unmodifiableCollection(unsettled.values());
    }

    int count(OrderStatus status) {
        return counts[status.ordinal()];
    }

    void add(Order order) {
        open.append(order);
        counts[order.status.ordinal()]++;
        enter(order);
    }

    void addClosed(Order order) {
        counts[order.status.ordinal()]++;
        enter(order);
        closed(order);
    }

    /** Another execution of the order is known. */
    void settles(Order order) {
        if (order.filledByTrades() >= order.filled) {
            unsettled.remove(order.cid());
        }
    }

    void remove(Order order) {
        byRef.remove(order);
        byCid.remove(order);
        open.unlink(order);
        counts[order.status.ordinal()]--;
    }

    void named(Order order) {
        if (order.venueOrderId != null) {
            byVenueId.put(order);
        }
    }

    void moved(OrderStatus before, Order order) {
        counts[before.ordinal()]--;
        counts[order.status.ordinal()]++;
        if (order.status.isFinal() && !before.isFinal()) {
            open.unlink(order);
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
        closedInOrder.addLast(order);
        if (closedInOrder.size() > finalMax) {
            forget(closedInOrder.removeFirst());
        }
    }

    private void forget(Order order) {
        counts[order.status.ordinal()]--;
        byCid.remove(order);
        unsettled.remove(order.cid());
        byRef.remove(order);
        if (order.venueOrderId != null) {
            byVenueId.remove(order);
        }
    }
}

package tradelab.trading.order;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The open orders, oldest first: a list whose links are in the orders, so that one in the middle leaves at no cost. To
 * others it is read-only; an iterator fails once the list has changed.
 *
 * <p>Not thread-safe: one owner.
 */
final class OpenOrders extends AbstractCollection<Order> {
    private @Nullable Order oldest;
    private @Nullable Order newest;
    private int size;
    private int changes;

    /** Those that have not come to their end: a few. */
    private final List<OrderWalk> walks = new ArrayList<>(2);

    /** Adds an order at the end. */
    void append(Order order) {
        order.older = newest;
        if (newest == null) {
            oldest = order;
        } else {
            newest.newer = order;
        }
        newest = order;
        size++;
        changes++;
    }

    /** Begins to go through those that are open now. */
    OrderWalk walk() {
        OrderWalk walk = new OrderWalk(this, oldest, newest);
        walks.add(walk);
        return walk;
    }

    void ended(OrderWalk walk) {
        walks.remove(walk);
    }

    /** Takes an order out that is in. */
    void unlink(Order order) {
        for (int i = 0; i < walks.size(); i++) {
            walks.get(i).leaves(order);
        }
        Order before = order.older;
        Order after = order.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        order.older = null;
        order.newer = null;
        size--;
        changes++;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<Order> iterator() {
        return new Iterator<>() {
            private final int begun = changes;
            private @Nullable Order next = oldest;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Order next() {
                Order order = next;
                if (begun != changes) {
                    throw new ConcurrentModificationException("open orders: changed while they were read");
                }
                if (order == null) {
                    throw new NoSuchElementException("open orders: expected another one, got the end");
                }
                next = order.newer;
                return order;
            }
        };
    }
}

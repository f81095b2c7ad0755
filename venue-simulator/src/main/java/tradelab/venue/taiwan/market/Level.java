package tradelab.venue.taiwan.market;

import org.jspecify.annotations.Nullable;

/** The orders at one price, by rank. Not thread-safe. */
final class Level {
    final long price;
    long shares;

    @Nullable
    Order head;

    @Nullable
    Order tail;

    Level(long price) {
        this.price = price;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Ranks rise with time, so an order almost always joins at the end. */
    void add(Order order) {
        Order before = tail;
        while (before != null && before.rank > order.rank) {
            before = before.previous;
        }
        Order after = before == null ? head : before.next;
        order.level = this;
        order.previous = before;
        order.next = after;
        if (before == null) {
            head = order;
        } else {
            before.next = order;
        }
        if (after == null) {
            tail = order;
        } else {
            after.previous = order;
        }
        shares += order.remaining;
    }

    void remove(Order order) {
        Order before = order.previous;
        Order after = order.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        order.level = null;
        order.previous = null;
        order.next = null;
        shares -= order.remaining;
    }
}

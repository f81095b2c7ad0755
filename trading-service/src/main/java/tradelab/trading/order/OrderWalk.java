package tradelab.trading.order;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the orders that are open when it begins and still open when it comes to them, oldest first. Orders may come
 * and go between two steps, so that nobody need look at all of them in one turn.
 *
 * <p>Not thread-safe: the owner of the orders owns it. While it has not come to its end it costs something whenever an order
 * leaves; one that is not needed any more is ended.
 */
public final class OrderWalk {
    private final OpenOrders orders;
    private final long lastCid;
    private @Nullable Order next;

    OrderWalk(OpenOrders orders, @Nullable Order oldest, @Nullable Order newest) {
        this.orders = orders;
        this.next = oldest;
        this.lastCid = newest == null ? 0 : newest.cid();
    }

    /** Returns the next order, or null at the end, which it then has reached for good. */
    public @Nullable Order next() {
        Order order = next;
        if (order == null || order.cid() > lastCid) {
            end();
            return null;
        }
        next = order.newer;
        return order;
    }

    /** Ends it here. */
    public void end() {
        next = null;
        orders.ended(this);
    }

    /** An order is about to leave. */
    void leaves(Order order) {
        if (next == order) {
            next = order.newer;
        }
    }
}

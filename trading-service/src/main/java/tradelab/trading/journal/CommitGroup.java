package tradelab.trading.journal;

import java.util.List;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;

/**
 * What becomes durable together.
 *
 * @param number counts up from 1 in each epoch; a group that is sent twice keeps its number
 * @param oldestOpen no order with a smaller cid is open once this and all earlier groups are durable
 * @param inserts new orders, by rising cid
 * @param changes steps of stored orders, in their sequence
 */
public record CommitGroup(
        long number, long oldestOpen, List<Order> inserts, List<OrderChange> changes, List<VenueFill> fills) {
    /** Returns the same group with these new orders alone. */
    CommitGroup of(List<Order> others) {
        return new CommitGroup(number, oldestOpen, others, changes, fills);
    }

    /** Returns how many things are in it. */
    public int size() {
        return inserts.size() + changes.size() + fills.size();
    }
}

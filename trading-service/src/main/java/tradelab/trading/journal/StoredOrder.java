package tradelab.trading.journal;

import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Order;

/** A row of the orders table. */
public record StoredOrder(long cid, long acceptedSequence, long batchId, SubmitOrder request, OrderView view) {
    /** Returns the order as the core keeps it. */
    public Order order() {
        Order order = new Order(request, cid, view.createdEpochMillis());
        order.restore(view, acceptedSequence, batchId);
        return order;
    }
}

package tradelab.trading.journal;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Amended;
import tradelab.trading.order.Order;

/**
 * A row of the orders table.
 *
 * @param request as it came at first
 * @param reduces whether it makes its account's position smaller
 * @param view with the terms that are wanted now
 */
public record StoredOrder(
        long cid,
        long acceptedSequence,
        long batchId,
        SubmitOrder request,
        boolean reduces,
        OrderView view,
        @Nullable Amended amended) {
    /** Returns the order as the core keeps it. */
    public Order order() {
        Order order = new Order(request, cid, view.createdEpochMillis());
        if (reduces) {
            order.foundReducing();
        }
        order.restore(view, acceptedSequence, batchId, amended);
        return order;
    }
}

package tradelab.trading.order;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;

/**
 * An order as it stands after one step: what the database stores and what subscribers are told.
 *
 * @param averagePrice scaled, 0 before the first fill
 * @param terms that the owner wants
 * @param amended absent if they were never amended
 * @param batchId of the last attempt to send it, 0 before the first
 */
public record OrderChange(
        Order order,
        OrderStatus status,
        long filled,
        long averagePrice,
        @Nullable String venueOrderId,
        @Nullable String reason,
        boolean cancelRequested,
        Terms terms,
        @Nullable Amended amended,
        long batchId,
        long updatedMillis) {

    /** The order as it stands now. */
    OrderChange(Order order) {
        this(
                order,
                order.status,
                order.filled,
                order.averagePrice,
                order.venueOrderId,
                order.reason,
                order.cancelRequested,
                order.terms,
                order.amended ? new Amended(order.working, order.amendWanted) : null,
                order.batchId,
                order.updatedMillis);
    }

    /** Returns the first step of every order. */
    static OrderChange acceptance(Order order) {
        return new OrderChange(
                order,
                OrderStatus.QUEUED,
                0,
                0,
                null,
                null,
                false,
                Terms.of(order.request()),
                null,
                0,
                order.createdMillis());
    }

    /** Returns the same step, of the same order elsewhere. */
    OrderChange of(Order twin) {
        return new OrderChange(
                twin,
                status,
                filled,
                averagePrice,
                venueOrderId,
                reason,
                cancelRequested,
                terms,
                amended,
                batchId,
                updatedMillis);
    }

    /** Returns the public form of this step. */
    public OrderView view(long sequence) {
        return order.view(this, sequence);
    }
}

package tradelab.venue.taiwan.exchange;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.market.CancelReason;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderState;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.TimeInForce;

/** An order at one moment, as clients see it. The price is a decimal string, absent where the order has none. */
public record OrderView(
        long orderId,
        @Nullable String clientOrderId,
        String symbol,
        Side side,
        OrderType orderType,
        TimeInForce timeInForce,
        OrderSession session,
        @Nullable String price,
        long shares,
        long filled,
        long remaining,
        OrderState state,
        @Nullable CancelReason reason,
        long marketTime) {
    /** Returns what an order is now. */
    public static OrderView of(Order order) {
        return new OrderView(
                order.id(),
                order.clientOrderId(),
                order.code(),
                order.terms().side(),
                order.terms().type(),
                order.terms().timeInForce(),
                order.terms().session(),
                order.price() == 0 ? null : Decimals.format(order.price()),
                order.shares(),
                order.filled(),
                order.remaining(),
                order.state(),
                order.reason(),
                order.updatedMillis());
    }
}

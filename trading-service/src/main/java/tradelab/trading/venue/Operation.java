package tradelab.trading.venue;

import tradelab.trading.order.Order;

/** One thing to do at the venue. */
public sealed interface Operation {
    Order order();

    /** Place the order, under its cid. */
    record Place(Order order) implements Operation {}

    /** Cancel the order, by the venue's id for it. */
    record Cancel(Order order, String venueOrderId) implements Operation {}
}

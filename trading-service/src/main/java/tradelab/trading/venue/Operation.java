package tradelab.trading.venue;

import tradelab.trading.order.Order;
import tradelab.trading.order.Terms;

/** One thing to do at the venue. */
public sealed interface Operation {
    Order order();

    /** Place the order, under its cid and its {@link Order#working() working} terms. */
    record Place(Order order) implements Operation {}

    /** Cancel the order, by the venue's id for it. */
    record Cancel(Order order, String venueOrderId) implements Operation {}

    /** Give the order these terms, by the venue's id for it. */
    record Amend(Order order, String venueOrderId, Terms terms) implements Operation {}
}

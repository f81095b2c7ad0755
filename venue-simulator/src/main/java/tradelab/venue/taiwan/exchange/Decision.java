package tradelab.venue.taiwan.exchange;

import tradelab.venue.taiwan.market.Order;

/** What the exchange made of a request. */
public sealed interface Decision {
    /** @param order as it is after all that the request did */
    record Accepted(Order order) implements Decision {}

    /** @param message names the field, what was expected, and what came */
    record Refused(RefusalCode code, String message) implements Decision {}
}

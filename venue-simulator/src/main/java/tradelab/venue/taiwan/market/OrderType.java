package tradelab.venue.taiwan.market;

/** Whether an order has a price of its own. */
public enum OrderType {
    LIMIT,
    MARKET
}

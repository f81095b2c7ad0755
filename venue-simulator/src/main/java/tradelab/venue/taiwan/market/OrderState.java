package tradelab.venue.taiwan.market;

/** What became of an order. */
public enum OrderState {
    OPEN,
    FILLED,
    CANCELLED
}

package tradelab.contracts.trading;

/** The direction of an order or a fill. */
public enum Side {
    BUY,
    SELL
}

package tradelab.venue.taiwan.market;

/** Which way an order trades. */
public enum Side {
    BUY,
    SELL
}

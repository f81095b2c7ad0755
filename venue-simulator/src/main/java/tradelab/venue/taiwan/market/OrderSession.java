package tradelab.venue.taiwan.market;

/** Where an order trades: each session has a book of its own. */
public enum OrderSession {
    /** Lots of 1,000 shares. */
    BOARD,
    /** 1 to 999 shares. */
    ODD,
    /** Board lots at the closing price, after hours. */
    FIXED
}

package tradelab.venue.matching;

/** How an order meets the book. */
public enum OrderKind {
    /** Trades what crosses, the rest stays in the book. */
    LIMIT,
    /** A limit order that must not take: closed untraded if it would cross. */
    POST_ONLY,
    /** Trades at any price, the rest is closed; has no price of its own. */
    MARKET,
    /** Trades what crosses, the rest is closed. */
    IOC,
    /** Trades completely or not at all. */
    FOK
}

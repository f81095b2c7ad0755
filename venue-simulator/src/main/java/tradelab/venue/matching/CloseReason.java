package tradelab.venue.matching;

/** Why an order is no longer in the book, or never came into it. */
public enum CloseReason {
    /** Nothing is left of it. */
    FILLED,
    /** Its owner took it back. */
    CANCELLED,
    /** A {@link OrderKind#POST_ONLY} order that would have taken. */
    WOULD_TAKE,
    /** The rest of an {@link OrderKind#IOC} order. */
    NOT_AT_ONCE,
    /** A {@link OrderKind#FOK} order that the book could not fill. */
    NOT_COMPLETELY,
    /** The rest of a {@link OrderKind#MARKET} order on an empty side. */
    NO_LIQUIDITY,
    /** The book holds as many orders as it is allowed to. */
    BOOK_FULL
}

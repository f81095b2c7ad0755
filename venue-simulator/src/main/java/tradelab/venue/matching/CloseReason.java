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
    BOOK_FULL,
    /** A protected order that came to an order of its own owner. */
    SELF_MATCH,
    /** Its time was over. */
    EXPIRED,
    /** What it needed was no longer there when it was to enter. */
    NOT_FUNDED,
    /** A reduce-only order without a position. */
    NO_POSITION,
    /** A reduce-only order on the side of the position. */
    WOULD_INCREASE,
    /** A reduce-only order larger than the position. */
    WOULD_FLIP
}

package tradelab.marketdata.book;

/** What can happen to a book. */
public enum BookEvent {
    /** The venue confirmed the subscription. */
    SUBSCRIBED,
    /** A whole new book came, and it was not crossed. */
    SNAPSHOT,
    /** A change of a level came. */
    UPDATE,
    /** A heartbeat or a right checksum came. */
    HEARTBEAT,
    /** The connection's sequence numbers have a hole, a repetition or a wrong order. */
    GAP,
    /** The venue's checksum is not the one of our book. */
    CHECKSUM_WRONG,
    /** The best bid is not below the best ask. */
    CROSSED,
    /** A frame of this book made no sense, or there were more levels than promised. */
    MALFORMED,
    /** Time passed. */
    TICK,
    /** The venue said that it is going down for maintenance. */
    MAINTENANCE,
    /** The connection is gone. */
    DISCONNECTED
}

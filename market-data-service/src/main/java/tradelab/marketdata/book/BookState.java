package tradelab.marketdata.book;

/** How far a book can be trusted. */
public enum BookState {
    /** No connection, or not subscribed yet. */
    DETACHED,
    /** Subscribed; changes are ignored until the snapshot is there. */
    AWAITING_SNAPSHOT,
    /** Complete, and every check so far was passed. */
    LIVE,
    /** Something was lost or wrong: never served as fresh, changes are ignored, a new snapshot is on its way. */
    SUSPECT
}

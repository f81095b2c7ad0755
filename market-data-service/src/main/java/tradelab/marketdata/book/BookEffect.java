package tradelab.marketdata.book;

/** What a book's keeper has to do. */
public enum BookEffect {
    NOTHING,
    /** Ask the venue for a new snapshot of this book. */
    RESUBSCRIBE,
    /** Asking did not help: replace the connection. */
    RECONNECT
}

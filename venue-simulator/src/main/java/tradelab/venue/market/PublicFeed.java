package tradelab.venue.market;

/**
 * Where recorded public frames enter a replayed market. Each call is one recorded frame; the venue passes it on to each
 * subscriber of the same channel under that subscriber's channel id, sequence number and checksum.
 *
 * <p>Amounts carry the recording's sign: positive bids and buys, negative asks and sells. Values are times 10^8.
 */
public interface PublicFeed {
    /** The channels that a recording has. */
    enum Channel {
        BOOK,
        TRADES
    }

    /**
     * Replaces the book: the first frame of a recording, or a reconnect within it. The arrays are parallel, are copied,
     * and hold bids and asks in any order.
     */
    void bookSnapshot(long[] prices, int[] counts, long[] amounts, long nowMillis);

    /** Sets one level; {@code count} 0 deletes it ({@code amount} then only says the side: above 0 bid, below 0 ask). */
    void bookUpdate(long price, int count, long amount, long nowMillis);

    /** Fills the tape with what happened before; not sent to subscribers. Any order. */
    void tradeHistory(long[] ids, long[] millis, long[] amounts, long[] prices);

    /** A trade as it happened ({@code te}). Own resting orders that it crosses are filled. */
    void tradeExecuted(long id, long millis, long amount, long price, long nowMillis);

    /** The same trade once more, when booked ({@code tu}). */
    void tradeUpdated(long id, long millis, long amount, long price, long nowMillis);

    /** A heartbeat of the recording. */
    void heartbeat(Channel channel);
}

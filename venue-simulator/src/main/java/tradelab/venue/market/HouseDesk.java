package tradelab.venue.market;

import tradelab.venue.matching.OrderKind;

/**
 * Where generated order flow enters a market that our engine matches. The house account has no limits and its orders
 * are not in the ledger; in the book they are like any other.
 *
 * <p>Times are passed in, so that a source may first play a past (trades and candles of the last hours) and then follow
 * the clock. They must not go backwards.
 */
public interface HouseDesk {
    /**
     * Enters an order.
     *
     * @param amount positive buys, negative sells; times 10^8
     * @param price times 10^8; ignored for {@link OrderKind#MARKET}
     * @return the order's id; {@link #resting} says whether it stayed in the book
     */
    long submit(OrderKind kind, long amount, long price, long nowMillis);

    /** Takes an order out of the book. Returns false if it is not there (any more). */
    boolean cancel(long orderId, long nowMillis);

    /** Returns what is left of a house order in the book, unsigned; 0 if it is not there. */
    long resting(long orderId);

    /** Returns the book as it is now. */
    Depth depth();

    /**
     * Ends an iteration: what changed since the last call goes to the subscribers as one burst of updates and one
     * checksum. Call it once per batch of orders that belong together, for example once per tick.
     */
    void publish(long nowMillis);

    /** Sets who is told when a house order leaves the book by being filled (not by {@link #cancel}). */
    void onFilled(FilledHandler handler);

    /** Told about house orders that were filled completely, on the event loop, from within the filling call. */
    @FunctionalInterface
    interface FilledHandler {
        void filled(long orderId);
    }
}

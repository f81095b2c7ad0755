package tradelab.venue.matching;

/** Takes the orders of one market: matches them, and tells a {@link MatchListener}. */
public interface Matcher {
    /**
     * Enters an order.
     *
     * @param orderId not 0 and not in the book
     * @param amount positive buys, negative sells; not 0
     * @param price above 0; ignored for {@link OrderKind#MARKET}
     */
    void submit(long orderId, int owner, OrderKind kind, long amount, long price, long nowMillis);

    /** Takes an order out. Returns false if it is not in the book. */
    boolean cancel(long orderId, long nowMillis);

    /**
     * Changes an order in the book. The same price and not more amount keep the place in the queue; anything else is a
     * new arrival under the same id, which may trade.
     *
     * @param remaining the new rest, unsigned, above 0
     * @return false if it is not in the book
     */
    boolean replace(long orderId, OrderKind kind, long remaining, long price, long nowMillis);

    /** Returns what is left of an order in the book, unsigned; 0 if it is not there. */
    long resting(long orderId);
}

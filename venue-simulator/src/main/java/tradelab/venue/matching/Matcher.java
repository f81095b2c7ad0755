package tradelab.venue.matching;

/** Takes the orders of one market: matches them, and tells a {@link MatchListener}. */
public interface Matcher {
    /**
     * Enters an order.
     *
     * @param orderId not 0 and not in the book
     * @param options a sum of {@link OrderOptions}
     * @param amount positive buys, negative sells; not 0
     * @param price above 0; ignored for {@link OrderKind#MARKET}
     */
    void submit(long orderId, int owner, OrderKind kind, int options, long amount, long price, long nowMillis);

    /** Enters an order without options. */
    default void submit(long orderId, int owner, OrderKind kind, long amount, long price, long nowMillis) {
        submit(orderId, owner, kind, OrderOptions.NONE, amount, price, nowMillis);
    }

    /** Takes an order out, for {@code reason}. Returns false if it is not in the book. */
    boolean cancel(long orderId, CloseReason reason, long nowMillis);

    /** Takes an order out for its owner. Returns false if it is not in the book. */
    default boolean cancel(long orderId, long nowMillis) {
        return cancel(orderId, CloseReason.CANCELLED, nowMillis);
    }

    /**
     * Changes an order in the book. The same price, not more amount and no change of {@link OrderOptions#HIDDEN} keep
     * the place in the queue; anything else is a new arrival under the same id, which may trade.
     *
     * @param remaining the new rest, unsigned, above 0
     * @return false if it is not in the book
     */
    boolean replace(long orderId, OrderKind kind, int options, long remaining, long price, long nowMillis);

    /** Returns what is left of an order in the book, unsigned; 0 if it is not there. */
    long resting(long orderId);
}

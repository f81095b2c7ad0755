package tradelab.venue.matching;

import org.jspecify.annotations.Nullable;

/**
 * Told what a command did, in order, from within the command. Amounts are times 10^8; signed ones are positive for buys.
 * Must not call back into the engine.
 */
public interface MatchListener {
    /** The order is in the book with {@code remaining} (signed) left. */
    void rested(long orderId, int owner, long price, long remaining, long nowMillis);

    /**
     * Two orders traded.
     *
     * @param price the maker's
     * @param amount signed by the taker's side
     * @param makerRemaining unsigned, after this trade
     * @param takerRemaining unsigned, after this trade
     */
    void traded(
            long makerId,
            int makerOwner,
            long makerRemaining,
            long takerId,
            int takerOwner,
            long takerRemaining,
            long price,
            long amount,
            long nowMillis);

    /** An order in the book became smaller in place; {@code remaining} is signed. */
    void reduced(long orderId, int owner, long remaining, long nowMillis);

    /**
     * A stop order is about to enter the book. Called between commands, so that other orders may be cancelled here.
     *
     * @return why it may not enter, or null
     */
    default @Nullable CloseReason triggered(long orderId, int owner, long nowMillis) {
        return null;
    }

    /**
     * Asked before an order with {@link OrderOptions#REDUCES} that waits in the book trades.
     *
     * @param amount what would be traded, unsigned
     * @return how much of it may be, from 0
     */
    default long reducible(long orderId, int owner, long amount) {
        return amount;
    }

    /** A trailing stop followed the market to {@code stop}. */
    default void trailed(long orderId, int owner, long stop, long nowMillis) {}

    /** The order is out, with {@code remaining} (signed) untraded: 0 when {@link CloseReason#FILLED}. */
    void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis);
}

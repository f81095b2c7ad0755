package tradelab.venue.market;

import org.jspecify.annotations.Nullable;
import tradelab.venue.matching.CloseReason;

/** Told what happens to orders of accounts (not of the house), on the market's event loop, from within the command. */
public interface OrderObserver {
    /** The order is in the book, with what is left of it. */
    void rested(int owner, long orderId, long nowMillis);

    /**
     * The order traded.
     *
     * @param amount signed by the order's own side
     * @param remaining unsigned
     */
    void filled(
            int owner,
            long orderId,
            long tradeId,
            long amount,
            long price,
            long remaining,
            boolean maker,
            long nowMillis);

    /** The order became smaller in place; {@code remaining} is unsigned. */
    void reduced(int owner, long orderId, long remaining, long nowMillis);

    /**
     * A stop order is about to enter the book.
     *
     * @return why it may not, or null
     */
    @Nullable
    CloseReason triggered(int owner, long orderId, long nowMillis);

    /** Returns how much of {@code amount}, unsigned, a waiting order may trade now: less if it may only reduce. */
    long reducible(int owner, long orderId, long amount);

    /** A trailing stop moved. */
    void trailed(int owner, long orderId, long stop, long nowMillis);

    /** A command and everything that it set off is done: orders may be cancelled from here. */
    void settled(long nowMillis);

    /** The order is out. */
    void closed(int owner, long orderId, CloseReason reason, long nowMillis);
}

package tradelab.marketdata.book;

import tradelab.contracts.Require;

/**
 * One instrument's book by price level.
 *
 * <p>Not thread-safe: the event loop of its feed owns it. Bounded, and no method allocates.
 */
public final class OrderBook {
    /** Levels a side above the subscribed length: a venue adds the new level before it removes the outermost one. */
    public static final int SLACK = 32;

    /** The longest book a venue offers. */
    public static final int LENGTH_MAX = 250;

    private final BookSide bids;
    private final BookSide asks;
    private final BookChecksum checksum = new BookChecksum();

    /** What a change did to the book. */
    public enum Change {
        APPLIED,
        /** A level was to be removed that is not there. Harmless: the book already is as the venue says. */
        NOTHING_TO_REMOVE,
        /** More levels than the subscription promises; the book is not complete any more. */
        OVERFLOW
    }

    /** @param length levels a side that the venue was asked for, 1 to 250 */
    public OrderBook(int length) {
        int levelsMax = (int) Require.range("length", length, 1, LENGTH_MAX) + SLACK;
        this.bids = new BookSide(true, levelsMax);
        this.asks = new BookSide(false, levelsMax);
    }

    public BookSide bids() {
        return bids;
    }

    public BookSide asks() {
        return asks;
    }

    /**
     * Sets or removes one level.
     *
     * @param price scaled by 10^8
     * @param count how many orders rest there; 0 removes the level
     * @param amount scaled by 10^8; above 0 is a bid, below 0 an ask. Of a removal only the sign counts
     */
    public Change apply(long price, int count, long amount) {
        BookSide side = amount > 0 ? bids : asks;
        if (count == 0) {
            return side.remove(price) ? Change.APPLIED : Change.NOTHING_TO_REMOVE;
        }
        return side.put(price, Math.abs(amount), count) ? Change.APPLIED : Change.OVERFLOW;
    }

    /** Forgets every level. */
    public void clear() {
        bids.clear();
        asks.clear();
    }

    /** Returns whether somebody bids at or above somebody else's ask, which a venue would have matched. */
    public boolean isCrossed() {
        return bids.size() > 0 && asks.size() > 0 && bids.price(0) >= asks.price(0);
    }

    /** Returns Bitfinex' checksum of the best 25 levels a side. */
    public int checksum() {
        return checksum.of(this);
    }
}

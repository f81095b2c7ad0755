package tradelab.venue.market;

/** A book by price level, best first. A live view: read it at once, on the event loop that owns the market. */
public interface Depth {
    /** Returns the number of levels on a side. */
    int levels(boolean bids);

    /** Returns the price of level {@code index} (0 is the best), times 10^8. */
    long price(boolean bids, int index);

    /** Returns the amount at level {@code index}, unsigned, times 10^8. */
    long amount(boolean bids, int index);

    /** Returns the number of orders at level {@code index}. */
    int count(boolean bids, int index);

    /** Returns the best bid, or 0 if there is none. */
    default long bestBid() {
        return levels(true) == 0 ? 0 : price(true, 0);
    }

    /** Returns the best ask, or 0 if there is none. */
    default long bestAsk() {
        return levels(false) == 0 ? 0 : price(false, 0);
    }
}

package tradelab.venue.taiwan.auction;

/** One side of a book as a call auction sees it: price levels, the best first. */
public interface Demand {
    int levels();

    /** Returns the price of level {@code at}, times 10^8. */
    long price(int at);

    /** Returns the shares of level {@code at}, above 0. */
    long shares(int at);
}

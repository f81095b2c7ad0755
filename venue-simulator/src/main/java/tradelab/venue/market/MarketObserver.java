package tradelab.venue.market;

/** Told what the public sees of a market, on its event loop. */
public interface MarketObserver {
    /** A trade happened ({@code te}). */
    void traded(Market market, Trade trade);

    /** A trade was booked ({@code tu}). */
    void tradeBooked(Market market, Trade trade);

    /** An iteration of the book is over: what changed since the last one may be shown. */
    void bookChanged(Market market);

    /** A recorded frame set one level: to be passed on as it is. {@code amount} is signed. */
    void levelReplayed(Market market, long price, int count, long amount);

    /** A recorded snapshot replaced the book. */
    void bookReplaced(Market market);

    /** A recorded heartbeat. */
    void heartbeat(Market market, PublicFeed.Channel channel);
}

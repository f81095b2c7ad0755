package tradelab.venue.taiwan.market;

/** Told what happens in the securities, in the order in which it happens. Times are market milliseconds. */
public interface MarketListener {
    /** An order waits in its book, for the first time or after a change. */
    void rested(Order order, long nowMillis);

    /** Two orders traded; both show it already. */
    void traded(SecurityMarket market, Trade trade);

    /** An order is closed: filled, or cancelled with its reason. */
    void closed(Order order, long nowMillis);

    void state(SecurityMarket market, SecurityState state, long nowMillis);

    /** A snapshot would look different from now on. */
    void changed(SecurityMarket market);
}

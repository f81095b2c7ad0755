package tradelab.trading.venue.taiwan;

import tradelab.contracts.Decimals;

/**
 * The market's clock, as far as we have heard: it may run faster than ours, and leaves nights and weekends out.
 *
 * <p>Not thread-safe; the times are arguments.
 */
final class MarketTime {
    private long speed = Decimals.ONE;
    private long marketMillis;
    private long wallMillis;

    /** @param marketSeconds market seconds in one second of ours, scaled */
    void speed(long marketSeconds) {
        speed = marketSeconds;
    }

    /** The venue has just said what its clock says. */
    void heard(long market, long wall) {
        marketMillis = market;
        wallMillis = wall;
    }

    /** Returns what it says when ours says {@code wall}; ours itself before anything was heard. */
    long at(long wall) {
        return marketMillis == 0 ? wall : marketMillis + Decimals.multiply(speed, wall - wallMillis);
    }
}

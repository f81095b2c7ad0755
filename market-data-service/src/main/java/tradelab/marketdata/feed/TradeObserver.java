package tradelab.marketdata.feed;

import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Trade;

/** Sees the trades that a feed takes in. Called on the feed's event loop, and must return at once. */
public interface TradeObserver {
    /** A trade has just happened. The venue may tell it again. */
    void executed(Instrument instrument, Trade trade);

    /** A subscription begins with the venue's latest trades, oldest first. Some or all may be known. */
    void latest(Instrument instrument, List<Trade> trades);

    /** From now on trades may be missing, until one is executed or a subscription begins. */
    void interrupted(Instrument instrument);
}

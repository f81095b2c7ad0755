package tradelab.marketdata.feed;

import tradelab.contracts.Instrument;
import tradelab.marketdata.cache.QuoteEntry;

/** Keeps the quotes that feeds write. Thread-safe. */
public interface QuoteKeeper {
    /** Makes the entry that a feed writes from now on. */
    QuoteEntry own(Instrument instrument);

    /** The feed writes it no more: another replica does. */
    void release(QuoteEntry entry);
}

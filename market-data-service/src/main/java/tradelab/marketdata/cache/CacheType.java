package tradelab.marketdata.cache;

import java.util.Locale;

/** What is cached. A closed set: the lifetimes' setting, a part of each key, and the label of the metrics. */
public enum CacheType {
    TICKER,
    BOOK,
    TRADES,
    CANDLES,
    REFERENCE;

    /** Returns the name in keys and labels: small letters only. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

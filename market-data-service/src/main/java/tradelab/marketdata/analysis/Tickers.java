package tradelab.marketdata.analysis;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Ticker;
import tradelab.marketdata.candle.TradeMeans;

/** Makes tickers of quotes and trades. Pure functions. */
public final class Tickers {
    private Tickers() {}

    /** Returns the ticker; it is LIVE only if the quote is and the trades come in without a hole. */
    public static Ticker of(Quote quote, TradeMeans means) {
        Price mid = mid(quote);
        Price spread = spread(quote);
        Candle session = means.session();
        boolean live = quote.validity() == Validity.LIVE && means.live();
        return new Ticker(
                quote.instrument(),
                quote.bid(),
                quote.bidAmount(),
                quote.ask(),
                quote.askAmount(),
                quote.last(),
                mid,
                spread,
                mid == null || spread == null ? null : 10_000.0 * spread.units() / mid.units(),
                imbalance(quote),
                session == null ? null : session.open(),
                session == null ? null : session.high(),
                session == null ? null : session.low(),
                means.sessionVolume(),
                means.sessionVwap(),
                means.sessionComplete(),
                means.rollingVwap(),
                means.rollingVolume(),
                means.rollingComplete(),
                means.realisedVolatility(),
                quote.sequence(),
                Math.min(quote.receiveEpochMillis(), means.receiveEpochMillis()),
                live ? Validity.LIVE : quote.validity() == Validity.DETACHED ? Validity.DETACHED : Validity.SUSPECT);
    }

    static @Nullable Price mid(Quote quote) {
        Price bid = quote.bid();
        Price ask = quote.ask();
        return bid == null || ask == null ? null : new Price(bid.units() + (ask.units() - bid.units()) / 2);
    }

    /** Absent for a book that is crossed, or was when it was last seen. */
    static @Nullable Price spread(Quote quote) {
        Price bid = quote.bid();
        Price ask = quote.ask();
        return bid == null || ask == null || ask.units() <= bid.units() ? null : new Price(ask.units() - bid.units());
    }

    static @Nullable Double imbalance(Quote quote) {
        double bid = quote.bidAmount().units();
        double ask = quote.askAmount().units();
        return bid + ask == 0 ? null : (bid - ask) / (bid + ask);
    }
}

package tradelab.trading.risk;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;

/**
 * The last quote of each instrument, with its age.
 *
 * <p>Not thread-safe: one event loop owns it. Holds at most {@link MarketFacts#INSTRUMENTS_MAX} instruments.
 */
public final class Quotes {
    private final Map<Instrument, Quote> quotes = new HashMap<>();
    private final long ageMillisMax;

    public Quotes(Duration ageMax) {
        this.ageMillisMax = ageMax.toMillis();
    }

    public void put(QuoteBatch batch) {
        for (Quote quote : batch.quotes()) {
            if (quotes.size() < MarketFacts.INSTRUMENTS_MAX || quotes.containsKey(quote.instrument())) {
                quotes.put(quote.instrument(), quote);
            }
        }
    }

    /** Returns the quote if it may be acted upon: its book is live, and it is not too old. */
    public @Nullable Quote fresh(Instrument instrument, long nowMillis) {
        Quote quote = quotes.get(instrument);
        return quote != null
                        && quote.validity() == Quote.Validity.LIVE
                        && nowMillis - quote.receiveEpochMillis() <= ageMillisMax
                ? quote
                : null;
    }

    /** Returns the price at which an order of this side would trade at once, or null if that is not known. */
    @Nullable
    Price other(Instrument instrument, Side side, long nowMillis) {
        Quote quote = fresh(instrument, nowMillis);
        return quote == null ? null : side == Side.BUY ? quote.ask() : quote.bid();
    }

    /** Returns the last price that the other side of an order asked, however old; 0 if there never was one. */
    long last(SubmitOrder order) {
        Quote quote = quotes.get(order.instrument());
        Price price = quote == null ? null : order.side() == Side.BUY ? quote.ask() : quote.bid();
        return price == null ? 0 : price.units();
    }

    /** Returns why there is no price, for people. */
    String why(Instrument instrument, long nowMillis) {
        Quote quote = quotes.get(instrument);
        if (quote == null) {
            return "none";
        }
        return quote.validity() + ", " + (nowMillis - quote.receiveEpochMillis()) + " ms old";
    }
}

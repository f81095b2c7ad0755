package tradelab.marketdata.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Trade;

/**
 * What a feed tells. Thread-safe; what one thread tells is taken in in its order.
 *
 * <p>Nothing here blocks. What is told faster than it can be taken in is dropped, counted, and makes every book of the feed
 * SUSPECT until its next snapshot. Times are the venue's, in milliseconds since 1970.
 */
public interface FeedSink {
    /** Makes instruments known before anything is told of them. Others become known when something is. */
    void instruments(List<Instrument> instruments);

    /** The best prices, of a venue that tells no book. */
    void quote(
            Instrument instrument,
            @Nullable Price bid,
            Amount bidAmount,
            @Nullable Price ask,
            Amount askAmount,
            @Nullable Price last,
            long venueEpochMillis);

    /**
     * A whole book, best first on both sides, at most 250 levels each.
     *
     * @param last the price of the last trade if the venue tells it here
     */
    void snapshot(
            Instrument instrument,
            List<Book.Level> bids,
            List<Book.Level> asks,
            @Nullable Price last,
            long venueEpochMillis);

    /** A change of one level; ignored until a snapshot has come. An amount of zero removes it. */
    void level(Instrument instrument, boolean bid, Book.Level level, long venueEpochMillis);

    /** One trade. A feed whose times are those of our clock cannot tell one of the future: it is counted and dropped. */
    void trade(Instrument instrument, Trade trade);

    /** Trades of this instrument may be missing before the next one: candles over the hole say that they are incomplete. */
    default void tradesMissed(Instrument instrument) {}

    /** The venue was heard of, and everything told is still true. */
    void heard();

    /** Things may have changed unheard: everything is SUSPECT until it is told anew. */
    void interrupted(String reason);

    /** Connected, or connected again. */
    void connected();

    /** Something came that made no sense. */
    void unparsed(Unparsed reason);
}

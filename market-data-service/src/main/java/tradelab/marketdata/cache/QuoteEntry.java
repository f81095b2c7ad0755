package tradelab.marketdata.cache;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;

/**
 * The latest quote of one instrument that a feed of this process writes.
 *
 * <p>One writer, any number of readers, no locks. The writer changes the value before it moves the time of its
 * confirmation; a reader takes the time first. So an age may be told too high by a race, and never too low.
 */
public final class QuoteEntry {
    private final Instrument instrument;
    private final Runnable changed;
    private volatile Encoded current;
    private volatile long confirmedEpochMillis;

    /** A quote and the part of its JSON that stays the same until it changes. */
    private static final class Encoded {
        final Quote quote;
        byte @org.jspecify.annotations.Nullable [] head; // made by the first reader; twice by a race is harmless

        Encoded(Quote quote) {
            this.quote = quote;
        }

        byte[] head() {
            byte[] known = head;
            if (known == null) {
                known = QuoteJson.head(quote).getBytes(StandardCharsets.US_ASCII);
                head = known;
            }
            return known;
        }
    }

    QuoteEntry(Quote quote) {
        this(quote, () -> {});
    }

    private QuoteEntry(Quote quote, Runnable changed) {
        this.changed = changed;
        this.instrument = quote.instrument();
        this.current = new Encoded(quote);
        this.confirmedEpochMillis = quote.receiveEpochMillis();
    }

    /** Returns the entry of an instrument that nothing is known of yet. */
    public static QuoteEntry detached(Instrument instrument) {
        return detached(instrument, () -> {});
    }

    /** @param changed runs after each change, on the writer's thread */
    static QuoteEntry detached(Instrument instrument, Runnable changed) {
        return new QuoteEntry(
                new Quote(instrument, null, Amount.ZERO, null, Amount.ZERO, null, 0, 0, 0, Validity.DETACHED), changed);
    }

    public Instrument instrument() {
        return instrument;
    }

    /** Called by the feed: the quote has changed. */
    public void change(Quote quote) {
        current = new Encoded(quote);
        confirmedEpochMillis = quote.receiveEpochMillis();
        changed.run();
    }

    /** Called by the feed: its book is LIVE and has just heard from the venue, and the quote is still the same. */
    public void confirm(long nowEpochMillis) {
        confirmedEpochMillis = nowEpochMillis;
    }

    /** Returns when the venue last confirmed the value, by a change or by any frame of a LIVE book. */
    public long confirmedEpochMillis() {
        return confirmedEpochMillis;
    }

    /** Returns the value as it is now, received when it was last confirmed. */
    public Quote quote() {
        long confirmed = confirmedEpochMillis;
        Quote quote = current.quote;
        return confirmed <= quote.receiveEpochMillis()
                ? quote
                : new Quote(
                        quote.instrument(),
                        quote.bid(),
                        quote.bidAmount(),
                        quote.ask(),
                        quote.askAmount(),
                        quote.last(),
                        quote.venueEpochMillis(),
                        confirmed,
                        quote.sequence(),
                        quote.validity());
    }

    /** Returns how often the quote has changed. */
    public long sequence() {
        return current.quote.sequence();
    }

    public Validity validity() {
        return current.quote.validity();
    }

    /** Returns the JSON of the answer, or null if the value is older than asked for or not LIVE. */
    public @org.jspecify.annotations.Nullable Buffer json(long nowEpochMillis, long maxAgeMillis) {
        long confirmed = confirmedEpochMillis;
        Encoded encoded = current;
        long ageMillis = Freshness.age(confirmed, nowEpochMillis);
        if (!Freshness.fresh(encoded.quote.validity(), ageMillis, maxAgeMillis)) {
            return null;
        }
        return QuoteJson.whole(encoded.head(), confirmed, ageMillis);
    }
}

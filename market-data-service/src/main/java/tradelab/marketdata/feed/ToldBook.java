package tradelab.marketdata.feed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.marketdata.book.BookEffect;
import tradelab.marketdata.book.BookEvent;
import tradelab.marketdata.book.BookMachine;
import tradelab.marketdata.book.BookSide;
import tradelab.marketdata.book.BookState;
import tradelab.marketdata.book.OrderBook;
import tradelab.marketdata.cache.QuoteEntry;

/** What a feed has told of one instrument. Owned by the feed's event loop. */
final class ToldBook {
    private QuoteEntry entry;
    private final BookMachine machine = new BookMachine();
    private @Nullable OrderBook book; // most instruments of some venues have best prices only
    private Quote shown;
    private long last;
    private long sequence;
    private long resyncs;

    ToldBook(QuoteEntry entry) {
        this.entry = entry;
        this.shown = entry.quote();
    }

    Instrument instrument() {
        return entry.instrument();
    }

    QuoteEntry entry() {
        return entry;
    }

    /** Shows what is known in another entry from now on. */
    void showIn(QuoteEntry other) {
        entry = other;
        other.change(shown);
    }

    BookState state() {
        return machine.state();
    }

    BookEffect quote(Quote told, long nowMillis) {
        begin(nowMillis);
        if (told.bid() != null && told.ask() != null && told.bid().compareTo(told.ask()) >= 0) {
            return event(BookEvent.CROSSED, nowMillis);
        }
        last = told.last() == null ? last : told.last().units();
        var _ = machine.on(BookEvent.SNAPSHOT, nowMillis);
        show(told.bid(), told.bidAmount(), told.ask(), told.askAmount(), told.venueEpochMillis(), nowMillis);
        return BookEffect.NOTHING;
    }

    BookEffect snapshot(
            List<Book.Level> bids, List<Book.Level> asks, @Nullable Price lastPrice, long venueMillis, long nowMillis) {
        OrderBook levels = book == null ? new OrderBook(OrderBook.LENGTH_MAX) : book;
        book = levels;
        begin(nowMillis);
        levels.clear();
        for (Book.Level level : bids) {
            if (levels.apply(
                            level.price().units(),
                            level.orders(),
                            level.amount().units())
                    == OrderBook.Change.OVERFLOW) {
                return event(BookEvent.MALFORMED, nowMillis);
            }
        }
        for (Book.Level level : asks) {
            if (levels.apply(
                            level.price().units(),
                            level.orders(),
                            -level.amount().units())
                    == OrderBook.Change.OVERFLOW) {
                return event(BookEvent.MALFORMED, nowMillis);
            }
        }
        sequence++;
        last = lastPrice == null ? last : lastPrice.units();
        return shownIfSound(BookEvent.SNAPSHOT, venueMillis, nowMillis);
    }

    BookEffect level(boolean bid, Book.Level level, long venueMillis, long nowMillis) {
        OrderBook levels = book;
        if (levels == null || machine.state() != BookState.LIVE) {
            return BookEffect.NOTHING;
        }
        boolean removes = level.amount().units() == 0;
        long amount = removes ? 1 : level.amount().units();
        sequence++;
        if (levels.apply(level.price().units(), removes ? 0 : Math.max(1, level.orders()), bid ? amount : -amount)
                == OrderBook.Change.OVERFLOW) {
            return event(BookEvent.MALFORMED, nowMillis);
        }
        return shownIfSound(BookEvent.UPDATE, venueMillis, nowMillis);
    }

    void traded(long price, long venueMillis, long nowMillis) {
        if (price != last) {
            last = price;
            show(shown.bid(), shown.bidAmount(), shown.ask(), shown.askAmount(), venueMillis, nowMillis);
        }
    }

    void heard(long nowMillis) {
        if (machine.state() == BookState.LIVE) {
            var _ = machine.on(BookEvent.HEARTBEAT, nowMillis);
            entry.confirm(nowMillis);
        }
    }

    /** Takes in that something is wrong, or that time passed. */
    BookEffect event(BookEvent event, long nowMillis) {
        BookEffect effect = machine.on(event, nowMillis);
        resyncs += effect == BookEffect.NOTHING ? 0 : 1;
        if (shown.validity() != validity()) {
            show(
                    shown.bid(),
                    shown.bidAmount(),
                    shown.ask(),
                    shown.askAmount(),
                    shown.venueEpochMillis(),
                    entry.confirmedEpochMillis());
        }
        return effect;
    }

    /** Whole states need no subscription: each one begins anew. */
    private void begin(long nowMillis) {
        if (machine.state() != BookState.LIVE) {
            var _ = machine.on(BookEvent.SUBSCRIBED, nowMillis);
        }
    }

    private BookEffect shownIfSound(BookEvent sound, long venueMillis, long nowMillis) {
        OrderBook levels = java.util.Objects.requireNonNull(book);
        if (levels.isCrossed()) {
            return event(BookEvent.CROSSED, nowMillis);
        }
        BookEffect effect = machine.on(sound, nowMillis);
        BookSide bids = levels.bids();
        BookSide asks = levels.asks();
        show(
                bids.size() == 0 ? null : new Price(bids.price(0)),
                new Amount(bids.size() == 0 ? 0 : bids.amount(0)),
                asks.size() == 0 ? null : new Price(asks.price(0)),
                new Amount(asks.size() == 0 ? 0 : asks.amount(0)),
                venueMillis,
                nowMillis);
        return effect;
    }

    private void show(
            @Nullable Price bid, Amount bidAmount, @Nullable Price ask, Amount askAmount, long venue, long received) {
        shown = new Quote(
                instrument(),
                bid,
                bidAmount,
                ask,
                askAmount,
                last == 0 ? null : new Price(last),
                venue,
                received,
                shown.sequence() + 1,
                validity());
        entry.change(shown);
    }

    private Validity validity() {
        return switch (machine.state()) {
            case LIVE -> Validity.LIVE;
            case DETACHED -> Validity.DETACHED;
            case SUSPECT -> Validity.SUSPECT;
            case AWAITING_SNAPSHOT -> shown.receiveEpochMillis() == 0 ? Validity.DETACHED : Validity.SUSPECT;
        };
    }

    /** Returns the book; of a venue that tells none, its best prices. */
    Book read(int depth) {
        OrderBook levels = book;
        return new Book(
                instrument(),
                levels == null ? best(shown.bid(), shown.bidAmount()) : levels(levels.bids(), depth),
                levels == null ? best(shown.ask(), shown.askAmount()) : levels(levels.asks(), depth),
                entry.confirmedEpochMillis(),
                sequence,
                validity());
    }

    private static List<Book.Level> best(@Nullable Price price, Amount amount) {
        return price == null ? List.of() : List.of(new Book.Level(price, amount, 1));
    }

    private static List<Book.Level> levels(BookSide side, int depth) {
        int count = Math.min(depth, side.size());
        List<Book.Level> levels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            levels.add(new Book.Level(new Price(side.price(i)), new Amount(side.amount(i)), side.orders(i)));
        }
        return levels;
    }

    FeedStatus.BookStatus status(long nowMillis) {
        long received = entry.confirmedEpochMillis();
        return new FeedStatus.BookStatus(
                instrument(),
                machine.state(),
                validity(),
                received == 0 ? null : Math.max(0, nowMillis - received),
                book == null ? 0 : book.bids().size(),
                book == null ? 0 : book.asks().size(),
                sequence,
                resyncs);
    }
}

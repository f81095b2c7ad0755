package tradelab.marketdata.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.book.BookEffect;
import tradelab.marketdata.book.BookEvent;
import tradelab.marketdata.book.BookMachine;
import tradelab.marketdata.book.BookSide;
import tradelab.marketdata.book.BookState;
import tradelab.marketdata.book.OrderBook;
import tradelab.marketdata.cache.QuoteEntry;

/**
 * What is known of one instrument: its book, its latest trades, and the quote made of both.
 *
 * <p>Owned by the feed's event loop. A change of the book that leaves the quote as it was does not allocate.
 */
final class InstrumentFeed {
    /*
     * A venue that promises checksums sends one after each iteration of the book. Until it has come, a change is not
     * proven: quotes stay what was last proven, and readers of the book wait. So a frame that lies is found before
     * anybody has seen what it made of the book. Changes without a checksum for UNPROVEN_MILLIS_MAX make what is shown
     * SUSPECT until the next right one; a quiet book's first checksum may come with its first change, so a snapshot
     * counts as proven after SNAPSHOT_MILLIS_MAX.
     */
    static final long UNPROVEN_MILLIS_MAX = 1_000;
    static final long SNAPSHOT_MILLIS_MAX = 250;

    /** Readers that wait for one book's proof; more are answered at once, with a book that is SUSPECT. */
    static final int WAITING_MAX = 1_000;

    private static final long PROVEN = Long.MAX_VALUE;

    private final QuoteEntry entry;
    private final FeedCounters counters;
    private final BookMachine machine = new BookMachine();
    private final int bookLength;
    private final OrderBook book;
    private final TradeObserver trades;

    private long last;
    private long venueEpochMillis;
    private long frameEpochMillis;
    private long polledMillis;
    private long bookSequence;
    private long quoteSequence;
    private long resyncs;
    private boolean booked;
    private long unprovenUntilMillis = PROVEN;
    private boolean unprovenSnapshot;
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(int depth, Consumer<Book> reader) {}

    // What the quote was made of: only a difference makes a new one.
    private long shownBid;
    private long shownBidAmount;
    private long shownAsk;
    private long shownAskAmount;
    private long shownLast;
    private Validity shownValidity = Validity.DETACHED;

    InstrumentFeed(QuoteEntry entry, int bookLength, TradeObserver trades, FeedCounters counters) {
        this.entry = entry;
        this.counters = counters;
        this.bookLength = bookLength;
        this.book = new OrderBook(bookLength);
        this.trades = trades;
    }

    Instrument instrument() {
        return entry.instrument();
    }

    QuoteEntry entry() {
        return entry;
    }

    BookState state() {
        return machine.state();
    }

    /**
     * Replaces the book by the rows of a snapshot.
     *
     * @param checksummed whether the venue promised checksums
     */
    BookEffect snapshot(Frame frame, boolean checksummed, long nowMillis) {
        if (machine.state() == BookState.SUSPECT) {
            return BookEffect.NOTHING; // of the subscription that is being replaced
        }
        book.clear();
        for (int row = 0; row < frame.rows; row++) {
            if (!apply(frame, row)) {
                return event(BookEvent.MALFORMED, nowMillis);
            }
        }
        if (book.isCrossed()) {
            counters.crossed.increment();
            return event(BookEvent.CROSSED, nowMillis);
        }
        booked = true;
        unprovenSnapshot = checksummed;
        unprovenUntilMillis = checksummed ? nowMillis + SNAPSHOT_MILLIS_MAX : PROVEN;
        return event(BookEvent.SNAPSHOT, nowMillis);
    }

    /**
     * Applies one change; ignores it unless the book is LIVE.
     *
     * @param checksummed whether the venue promised checksums
     */
    BookEffect update(Frame frame, boolean checksummed, long nowMillis) {
        if (machine.state() != BookState.LIVE) {
            return machine.on(BookEvent.UPDATE, nowMillis);
        }
        if (!apply(frame, 0)) {
            return event(BookEvent.MALFORMED, nowMillis);
        }
        if (book.isCrossed()) {
            counters.crossed.increment();
            return event(BookEvent.CROSSED, nowMillis);
        }
        if (checksummed && (unprovenUntilMillis == PROVEN || unprovenSnapshot)) {
            unprovenSnapshot = false;
            unprovenUntilMillis = nowMillis + UNPROVEN_MILLIS_MAX;
        }
        return event(BookEvent.UPDATE, nowMillis);
    }

    /** Compares the venue's checksum with ours; says nothing unless the book is LIVE. */
    BookEffect checksum(int expected, long nowMillis) {
        if (machine.state() != BookState.LIVE) {
            return BookEffect.NOTHING;
        }
        if (book.checksum() != expected) {
            counters.checksumsWrong.increment();
            return event(BookEvent.CHECKSUM_WRONG, nowMillis);
        }
        counters.checksumsRight.increment();
        unprovenUntilMillis = PROVEN;
        return event(BookEvent.HEARTBEAT, nowMillis);
    }

    /** Takes in whatever else can happen to the book, and shows what comes of it at once. */
    BookEffect event(BookEvent event, long nowMillis) {
        BookEffect effect = machine.on(event, nowMillis);
        if (effect == BookEffect.RESUBSCRIBE) {
            resyncs++;
            counters.resyncs.increment();
        }
        if (unprovenSnapshot && nowMillis > unprovenUntilMillis) {
            frameEpochMillis = unprovenUntilMillis - SNAPSHOT_MILLIS_MAX;
            unprovenSnapshot = false;
            unprovenUntilMillis = PROVEN;
        }
        show(nowMillis, event != BookEvent.TICK);
        if (!waiting.isEmpty() && !awaitsProof(nowMillis)) {
            answer();
        }
        return effect;
    }

    private boolean awaitsProof(long nowMillis) {
        return machine.state() == BookState.LIVE && unprovenUntilMillis != PROVEN && nowMillis <= unprovenUntilMillis;
    }

    private void answer() {
        for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
            one.reader.accept(book(one.depth));
        }
    }

    /** Tells the best {@code depth} levels a side: now, or as soon as the last change is proven or will not be. */
    void read(int depth, long nowMillis, Consumer<Book> reader) {
        if (awaitsProof(nowMillis) && waiting.size() < WAITING_MAX) {
            waiting.add(new Waiting(depth, reader));
        } else {
            reader.accept(book(depth));
        }
    }

    void venueTime(long epochMillis) {
        venueEpochMillis = epochMillis;
    }

    void tradesSnapshot(Frame frame, long nowMillis) {
        List<Trade> latest = new ArrayList<>(frame.rows);
        for (int row = frame.rows - 1; row >= 0; row--) { // newest first on the wire
            Unparsed problem = problem(frame, row, nowMillis);
            if (problem == null) {
                latest.add(trade(frame, row));
            } else {
                counters.countUnparsed(problem);
            }
        }
        trades.latest(instrument(), latest);
        show(nowMillis, false);
    }

    /** Takes in one trade; or says why it cannot be one. */
    @Nullable
    Unparsed tradeExecuted(Frame frame, long nowMillis) {
        Unparsed problem = problem(frame, 0, nowMillis);
        if (problem == null) {
            trades.executed(instrument(), trade(frame, 0));
            show(nowMillis, false);
        } else {
            trades.interrupted(instrument());
        }
        return problem;
    }

    /** Trades may have been lost. */
    void tradesInterrupted() {
        trades.interrupted(instrument());
    }

    /** The ticker's last price serves until a trade is seen. */
    void ticker(Frame frame, long nowMillis) {
        long tickerLast = frame.scaled(0, 6);
        if (last == 0 && tickerLast > 0) {
            last = tickerLast;
            show(nowMillis, false);
        }
    }

    private static @Nullable Unparsed problem(Frame frame, int row, long nowMillis) {
        if (frame.width < 4
                || !Frame.isNumber(frame.scaled(row, 2))
                || frame.scaled(row, 2) == 0
                || frame.scaled(row, 3) <= 0) {
            return Unparsed.SHAPE;
        }
        return frame.whole(row, 1) > nowMillis + Unparsed.AHEAD_MILLIS_MAX ? Unparsed.TIME : null;
    }

    private Trade trade(Frame frame, int row) {
        long amount = frame.scaled(row, 2);
        long price = frame.scaled(row, 3);
        last = price;
        return new Trade(
                frame.whole(row, 0),
                frame.whole(row, 1),
                new Price(price),
                new Amount(Math.abs(amount)),
                amount > 0 ? Trade.Taker.BUY : Trade.Taker.SELL);
    }

    private boolean apply(Frame frame, int row) {
        if (frame.width < 3) {
            return false;
        }
        long price = frame.scaled(row, 0);
        long count = frame.whole(row, 1);
        long amount = frame.scaled(row, 2);
        if (price <= 0 || count < 0 || count > Integer.MAX_VALUE || amount == 0 || !Frame.isNumber(amount)) {
            return false;
        }
        bookSequence++;
        return book.apply(price, (int) count, amount) != OrderBook.Change.OVERFLOW;
    }

    /**
     * Shows what the venue's REST API said, unless the book can tell or has told later; returns whether it does.
     *
     * @param askedMillis when it was asked: it was true then or later
     */
    boolean polled(RestQuotes.Row row, long askedMillis) {
        if (machine.state() == BookState.LIVE || askedMillis <= Math.max(frameEpochMillis, polledMillis)) {
            return false;
        }
        polledMillis = askedMillis;
        shownBid = row.bid();
        shownBidAmount = row.bidAmount();
        shownAsk = row.ask();
        shownAskAmount = row.askAmount();
        last = row.last() == 0 ? last : row.last();
        shownLast = last;
        shownValidity = quoteValidity();
        tell();
        return true;
    }

    /** Makes a new quote if anything of it has changed; else confirms the one there is. */
    private void show(long nowMillis, boolean heard) {
        if (awaitsProof(nowMillis)) {
            return;
        }
        Validity validity = quoteValidity();
        boolean live = validity == Validity.LIVE;
        BookSide bids = book.bids();
        BookSide asks = book.asks();
        long bid = live ? bids.size() == 0 ? 0 : bids.price(0) : shownBid;
        long bidAmount = live ? bids.size() == 0 ? 0 : bids.amount(0) : shownBidAmount;
        long ask = live ? asks.size() == 0 ? 0 : asks.price(0) : shownAsk;
        long askAmount = live ? asks.size() == 0 ? 0 : asks.amount(0) : shownAskAmount;
        if (live && heard) {
            frameEpochMillis = nowMillis;
        }
        if (bid == shownBid
                && bidAmount == shownBidAmount
                && ask == shownAsk
                && askAmount == shownAskAmount
                && last == shownLast
                && validity == shownValidity) {
            if (live && heard) {
                entry.confirm(nowMillis);
            }
            return;
        }
        shownBid = bid;
        shownBidAmount = bidAmount;
        shownAsk = ask;
        shownAskAmount = askAmount;
        shownLast = last;
        shownValidity = validity;
        tell();
    }

    private void tell() {
        boolean polled = shownValidity != Validity.LIVE && polledMillis > frameEpochMillis;
        entry.change(new Quote(
                instrument(),
                price(shownBid),
                new Amount(shownBidAmount),
                price(shownAsk),
                new Amount(shownAskAmount),
                price(shownLast),
                polled ? 0 : venueEpochMillis, // REST does not say
                polled ? polledMillis : frameEpochMillis,
                ++quoteSequence,
                shownValidity));
    }

    /** A quote that was asked for by REST is something, but not proven. */
    private Validity quoteValidity() {
        Validity validity = validity();
        return validity == Validity.DETACHED && polledMillis > frameEpochMillis ? Validity.SUSPECT : validity;
    }

    private Validity validity() {
        return switch (machine.state()) {
            case LIVE -> unprovenUntilMillis == PROVEN ? Validity.LIVE : Validity.SUSPECT;
            case SUSPECT -> Validity.SUSPECT;
            case AWAITING_SNAPSHOT -> booked ? Validity.SUSPECT : Validity.DETACHED;
            case DETACHED -> Validity.DETACHED;
        };
    }

    private static @Nullable Price price(long units) {
        return units == 0 ? null : new Price(units);
    }

    Book book(int depth) {
        return new Book(
                instrument(),
                levels(book.bids(), depth),
                levels(book.asks(), depth),
                frameEpochMillis,
                bookSequence,
                validity());
    }

    /** What lies behind the length asked for is a level that the venue is about to remove. */
    private List<Book.Level> levels(BookSide side, int depth) {
        int count = Math.min(Math.min(depth, bookLength), side.size());
        List<Book.Level> levels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            levels.add(new Book.Level(new Price(side.price(i)), new Amount(side.amount(i)), side.orders(i)));
        }
        return levels;
    }

    FeedStatus.BookStatus status(long nowMillis) {
        return new FeedStatus.BookStatus(
                instrument(),
                machine.state(),
                validity(),
                frameEpochMillis == 0 ? null : Math.max(0, nowMillis - frameEpochMillis),
                book.bids().size(),
                book.asks().size(),
                bookSequence,
                resyncs);
    }
}

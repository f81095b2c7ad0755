package tradelab.marketdata.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.book.BookEffect;
import tradelab.marketdata.book.BookEvent;
import tradelab.marketdata.book.BookState;
import tradelab.marketdata.cache.QuoteEntry;

/** Runs a {@link Feed}: takes in what it tells on one event loop, and keeps its quotes and books. */
public final class HostedFeedVerticle extends VerticleBase implements RunningFeed {
    /** Instruments of one feed; more are refused and counted as strays. */
    static final int INSTRUMENTS_MAX = 20_000;

    /** Books that are listed in a status. */
    static final int STATUS_BOOKS_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(HostedFeedVerticle.class);
    private static final long TICK_MILLIS = 250;

    private final Feed feed;
    private final FeedOptions options;
    private final QuoteKeeper keeper;
    private final TradeObserver trades;
    private final FeedCounters counters;
    private final LongSupplier epochMillis;
    private final Map<Instrument, ToldBook> books = new ConcurrentHashMap<>();
    /** What is fed of it: absent for everything. Changed by the event loop. */
    private volatile @Nullable Set<Instrument> assigned;

    private volatile int live;

    /** The newest time that was told. Changed by the event loop. */
    private volatile long newestMillis;

    private boolean connected;
    private boolean stopped;
    private String problem = "not connected yet";

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private Context home;

    @SuppressWarnings("NullAway.Init")
    private ToldQueue told;

    /** @param sharing whether it feeds only what is assigned to it; else everything that the feed tells */
    public HostedFeedVerticle(
            Feed feed,
            FeedOptions options,
            QuoteKeeper keeper,
            TradeObserver trades,
            FeedCounters counters,
            LongSupplier epochMillis,
            boolean sharing) {
        this.feed = feed;
        this.options = options;
        this.keeper = keeper;
        this.assigned = sharing ? Set.of() : null;
        this.trades = trades;
        this.counters = counters;
        this.epochMillis = epochMillis;
    }

    @Override
    public Future<?> start() {
        home = context;
        told = new ToldQueue(home, () -> interrupted("told faster than it could be taken in"));
        feed.start(new Sink(), new FeedContext(options, vertx, epochMillis));
        var _ = vertx.setPeriodic(TICK_MILLIS, _ -> tick());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        feed.stop();
        books.values().forEach(book -> perform(book, book.event(BookEvent.DISCONNECTED, now())));
        return Future.succeededFuture();
    }

    private long now() {
        return epochMillis.getAsLong();
    }

    private void tell(FrameKind kind, Runnable what) {
        if (told.add(what)) {
            counters.frame(kind);
        } else {
            counters.strays.increment();
        }
    }

    private void tick() {
        long nowMillis = now();
        int now = 0;
        for (ToldBook book : books.values()) {
            perform(book, book.event(BookEvent.TICK, nowMillis));
            now += book.state() == BookState.LIVE && feeds(book.instrument()) ? 1 : 0;
        }
        live = now;
    }

    private @Nullable ToldBook known(Instrument instrument, long venueMillis) {
        newestMillis = Math.max(newestMillis, venueMillis);
        ToldBook book = books.get(instrument);
        if (book == null && books.size() < INSTRUMENTS_MAX && !stopped) {
            // what others feed is followed all the same, out of sight: it may be ours in a moment
            book = new ToldBook(isMine(instrument) ? keeper.own(instrument) : QuoteEntry.detached(instrument));
            books.put(instrument, book);
        } else if (book == null) {
            counters.strays.increment();
        }
        return book;
    }

    @Override
    public void assign(Set<Instrument> wanted) {
        home.runOnContext(_ -> {
            if (stopped) {
                return;
            }
            Set<Instrument> mine =
                    books.keySet().stream().filter(wanted::contains).collect(Collectors.toUnmodifiableSet());
            Set<Instrument> before = assigned == null ? Set.copyOf(books.keySet()) : assigned;
            if (mine.equals(before)) {
                return;
            }
            assigned = mine;
            boolean narrowed = feed.assigned(mine);
            before.stream().filter(one -> !mine.contains(one)).forEach(one -> letGo(one, narrowed));
            mine.stream()
                    .filter(one -> !before.contains(one))
                    .forEach(one -> Require.present("book", books.get(one)).showIn(keeper.own(one)));
        });
    }

    private void letGo(Instrument instrument, boolean narrowed) {
        ToldBook book = Require.present("book", books.get(instrument));
        QuoteEntry shown = book.entry();
        book.showIn(QuoteEntry.detached(instrument));
        keeper.release(shown);
        shown.change(suspect(shown.quote())); // whoever holds it still must not take it for fresh
        if (narrowed) {
            var _ = book.event(BookEvent.GAP, now());
        }
    }

    private static Quote suspect(Quote quote) {
        return new Quote(
                quote.instrument(),
                quote.bid(),
                quote.bidAmount(),
                quote.ask(),
                quote.askAmount(),
                quote.last(),
                quote.venueEpochMillis(),
                quote.receiveEpochMillis(),
                quote.sequence(),
                Quote.Validity.SUSPECT);
    }

    @Override
    public List<Instrument> universe() {
        return List.copyOf(books.keySet());
    }

    private void perform(ToldBook book, BookEffect effect) {
        if (effect != BookEffect.NOTHING && !stopped) {
            counters.resyncs.increment();
            feed.resync(book.instrument());
        }
    }

    private void interrupted(String reason) {
        if (!reason.equals(problem)) {
            LOG.warn("event=feed_interrupted feed={} reason={}", options.feed(), reason);
        }
        if (connected) {
            counters.disconnects.increment();
        }
        connected = false;
        problem = reason;
        long nowMillis = now();
        books.forEach((instrument, book) -> {
            perform(book, book.event(BookEvent.GAP, nowMillis));
            if (isMine(instrument)) {
                trades.interrupted(instrument);
            }
        });
    }

    @Override
    public List<Instrument> instruments() {
        Set<Instrument> mine = assigned;
        return List.copyOf(mine == null ? books.keySet() : mine);
    }

    @Override
    public boolean feeds(Instrument instrument) {
        return books.containsKey(instrument) && isMine(instrument);
    }

    @Override
    public boolean knows(Instrument instrument) {
        return books.containsKey(instrument);
    }

    @Override
    public OptionalLong marketMillis() {
        return feed.marketClock() ? OptionalLong.of(newestMillis) : OptionalLong.empty();
    }

    private boolean isMine(Instrument instrument) {
        Set<Instrument> mine = assigned;
        return mine == null || mine.contains(instrument);
    }

    @Override
    public int live() {
        return live;
    }

    @Override
    public Future<Optional<Book>> book(Instrument instrument, int depth) {
        Promise<Optional<Book>> promise = Promise.promise();
        home.runOnContext(_ -> promise.complete(Optional.ofNullable(isMine(instrument) ? books.get(instrument) : null)
                .map(book -> book.read(depth))));
        return promise.future();
    }

    @Override
    public Future<FeedStatus> status() {
        Promise<FeedStatus> promise = Promise.promise();
        home.runOnContext(_ -> {
            long nowMillis = now();
            FeedStatus.State state = stopped
                    ? FeedStatus.State.STOPPED
                    : connected ? FeedStatus.State.CONNECTED : FeedStatus.State.CONNECTING;
            promise.complete(counters.status(
                    options.feed(),
                    options.text("url", ""),
                    state,
                    connected ? "" : problem,
                    1,
                    connected ? 1 : 0,
                    books.values().stream()
                            .filter(book -> feeds(book.instrument()))
                            .limit(STATUS_BOOKS_MAX)
                            .map(book -> book.status(nowMillis))
                            .toList()));
        });
        return promise.future();
    }

    private final class Sink implements FeedSink {
        @Override
        public void instruments(List<Instrument> instruments) {
            List<Instrument> all = List.copyOf(instruments);
            tell(
                    FrameKind.EVENT,
                    () -> all.forEach(one -> {
                        var _ = known(one, 0);
                    }));
        }

        @Override
        public void quote(
                Instrument instrument,
                @Nullable Price bid,
                Amount bidAmount,
                @Nullable Price ask,
                Amount askAmount,
                @Nullable Price last,
                long venueEpochMillis) {
            Quote quote = new Quote(
                    instrument, bid, bidAmount, ask, askAmount, last, venueEpochMillis, 0, 0, Quote.Validity.LIVE);
            tell(FrameKind.ROW, () -> {
                ToldBook book = known(instrument, venueEpochMillis);
                if (book != null) {
                    perform(book, book.quote(quote, now()));
                }
            });
        }

        @Override
        public void snapshot(
                Instrument instrument,
                List<Book.Level> bids,
                List<Book.Level> asks,
                @Nullable Price last,
                long venueEpochMillis) {
            tell(FrameKind.ROWS, () -> {
                ToldBook book = known(instrument, venueEpochMillis);
                if (book != null) {
                    perform(book, book.snapshot(bids, asks, last, venueEpochMillis, now()));
                    counters.crossed.add(book.state() == BookState.LIVE ? 0 : 1);
                }
            });
        }

        @Override
        public void level(Instrument instrument, boolean bid, Book.Level level, long venueEpochMillis) {
            tell(FrameKind.ROW, () -> {
                ToldBook book = known(instrument, venueEpochMillis);
                if (book != null) {
                    perform(book, book.level(bid, level, venueEpochMillis, now()));
                }
            });
        }

        @Override
        public void trade(Instrument instrument, Trade trade) {
            Trade present = Require.present("trade", trade);
            if (!feed.marketClock() && present.venueEpochMillis() > now() + Unparsed.AHEAD_MILLIS_MAX) {
                counters.countUnparsed(Unparsed.TIME);
                tradesMissed(instrument);
                return;
            }
            tell(FrameKind.TRADE_EXECUTED, () -> {
                ToldBook book = known(instrument, present.venueEpochMillis());
                if (book != null) {
                    if (isMine(instrument)) {
                        trades.executed(instrument, present);
                    }
                    book.traded(present.price().units(), present.venueEpochMillis(), now());
                }
            });
        }

        @Override
        public void tradesMissed(Instrument instrument) {
            tell(FrameKind.EVENT, () -> {
                if (isMine(instrument)) {
                    trades.interrupted(instrument);
                }
            });
        }

        @Override
        public void heard() {
            tell(FrameKind.HEARTBEAT, () -> {
                long nowMillis = now();
                books.values().forEach(book -> book.heard(nowMillis));
            });
        }

        @Override
        public void interrupted(String reason) {
            tell(FrameKind.EVENT, () -> HostedFeedVerticle.this.interrupted(reason));
        }

        @Override
        public void connected() {
            tell(FrameKind.EVENT, () -> {
                connected = true;
                counters.connects.increment();
                LOG.info("event=feed_connected feed={}", options.feed());
            });
        }

        @Override
        public void unparsed(Unparsed reason) {
            counters.countUnparsed(reason);
        }
    }
}

package tradelab.marketdata.replica;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Candles;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;
import tradelab.contracts.marketdata.Ticker;
import tradelab.contracts.marketdata.TickerRequest;
import tradelab.contracts.marketdata.Trades;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.cache.CacheType;
import tradelab.marketdata.cache.CacheVerticle;
import tradelab.marketdata.cache.Freshness;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.cache.Reading;
import tradelab.marketdata.cache.ValueCache;
import tradelab.marketdata.candle.HistoryVerticle;
import tradelab.marketdata.candle.TradeMeans;
import tradelab.marketdata.feed.Feeds;

/**
 * Reads what is known of any instrument: from our own feeds, or through the cache from the replica that feeds it.
 *
 * <p>Thread-safe. A maximum age counts from when the venue was last heard, as everywhere; whoever is content with an
 * older copy gets it while a newer one is fetched. What nobody can say any more comes as SUSPECT.
 */
public final class Market {
    private final QuoteCache quotes;
    private final Feeds feeds;
    private final HistoryVerticle history;
    private final Routes routes;
    private final LongSupplier epochMillis;
    private final EventBus bus;
    private final ReplicaSettings settings;
    private final Consumer<String> asked;
    private final ValueCache<Book> books;
    private final ValueCache<Trades> trades;
    private final ValueCache<Candles> candles;

    /** @param caches whose types BOOK, TRADES and CANDLES are taken */
    public Market(
            CacheVerticle caches,
            QuoteCache quotes,
            Feeds feeds,
            HistoryVerticle history,
            Routes routes,
            ReplicaSettings settings,
            EventBus bus,
            LongSupplier epochMillis) {
        this.quotes = quotes;
        this.feeds = feeds;
        this.history = history;
        this.routes = routes;
        this.settings = settings;
        this.bus = bus;
        this.epochMillis = epochMillis;
        this.asked = caches.hot()::count;
        this.books = caches.cache(ReadNames.BOOK, ReadNames.BOOKS, this::askForBook);
        this.trades = caches.cache(ReadNames.TRADE, ReadNames.TRADES, this::askForTrades);
        this.candles = caches.cache(ReadNames.CANDLE, ReadNames.CANDLES, this::askForCandles);
    }

    /** Returns where it is to be asked for; null for here. Who takes over is not LIVE at once, so others go on. */
    private @Nullable String elsewhere(Instrument instrument) {
        QuoteEntry own = quotes.owned(instrument);
        if (own == null) {
            return routes.reader(instrument);
        }
        return own.validity() == Validity.LIVE ? null : routes.liveAt(instrument);
    }

    /** Returns the quote as it is now; fails as {@link QuoteCache#get} does. */
    public Future<Quote> quote(Instrument instrument) {
        return quotes.get(new QuoteRequest(instrument, null)).compose(answer -> switch (answer) {
            case QuoteAnswer.Found found -> Future.succeededFuture(found.quote());
            case QuoteAnswer.TooOld _ -> Future.failedFuture(new IllegalStateException("any age was asked for"));
        });
    }

    /** Returns the best levels a side; empty for an instrument that nobody feeds. */
    public Future<Optional<Book>> book(Instrument instrument, int depth, @Nullable Long maxAgeMillis) {
        if (elsewhere(instrument) == null) {
            return feeds.book(instrument, depth);
        }
        String name = ReadNames.of(new BookRequest(instrument, depth));
        asked.accept(ReadNames.ahead(ReadNames.BOOK, name));
        return read(books, name, maxAgeMillis, Book::receiveEpochMillis)
                .map(found -> found.map(one -> one.unproven() ? ReadNames.suspect(one.value()) : one.value())
                        .map(book -> ReadNames.cut(book, depth)));
    }

    /** Returns the latest trades; empty for an instrument that nobody feeds. */
    public Future<Optional<Trades>> trades(TradesRequest request, @Nullable Long maxAgeMillis) {
        if (elsewhere(request.instrument()) == null) {
            return history.trades(request);
        }
        String name = ReadNames.of(request);
        asked.accept(ReadNames.ahead(ReadNames.TRADE, name));
        return read(trades, name, maxAgeMillis, Trades::receiveEpochMillis)
                .map(found -> found.map(one -> ReadNames.cut(one.value(), request.limit(), one.unproven())));
    }

    /** Returns candles; empty for an instrument that nobody feeds. */
    public Future<Optional<Candles>> candles(CandleRequest request, @Nullable Long maxAgeMillis) {
        if (elsewhere(request.instrument()) == null) {
            return history.candles(request);
        }
        String name = ReadNames.of(request);
        if (request.endEpochMillis() == null) { // pages of the past are many, and each is read by few
            asked.accept(ReadNames.ahead(ReadNames.CANDLE, name));
        }
        return read(candles, name, maxAgeMillis, Candles::receiveEpochMillis)
                .map(found -> found.map(one -> ReadNames.cut(one.value(), request.limit(), one.unproven())));
    }

    /** Returns whether the instrument's venue has a clock of its own, so that its series end at another time than now. */
    public boolean hasMarketClock(Instrument instrument) {
        return feeds.of(instrument).map(feed -> feed.marketMillis().isPresent()).orElse(false);
    }

    /** Returns the mean prices by amount; empty for an instrument that nobody feeds. */
    public Future<Optional<TradeMeans>> means(Instrument instrument) {
        return tickerElsewhere(instrument)
                .map(ticker -> ticker.map(Market::means).map(Optional::of))
                .orElseGet(() -> history.means(instrument));
    }

    private static TradeMeans means(Ticker ticker) {
        return new TradeMeans(
                ticker.sessionVwap(),
                ticker.sessionVolume(),
                ticker.sessionComplete(),
                ticker.rollingVwap(),
                ticker.rollingVolume(),
                ticker.rollingComplete(),
                null,
                ticker.realisedVolatility(),
                ticker.receiveEpochMillis(),
                ticker.validity() == Validity.LIVE);
    }

    /** Returns the ticker of what another replica feeds; empty for what is to be had here. */
    public Optional<Future<Ticker>> tickerElsewhere(Instrument instrument) {
        String where = elsewhere(instrument);
        return where == null
                ? Optional.empty()
                : Optional.of(
                        MarketDataApi.tickerAt(where).call(bus, new TickerRequest(instrument), settings.readTimeout()));
    }

    /**
     * Makes a copy of what was read often before.
     *
     * @param text as it was counted
     * @throws IllegalArgumentException if it makes no sense
     */
    public void readAhead(String text) {
        ReadNames.Ahead ahead = ReadNames.ahead(text);
        String name = ahead.name();
        if (ahead.type() == CacheType.TICKER) {
            quotes.readAhead(name);
        } else if (elsewhere(ahead.instrument()) != null) {
            ValueCache<?> cache = switch (ahead.type()) {
                case BOOK -> books;
                case TRADES -> trades;
                case CANDLES -> candles;
                case TICKER, REFERENCE -> throw new IllegalArgumentException("nothing to read ahead: " + text);
            };
            var _ = cache.get(name, ValueCache.ANY);
        }
    }

    /** What was found, and whether changes of it may have been missed. */
    private record Seen<T>(T value, boolean unproven) {}

    private <T> Future<Optional<Seen<T>>> read(
            ValueCache<T> cache, String name, @Nullable Long maxAgeMillis, ToLongFunction<T> received) {
        return cache.get(name, maxAgeMillis == null ? ValueCache.ANY : maxAgeMillis)
                .compose(reading -> isOlder(reading, maxAgeMillis, received)
                        ? cache.get(name, 0) // a young copy of what was old already: its owner may have heard since
                        : Future.succeededFuture(reading))
                .map(Market::seen);
    }

    private <T> boolean isOlder(Reading<T> reading, @Nullable Long maxAgeMillis, ToLongFunction<T> received) {
        return maxAgeMillis != null
                && reading instanceof Reading.Found<T> found
                && Freshness.age(received.applyAsLong(found.value()), epochMillis.getAsLong()) > maxAgeMillis;
    }

    private static <T> Optional<Seen<T>> seen(Reading<T> reading) {
        return switch (reading) {
            case Reading.Absent<T> _ -> Optional.empty();
            case Reading.TooOld<T> old -> Optional.of(new Seen<>(old.value(), true));
            case Reading.Found<T> found ->
                Optional.of(new Seen<>(found.value(), found.state() == Reading.State.UNPROVEN));
        };
    }

    private Future<Optional<Book>> askForBook(String name) {
        BookRequest request = ReadNames.book(name);
        return ask(
                request.instrument(), where -> MarketDataApi.bookAt(where).call(bus, request, settings.readTimeout()));
    }

    private Future<Optional<Trades>> askForTrades(String name) {
        TradesRequest request = ReadNames.trades(name);
        return ask(
                request.instrument(),
                where -> MarketDataApi.tradesAt(where).call(bus, request, settings.readTimeout()));
    }

    private Future<Optional<Candles>> askForCandles(String name) {
        CandleRequest request = ReadNames.candles(name);
        return ask(
                request.instrument(),
                where -> MarketDataApi.candlesAt(where).call(bus, request, settings.readTimeout()));
    }

    private <T> Future<Optional<T>> ask(Instrument instrument, Function<String, Future<T>> question) {
        String where = routes.reader(instrument);
        if (where == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return question.apply(where)
                .map(Optional::of)
                .recover(cause -> ServiceException.of(cause).kind() == FailureKind.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }

    /** Returns what may be subscribed: everything that somebody feeds. */
    public List<QuoteEntry> known() {
        return quotes.known();
    }
}

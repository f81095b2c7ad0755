package tradelab.marketdata.serving;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.AnalysisRequest;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;
import tradelab.contracts.marketdata.Ticker;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.analysis.Analyst;
import tradelab.marketdata.cache.CacheVerticle;
import tradelab.marketdata.cache.Freshness;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.feed.FeedStatus;
import tradelab.marketdata.feed.Feeds;
import tradelab.marketdata.replica.Market;
import tradelab.marketdata.serving.Answers.Element;
import tradelab.marketdata.serving.Answers.Seen;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;

/**
 * The HTTP API.
 *
 * <p>No cache between us and the reader may use an answer without asking: an answer is only as old as its body says at the
 * moment it leaves. One quote may not be stored at all, see {@link QuoteHttp}; what is longer has an entity tag, see
 * {@link Answers}. A value that is too old for its reader is a 409, not a 5xx: the service is well, the wish contradicts
 * the state.
 */
public final class MarketDataHttp {
    public static final String OPENAPI = "tradelab/marketdata/openapi.yaml";

    private static final int BULK_MAX = 250;
    private static final int DEPTH_DEFAULT = 25;
    private static final int TRADES_DEFAULT = 50;
    private static final int CANDLES_DEFAULT = 100;
    private static final int POINTS_DEFAULT = 500;

    private final QuoteCache cache;
    private final QuoteHttp quotes;
    private final Feeds feed;
    private final Market market;
    private final Analyst analyst;
    private final Supplier<CacheVerticle.Status> tier;
    private final LongSupplier epochMillis;

    /** The state of everything that comes in. */
    record FeedStates(List<FeedStatus> feeds, CacheVerticle.Status redis) {}

    /** One instrument and whether its quote can be trusted now. */
    record InstrumentView(Instrument instrument, String feed, Validity validity) {}

    /** A book, or the part of it that was asked for, and how much there is on both sides of it. */
    record BookView(
            Instrument instrument,
            List<Book.Level> bids,
            List<Book.Level> asks,
            Amount bidTotal,
            Amount askTotal,
            long sequence) {}

    /** The latest trades of one instrument, newest first. */
    record TradesView(Instrument instrument, List<Trade> trades, long sequence) {}

    /** Candles of one instrument, oldest first. */
    record CandlesView(Instrument instrument, Timeframe timeframe, List<Candle> candles) {}

    /** A ticker without its age, which the answer has beside it. */
    record TickerView(
            @JsonUnwrapped @JsonIgnoreProperties({"receiveEpochMillis", "validity"})
            Ticker ticker) {
        static TickerView of(Ticker ticker) {
            return new TickerView(ticker);
        }
    }

    /** A ticker of a bulk read. */
    record AgedTicker(@JsonUnwrapped TickerView view, Validity validity, long receiveEpochMillis, long ageMillis) {}

    public MarketDataHttp(
            QuoteCache cache,
            Feeds feed,
            Market market,
            Analyst analyst,
            Supplier<CacheVerticle.Status> tier,
            LongSupplier epochMillis) {
        this.cache = cache;
        this.quotes = new QuoteHttp(cache, epochMillis);
        this.feed = feed;
        this.market = market;
        this.analyst = analyst;
        this.tier = tier;
        this.epochMillis = epochMillis;
    }

    /** Adds every operation of the document. */
    public HttpApi mount(HttpApi api) {
        return api.hot(HttpMethod.GET, QuoteHttp.PATH, quotes::hot)
                .operation("getQuote", quotes::one)
                .operation("getQuotes", quotes::many)
                .operation("getInstruments", this::instruments)
                .operation("getInstrument", this::instrument)
                .operation("getBook", this::book)
                .operation("getTrades", this::trades)
                .operation("getCandles", this::candles)
                .operation("getTicker", this::ticker)
                .operation("getTickers", this::tickers)
                .operation("analyse", this::analyse)
                .operation("analyseMany", this::analyseMany)
                .operation(
                        "getFeeds",
                        _ -> feed.status().map(status -> QuoteHttp.fresh(new FeedStates(status, tier.get()))));
    }

    static List<Instrument> instrumentList(ApiRequest request) {
        String[] parts =
                Require.present("instruments", request.query("instruments")).split(",", BULK_MAX + 1);
        var _ = Require.range("instruments", parts.length, 1, BULK_MAX);
        return Arrays.stream(parts).map(part -> Instrument.parse(part.strip())).toList();
    }

    private Future<HttpReply> instruments(ApiRequest request) {
        String venue = request.query("venue");
        String contains = request.query("contains");
        String wanted = contains == null ? "" : contains.toLowerCase(Locale.ROOT);
        return Answers.current(
                request,
                Map.of(
                        "instruments",
                        cache.known().stream()
                                .filter(entry -> venue == null
                                        || venue.equals(entry.instrument().venue()))
                                .filter(entry -> entry.instrument()
                                        .symbol()
                                        .toLowerCase(Locale.ROOT)
                                        .contains(wanted))
                                .map(MarketDataHttp::view)
                                .toList()));
    }

    private Future<HttpReply> instrument(ApiRequest request) {
        Instrument instrument = Instrument.parse(request.path("instrument"));
        QuoteEntry entry = cache.known(instrument);
        return entry == null
                ? Future.failedFuture(cache.unknown(instrument.toString()))
                : Answers.current(request, view(entry));
    }

    private static InstrumentView view(QuoteEntry entry) {
        return new InstrumentView(entry.instrument(), entry.instrument().venue(), entry.validity());
    }

    private Future<HttpReply> book(ApiRequest request) {
        Instrument instrument = Instrument.parse(request.path("instrument"));
        int depth = (int) request.query("depth", DEPTH_DEFAULT, 1, BookRequest.DEPTH_MAX);
        String within = request.query("within");
        String amount = request.query("amount");
        BookCut cut = new BookCut(
                within == null ? null : new Price(positive("within", within)),
                amount == null ? null : new Amount(positive("amount", amount)));
        Long maxAgeMillis = maxAge(request);
        return known(instrument, market.book(instrument, depth, maxAgeMillis)).compose(book -> {
            List<Book.Level> bids = cut.of(book.bids());
            List<Book.Level> asks = cut.of(book.asks());
            return Answers.aged(
                    request,
                    "book",
                    new BookView(instrument, bids, asks, BookCut.total(bids), BookCut.total(asks), book.sequence()),
                    Seen.at(book.receiveEpochMillis(), book.validity(), epochMillis.getAsLong()),
                    maxAgeMillis);
        });
    }

    private static long positive(String field, String text) {
        long units = Decimals.parse(field, text);
        if (units <= 0) {
            throw Require.refused(field, "a decimal above 0", text);
        }
        return units;
    }

    private Future<HttpReply> trades(ApiRequest request) {
        Instrument instrument = Instrument.parse(request.path("instrument"));
        int limit = (int) request.query("limit", TRADES_DEFAULT, 1, TradesRequest.LIMIT_MAX);
        Long maxAgeMillis = maxAge(request);
        return known(instrument, market.trades(new TradesRequest(instrument, limit), maxAgeMillis))
                .compose(trades -> Answers.aged(
                        request,
                        "trades",
                        new TradesView(instrument, trades.trades(), trades.sequence()),
                        Seen.at(trades.receiveEpochMillis(), trades.live(), epochMillis.getAsLong()),
                        maxAgeMillis));
    }

    private Future<HttpReply> candles(ApiRequest request) {
        Instrument instrument = Instrument.parse(request.path("instrument"));
        Timeframe timeframe = Timeframe.parse(Require.present("timeframe", request.query("timeframe")));
        int limit = (int) request.query("limit", CANDLES_DEFAULT, 1, CandleRequest.LIMIT_MAX);
        long end = request.query("end", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        boolean fill = "true".equals(request.query("fill"));
        Long maxAgeMillis = maxAge(request);
        return known(
                        instrument,
                        market.candles(
                                new CandleRequest(
                                        instrument, timeframe, limit, end == Long.MAX_VALUE ? null : end, fill),
                                maxAgeMillis))
                .compose(candles -> Answers.aged(
                        request,
                        "candles",
                        new CandlesView(instrument, timeframe, candles.candles()),
                        Seen.at(candles.receiveEpochMillis(), candles.live(), epochMillis.getAsLong()),
                        maxAgeMillis));
    }

    private Future<HttpReply> ticker(ApiRequest request) {
        Long maxAgeMillis = maxAge(request);
        return analyst.ticker(Instrument.parse(request.path("instrument")))
                .compose(ticker -> Answers.aged(
                        request,
                        "ticker",
                        TickerView.of(ticker),
                        Seen.at(ticker.receiveEpochMillis(), ticker.validity(), epochMillis.getAsLong()),
                        maxAgeMillis));
    }

    private Future<HttpReply> tickers(ApiRequest request) {
        Long maxAgeMillis = maxAge(request);
        List<Future<Element>> answers = new ArrayList<>();
        for (Instrument instrument : instrumentList(request)) {
            answers.add(analyst.ticker(instrument)
                    .map(ticker -> aged(ticker, maxAgeMillis))
                    .recover(cause -> Future.succeededFuture(Element.failed(instrument, QuoteHttp.failure(cause)))));
        }
        return Future.all(answers).compose(all -> Answers.many(request, "tickers", all.list()));
    }

    private Element aged(Ticker ticker, @Nullable Long maxAgeMillis) {
        Seen seen = Seen.at(ticker.receiveEpochMillis(), ticker.validity(), epochMillis.getAsLong());
        if (maxAgeMillis != null && !Freshness.fresh(seen.validity(), seen.ageMillis(), maxAgeMillis)) {
            return Element.failed(
                    ticker.instrument(),
                    Answers.tooOld("ticker", new QuoteAnswer.TooOld(seen.ageMillis(), maxAgeMillis, seen.validity())));
        }
        TickerView view = TickerView.of(ticker);
        return new Element(
                Json.write(new AgedTicker(view, seen.validity(), seen.receiveEpochMillis(), seen.ageMillis())),
                Json.write(view) + seen.validity().name(),
                seen.ageMillis());
    }

    private Future<HttpReply> analyse(ApiRequest request) {
        String expression = Require.present("expression", request.query("expression"));
        int points = (int) request.query("points", POINTS_DEFAULT, 2, AnalysisRequest.POINTS_MAX);
        int values = (int) request.query("values", 0, 0, AnalysisRequest.POINTS_MAX);
        return analyst.analyseOne(new AnalysisRequest(List.of(expression), points, values, maxAge(request)))
                .compose(result -> Answers.json(request, Json.write(result)))
                .map(reply -> reply.with("cache-control", "no-store"));
    }

    private Future<HttpReply> analyseMany(ApiRequest request) {
        return analyst.analyse(request.body(AnalysisRequest.class))
                .compose(answer -> Answers.json(request, Json.write(answer)))
                .map(reply -> reply.with("cache-control", "no-store"));
    }

    private <T> Future<T> known(Instrument instrument, Future<Optional<T>> answer) {
        return answer.compose(value -> value.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(cache.unknown(instrument.toString()))));
    }

    static @Nullable Long maxAge(ApiRequest request) {
        long maxAgeMillis = maxAge(request.query("maxAgeMillis"));
        return maxAgeMillis == Freshness.ANY ? null : maxAgeMillis;
    }

    static long maxAge(@Nullable String text) {
        if (text == null) {
            return Freshness.ANY;
        }
        try {
            return Require.range("maxAgeMillis", Long.parseLong(text), 0, QuoteRequest.MAX_AGE_MILLIS_MAX);
        } catch (NumberFormatException e) {
            throw Require.refused("maxAgeMillis", "a whole number of milliseconds", text);
        }
    }
}

package tradelab.contracts.marketdata;

import tradelab.contracts.Endpoint;
import tradelab.contracts.Topic;
import tradelab.contracts.Wire;

/** Every event-bus address of the market-data service. Nothing else in the suite spells one out. */
public final class MarketDataApi {
    /** Fails with NOT_FOUND for an instrument that no feed knows. */
    public static final Endpoint<QuoteRequest, QuoteAnswer> GET_QUOTE =
            Endpoint.json("marketdata.quote.get.v1", QuoteRequest.class, QuoteAnswer.class);

    /** Fails with NOT_FOUND for an instrument that no feed knows. */
    public static final Endpoint<BookRequest, Book> GET_BOOK =
            Endpoint.json("marketdata.book.get.v1", BookRequest.class, Book.class);

    /** Fails with NOT_FOUND for an instrument that no feed of the answering replica knows. */
    public static final Endpoint<TradesRequest, Trades> GET_TRADES =
            Endpoint.json("marketdata.trades.get.v1", TradesRequest.class, Trades.class);

    /** Fails with NOT_FOUND for an instrument that no feed of the answering replica knows. */
    public static final Endpoint<CandleRequest, Candles> GET_CANDLES =
            Endpoint.json("marketdata.candles.get.v1", CandleRequest.class, Candles.class);

    /** Fails with NOT_FOUND for an instrument that no feed of the answering replica knows. */
    public static final Endpoint<TickerRequest, Ticker> GET_TICKER =
            Endpoint.json("marketdata.ticker.get.v1", TickerRequest.class, Ticker.class);

    /** An expression that cannot be evaluated is a result with an error; the others are evaluated all the same. */
    public static final Endpoint<AnalysisRequest, AnalysisAnswer> ANALYSE =
            Endpoint.json("marketdata.analysis.v1", AnalysisRequest.class, AnalysisAnswer.class);

    /** Every trade once, in batches; the sequence numbers in them show a batch that was lost. */
    public static final Topic<TradeBatch> TRADES = new Topic<>("marketdata.trades.v1", TradeBatch.WIRE);

    /** Conflated quotes, at most one batch each publish interval. */
    public static final Topic<QuoteBatch> QUOTES = new Topic<>("marketdata.quotes.v1", QuoteBatch.WIRE);

    /** What changes of the books that {@code market-data.bus.books} names, and each of them whole now and then. */
    public static final Topic<BookBatch> BOOKS = new Topic<>("marketdata.books.v1", BookBatch.WIRE);

    /** Candles of the frames that {@code market-data.bus.candles} names, when they have changed. */
    public static final Topic<CandleBatch> CANDLES = new Topic<>("marketdata.candles.v1", CandleBatch.WIRE);

    /** What each replica feeds, for replicas among themselves. */
    public static final Topic<ReplicaState> REPLICAS = Topic.json("marketdata.replicas.v1", ReplicaState.class);

    /** The quotes that the replica feeds, those of other instruments left out: for replicas among themselves. */
    public static Endpoint<QuotesRequest, QuoteBatch> quotesAt(String replica) {
        return new Endpoint<>(
                "marketdata.replica." + replica + ".quotes.v1", Wire.json(QuotesRequest.class), QuoteBatch.WIRE);
    }

    /** {@link #GET_BOOK}, of what the replica feeds: for replicas among themselves. */
    public static Endpoint<BookRequest, Book> bookAt(String replica) {
        return Endpoint.json("marketdata.replica." + replica + ".book.v1", BookRequest.class, Book.class);
    }

    /** {@link #GET_TRADES}, of what the replica feeds: for replicas among themselves. */
    public static Endpoint<TradesRequest, Trades> tradesAt(String replica) {
        return Endpoint.json("marketdata.replica." + replica + ".trades.v1", TradesRequest.class, Trades.class);
    }

    /** {@link #GET_CANDLES}, of what the replica feeds: for replicas among themselves. */
    public static Endpoint<CandleRequest, Candles> candlesAt(String replica) {
        return Endpoint.json("marketdata.replica." + replica + ".candles.v1", CandleRequest.class, Candles.class);
    }

    /** {@link #GET_TICKER}, of what the replica feeds: for replicas among themselves. */
    public static Endpoint<TickerRequest, Ticker> tickerAt(String replica) {
        return Endpoint.json("marketdata.replica." + replica + ".ticker.v1", TickerRequest.class, Ticker.class);
    }

    private MarketDataApi() {}
}

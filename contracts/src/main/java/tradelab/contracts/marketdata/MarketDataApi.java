package tradelab.contracts.marketdata;

import tradelab.contracts.Endpoint;
import tradelab.contracts.Topic;

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

    private MarketDataApi() {}
}

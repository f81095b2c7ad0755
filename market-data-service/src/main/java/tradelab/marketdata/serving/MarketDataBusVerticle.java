package tradelab.marketdata.serving;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.marketdata.analysis.Analyst;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.candle.HistoryVerticle;
import tradelab.marketdata.feed.Feeds;

/** Answers reads over the event bus. */
public final class MarketDataBusVerticle extends VerticleBase {
    private final QuoteCache cache;
    private final Feeds feed;
    private final HistoryVerticle history;
    private final Analyst analyst;
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

    public MarketDataBusVerticle(QuoteCache cache, Feeds feed, HistoryVerticle history, Analyst analyst) {
        this.analyst = analyst;
        this.cache = cache;
        this.feed = feed;
        this.history = history;
    }

    @Override
    public Future<?> start() {
        consumers.add(MarketDataApi.GET_QUOTE.serve(vertx.eventBus(), cache::get));
        consumers.add(MarketDataApi.GET_BOOK.serve(
                vertx.eventBus(),
                request -> known(request.instrument(), feed.book(request.instrument(), request.depth()))));
        consumers.add(MarketDataApi.GET_TRADES.serve(
                vertx.eventBus(), request -> known(request.instrument(), history.trades(request))));
        consumers.add(MarketDataApi.GET_CANDLES.serve(
                vertx.eventBus(), request -> known(request.instrument(), history.candles(request))));
        consumers.add(
                MarketDataApi.GET_TICKER.serve(vertx.eventBus(), request -> analyst.ticker(request.instrument())));
        consumers.add(MarketDataApi.ANALYSE.serve(vertx.eventBus(), analyst::analyse));
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    private <T> Future<T> known(Instrument instrument, Future<Optional<T>> answer) {
        return answer.compose(value -> value.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(cache.unknown(instrument.toString()))));
    }

    @Override
    public Future<?> stop() {
        return Future.all(consumers.stream().map(MessageConsumer::unregister).toList());
    }
}

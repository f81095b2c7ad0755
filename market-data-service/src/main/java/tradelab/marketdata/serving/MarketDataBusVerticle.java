package tradelab.marketdata.serving;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.analysis.Analyst;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.candle.HistoryVerticle;
import tradelab.marketdata.feed.Feeds;
import tradelab.marketdata.replica.Market;

/** Answers reads over the event bus. */
public final class MarketDataBusVerticle extends VerticleBase {
    private final QuoteCache cache;
    private final Market market;
    private final Feeds feed;
    private final HistoryVerticle history;
    private final Analyst analyst;
    private final @Nullable String replica;
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

    /** @param replica the name under which other replicas ask for what is fed here, if there can be any */
    public MarketDataBusVerticle(
            QuoteCache cache,
            Market market,
            Feeds feed,
            HistoryVerticle history,
            Analyst analyst,
            @Nullable String replica) {
        this.cache = cache;
        this.market = market;
        this.feed = feed;
        this.history = history;
        this.analyst = analyst;
        this.replica = replica;
    }

    @Override
    public Future<?> start() {
        consumers.add(MarketDataApi.GET_QUOTE.serve(vertx.eventBus(), cache::get));
        consumers.add(MarketDataApi.GET_BOOK.serve(
                vertx.eventBus(),
                request -> known(request.instrument(), market.book(request.instrument(), request.depth(), null))));
        consumers.add(MarketDataApi.GET_TRADES.serve(
                vertx.eventBus(), request -> known(request.instrument(), market.trades(request, null))));
        consumers.add(MarketDataApi.GET_CANDLES.serve(
                vertx.eventBus(), request -> known(request.instrument(), market.candles(request, null))));
        consumers.add(
                MarketDataApi.GET_TICKER.serve(vertx.eventBus(), request -> analyst.ticker(request.instrument())));
        consumers.add(MarketDataApi.ANALYSE.serve(vertx.eventBus(), analyst::analyse));
        if (replica != null) {
            serveReplicas(replica);
        }
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    /** What is fed here and nothing else: a question is never passed on twice. */
    private void serveReplicas(String self) {
        EventBus bus = vertx.eventBus();
        consumers.add(MarketDataApi.quotesAt(self)
                .serve(
                        bus,
                        request -> Future.succeededFuture(new QuoteBatch(request.instruments().stream()
                                .map(cache::owned)
                                .filter(Objects::nonNull)
                                .map(QuoteEntry::quote)
                                .toList()))));
        consumers.add(MarketDataApi.bookAt(self)
                .serve(bus, request -> known(request.instrument(), feed.book(request.instrument(), request.depth()))));
        consumers.add(MarketDataApi.tradesAt(self)
                .serve(bus, request -> known(request.instrument(), history.trades(request))));
        consumers.add(MarketDataApi.candlesAt(self)
                .serve(bus, request -> known(request.instrument(), history.candles(request))));
        consumers.add(MarketDataApi.tickerAt(self).serve(bus, request -> analyst.tickerHere(request.instrument())));
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

package tradelab.marketdata.serving;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.feed.BitfinexFeedVerticle;

/** Answers reads over the event bus. */
public final class MarketDataBusVerticle extends VerticleBase {
    private final QuoteCache cache;
    private final BitfinexFeedVerticle feed;
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

    public MarketDataBusVerticle(QuoteCache cache, BitfinexFeedVerticle feed) {
        this.cache = cache;
        this.feed = feed;
    }

    @Override
    public Future<?> start() {
        consumers.add(MarketDataApi.GET_QUOTE.serve(vertx.eventBus(), cache::get));
        consumers.add(MarketDataApi.GET_BOOK.serve(
                vertx.eventBus(),
                request -> feed.book(request.instrument(), request.depth())
                        .compose(book -> book.map(Future::succeededFuture)
                                .orElseGet(() -> Future.failedFuture(
                                        cache.unknown(request.instrument().toString()))))));
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    @Override
    public Future<?> stop() {
        return Future.all(consumers.stream().map(MessageConsumer::unregister).toList());
    }
}

package tradelab.marketdata;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.marketdata.analysis.Analyst;
import tradelab.marketdata.cache.CacheCounters;
import tradelab.marketdata.cache.CacheVerticle;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.candle.BitfinexHistory;
import tradelab.marketdata.candle.HistoryVerticle;
import tradelab.marketdata.feed.BitfinexFeedVerticle;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedCounters;
import tradelab.marketdata.feed.FeedOptions;
import tradelab.marketdata.feed.Feeds;
import tradelab.marketdata.feed.HostedFeedVerticle;
import tradelab.marketdata.feed.QuoteKeeper;
import tradelab.marketdata.feed.RunningFeed;
import tradelab.marketdata.replica.Market;
import tradelab.marketdata.replica.RemoteQuotes;
import tradelab.marketdata.replica.ReplicaVerticle;
import tradelab.marketdata.replica.Routes;
import tradelab.marketdata.serving.MarketDataBusVerticle;
import tradelab.marketdata.serving.MarketDataHttp;
import tradelab.marketdata.serving.QuotePublisherVerticle;
import tradelab.marketdata.stream.BusPublisherVerticle;
import tradelab.marketdata.stream.StreamHub;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.HttpApi;

/**
 * Venues' feeds in; self-healing books, a cache that proves its freshness, and quotes out.
 *
 * <p>Starts whether venue and Redis are there or not: until they are, quotes are DETACHED, and {@code /api/v1/feeds} says
 * why.
 */
public final class MarketDataService implements Service {
    @Override
    public String name() {
        return "market-data-service";
    }

    @Override
    public String prefix() {
        return "market-data";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("market-data.http.port", "8081", "market-data.management.port", "9081");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(MarketDataSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        MarketDataSettings settings = context.settings(MarketDataSettings.class);
        Vertx vertx = context.vertx();
        boolean sharing = vertx.isClustered() && settings.replica().share();
        RemoteQuotes remote = new RemoteQuotes(vertx.eventBus(), settings.replica());
        AtomicReference<QuoteCache> made = new AtomicReference<>(); // what is owned is written by the cache's verticle
        CacheCounters cacheCounters = new CacheCounters();
        CacheVerticle caches = new CacheVerticle(
                settings.cache(),
                settings.redis(),
                context.instance(),
                () -> made.get().owned(),
                cacheCounters,
                context.meters());
        QuoteCache cache = new QuoteCache(
                caches.quotes(sharing ? remote : null), caches.hot()::count, cacheCounters, System::currentTimeMillis);
        made.set(cache);
        AtomicReference<Feeds> fed = new AtomicReference<>(new Feeds(List.of())); // feeds are made with the history
        HistoryVerticle history = history(settings, cache, fed::get);
        List<FeedCounters> feedCounters = new ArrayList<>();
        List<VerticleBase> feedVerticles =
                feedVerticles(context, settings, keeper(cache, history), history, feedCounters, sharing);
        Feeds feed = new Feeds(
                feedVerticles.stream().map(verticle -> (RunningFeed) verticle).toList());
        fed.set(feed);
        ReplicaVerticle replica = new ReplicaVerticle(
                settings.replica(),
                context.instance(),
                feed,
                cache,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        Routes routes = sharing ? replica : Routes.NONE;
        remote.by(routes);
        Market market = new Market(
                caches, cache, feed, history, routes, settings.replica(), vertx.eventBus(), System::currentTimeMillis);
        caches.hot().readsAheadBy(market::readAhead);
        Analyst analyst = new Analyst(vertx, cache, market, System::currentTimeMillis);
        QuotePublisherVerticle publisher = new QuotePublisherVerticle(
                cache::owned,
                settings.publishInterval(),
                context.meters(),
                batch -> MarketDataApi.QUOTES.write(vertx.eventBus(), batch));
        cache.onChange(publisher::changed);
        MarketDataBusVerticle bus =
                new MarketDataBusVerticle(cache, market, feed, history, analyst, sharing ? context.instance() : null);
        BusPublisherVerticle changes =
                new BusPublisherVerticle(settings.bus(), feed, history, System::currentTimeMillis, context.meters());
        StreamHub hub =
                new StreamHub(vertx, settings.stream(), cache, market, analyst::ticker, System::currentTimeMillis);
        MarketDataHttp http =
                new MarketDataHttp(cache, feed, market, analyst, caches::status, System::currentTimeMillis);

        history.bind(context.meters());
        analyst.bind(context.meters());
        hub.bind(context.meters());
        gauges(context, feed, cache);
        if (sharing) {
            replica.bind(context.meters());
        }
        var samples = new MarketDataSamples(feed, feedCounters, cacheCounters, publisher, System::nanoTime);
        context.sample(samples::addTo);
        return vertx.deployVerticle(caches)
                .compose(cachesId -> vertx.deployVerticle(history)
                        .compose(_ -> deploy(vertx, feedVerticles))
                        .compose(feedIds -> Future.all(
                                        vertx.deployVerticle(publisher),
                                        vertx.deployVerticle(bus),
                                        vertx.deployVerticle(changes))
                                .compose(ids ->
                                        (sharing ? vertx.deployVerticle(replica) : Future.succeededFuture("")).map(ids))
                                .compose(ids -> {
                                    // before the step of the server, which waits until nobody is connected
                                    if (sharing) {
                                        context.onDrain("hand-over", replica::leave);
                                    }
                                    context.onDrain("streams", hub::close);
                                    Future<Integer> listening = http.mount(HttpApi.create(context, settings.http())
                                                    .routes(hub::mount))
                                            .listen(MarketDataHttp.OPENAPI);
                                    return listening.onSuccess(_ -> {
                                        context.onDrain("bus", () -> vertx.undeploy(ids.resultAt(1)));
                                        context.onDrain(
                                                "feed",
                                                () -> Future.join(feedIds.stream()
                                                                .map(vertx::undeploy)
                                                                .toList())
                                                        .mapEmpty());
                                        context.onDrain("publisher", () -> vertx.undeploy(ids.resultAt(0)));
                                        context.onDrain("cache", () -> vertx.undeploy(cachesId));
                                    });
                                })))
                .mapEmpty();
    }

    private static List<VerticleBase> feedVerticles(
            ServiceContext context,
            MarketDataSettings settings,
            QuoteKeeper keeper,
            HistoryVerticle history,
            List<FeedCounters> all,
            boolean sharing) {
        List<String> others = settings.feeds().stream()
                .filter(name -> !name.equals(BitfinexFeedVerticle.NAME))
                .toList();
        Iterator<Feed> loaded = Feeds.load(others).iterator();
        List<VerticleBase> verticles = new ArrayList<>();
        for (String name : settings.feeds()) {
            FeedCounters counters = new FeedCounters();
            all.add(counters);
            if (name.equals(BitfinexFeedVerticle.NAME)) {
                counters.bind(context.meters(), BitfinexFeedVerticle.VENUE);
                verticles.add(new BitfinexFeedVerticle(
                        settings.bitfinex(), keeper, history, counters, System::currentTimeMillis, sharing));
            } else {
                counters.bind(context.meters(), name);
                FeedOptions options = new FeedOptions(name, settings.feed().getOrDefault(name, Map.of()));
                verticles.add(new HostedFeedVerticle(
                        loaded.next(), options, keeper, history, counters, System::currentTimeMillis, sharing));
            }
        }
        return verticles;
    }

    private static Future<List<String>> deploy(Vertx vertx, List<VerticleBase> verticles) {
        List<Future<String>> deployed =
                verticles.stream().map(vertx::deployVerticle).toList();
        return Future.all(deployed)
                .map(_ -> deployed.stream().map(Future::result).toList());
    }

    private static QuoteKeeper keeper(QuoteCache cache, HistoryVerticle history) {
        return new QuoteKeeper() {
            @Override
            public QuoteEntry own(Instrument instrument) {
                return cache.own(instrument);
            }

            @Override
            public void release(QuoteEntry entry) {
                cache.release(entry);
                history.released(entry.instrument());
            }
        };
    }

    private static HistoryVerticle history(MarketDataSettings settings, QuoteCache cache, Supplier<Feeds> feeds) {
        return new HistoryVerticle(
                settings.history(),
                vertx -> new BitfinexHistory(
                        vertx, settings.history(), settings.bitfinex().url()),
                feeds,
                instrument -> {
                    QuoteEntry entry = cache.owned(instrument);
                    return entry == null ? 0 : entry.confirmedEpochMillis();
                },
                System::currentTimeMillis);
    }

    private static void gauges(ServiceContext context, Feeds feed, QuoteCache cache) {
        for (Quote.Validity validity : Quote.Validity.values()) {
            var _ = Gauge.builder(
                            "books",
                            cache,
                            one -> one.owned().stream()
                                    .filter(entry -> entry.validity() == validity)
                                    .count())
                    .description("Books by validity")
                    .tag("validity", validity.name())
                    .strongReference(true)
                    .register(context.meters());
        }
        for (Instrument instrument : feed.universe()) {
            var _ = Gauge.builder("book.live", cache, one -> isLive(one.owned(instrument)) ? 1 : 0)
                    .description("1 while the book is LIVE here")
                    .tag("instrument", instrument.toString())
                    .strongReference(true)
                    .register(context.meters());
        }
    }

    private static boolean isLive(@Nullable QuoteEntry entry) {
        return entry != null && entry.validity() == Quote.Validity.LIVE;
    }
}

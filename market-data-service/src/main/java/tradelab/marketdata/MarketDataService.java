package tradelab.marketdata;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tradelab.contracts.Instrument;
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
import tradelab.marketdata.feed.RunningFeed;
import tradelab.marketdata.serving.MarketDataBusVerticle;
import tradelab.marketdata.serving.MarketDataHttp;
import tradelab.marketdata.serving.QuotePublisherVerticle;
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
        List<QuoteEntry> owned = new CopyOnWriteArrayList<>();
        CacheCounters cacheCounters = new CacheCounters();
        CacheVerticle caches = new CacheVerticle(
                settings.cache(), settings.redis(), context.instance(), () -> owned, cacheCounters, context.meters());
        QuoteCache cache =
                new QuoteCache(caches.quotes(null), caches.hot()::count, cacheCounters, System::currentTimeMillis);
        caches.hot().readsAheadBy(name -> cache.readAhead(name));
        HistoryVerticle history = history(settings, owned);
        Analyst analyst = new Analyst(vertx, cache, history, System::currentTimeMillis);
        Function<Instrument, QuoteEntry> own = instrument -> {
            QuoteEntry entry = cache.own(instrument);
            owned.add(entry);
            return entry;
        };
        List<FeedCounters> feedCounters = new ArrayList<>();
        List<VerticleBase> feedVerticles = feedVerticles(context, settings, own, history, feedCounters);
        Feeds feed = new Feeds(
                feedVerticles.stream().map(verticle -> (RunningFeed) verticle).toList());
        QuotePublisherVerticle publisher =
                new QuotePublisherVerticle(() -> owned, settings.publishInterval(), context.meters());
        MarketDataBusVerticle bus = new MarketDataBusVerticle(cache, feed, history, analyst);
        StreamHub hub = new StreamHub(vertx, settings.stream(), cache, feed::book, history, System::currentTimeMillis);
        MarketDataHttp http =
                new MarketDataHttp(cache, feed, history, analyst, caches::status, System::currentTimeMillis);

        history.bind(context.meters());
        analyst.bind(context.meters());
        hub.bind(context.meters());
        gauges(context, feed, owned);
        var samples = new MarketDataSamples(feed, feedCounters, cacheCounters, publisher, System::nanoTime);
        context.sample(samples::addTo);
        return vertx.deployVerticle(caches)
                .compose(cachesId -> vertx.deployVerticle(history)
                        .compose(_ -> deploy(vertx, feedVerticles))
                        .compose(feedIds -> Future.all(vertx.deployVerticle(publisher), vertx.deployVerticle(bus))
                                .compose(ids -> {
                                    Future<Integer> listening = http.mount(HttpApi.create(context, settings.http())
                                                    .routes(hub::mount))
                                            .listen(MarketDataHttp.OPENAPI);
                                    return listening.onSuccess(_ -> {
                                        context.onDrain("streams", hub::close);
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
            Function<Instrument, QuoteEntry> own,
            HistoryVerticle history,
            List<FeedCounters> all) {
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
                        settings.bitfinex(), own, history, counters, System::currentTimeMillis));
            } else {
                counters.bind(context.meters(), name);
                FeedOptions options = new FeedOptions(name, settings.feed().getOrDefault(name, Map.of()));
                verticles.add(new HostedFeedVerticle(
                        loaded.next(), options, own, history, counters, System::currentTimeMillis));
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

    private static HistoryVerticle history(MarketDataSettings settings, List<QuoteEntry> owned) {
        return new HistoryVerticle(
                settings.history(),
                vertx -> new BitfinexHistory(
                        vertx, settings.history(), settings.bitfinex().url()),
                instrument -> owned.stream()
                        .filter(entry -> entry.instrument().equals(instrument))
                        .findFirst()
                        .map(QuoteEntry::confirmedEpochMillis)
                        .orElse(0L),
                System::currentTimeMillis);
    }

    private static void gauges(ServiceContext context, Feeds feed, List<QuoteEntry> owned) {
        for (Quote.Validity validity : Quote.Validity.values()) {
            var _ = Gauge.builder(
                            "books",
                            owned,
                            entries -> entries.stream()
                                    .filter(entry -> entry.validity() == validity)
                                    .count())
                    .description("Books by validity")
                    .tag("validity", validity.name())
                    .strongReference(true)
                    .register(context.meters());
        }
        for (Instrument instrument : feed.instruments()) {
            owned.stream()
                    .filter(entry -> entry.instrument().equals(instrument))
                    .forEach(entry -> Gauge.builder("book.live", entry, MarketDataService::liveOne)
                            .description("1 while the book is LIVE")
                            .tag("instrument", instrument.toString())
                            .strongReference(true)
                            .register(context.meters()));
        }
    }

    private static double liveOne(QuoteEntry entry) {
        return entry.validity() == Quote.Validity.LIVE ? 1 : 0;
    }
}

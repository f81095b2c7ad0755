package tradelab.marketdata.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.marketdata.book.BookState;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.reconnect.Backoff;

/**
 * Bitfinex' public WebSocket v2: one event loop with as many connections as the instruments need.
 *
 * <p>It starts whether the venue is there or not, and keeps trying; until then its quotes are DETACHED. The asynchronous
 * methods may be called from any thread.
 */
public final class BitfinexFeedVerticle extends VerticleBase implements RunningFeed {
    /** The venue's part of its instruments' names, and the feed's name in metrics. */
    public static final String VENUE = "BITFINEX";

    /** What it is selected by in the settings. */
    public static final String NAME = "bitfinex";

    private static final long TICK_MILLIS = 50;
    private static final int CLOSING_SECONDS = 2;

    private final BitfinexSettings settings;
    private final FeedCounters counters;
    private final LongSupplier epochMillis;
    private final Map<Instrument, InstrumentFeed> feeds = new LinkedHashMap<>();
    private final List<FeedSocket> sockets = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private Context home;

    private volatile int live;
    private boolean stopped;

    /**
     * @param own makes the quote entry that this feed writes
     * @throws IllegalArgumentException naming the setting that cannot be used
     */
    public BitfinexFeedVerticle(
            BitfinexSettings settings,
            Function<Instrument, QuoteEntry> own,
            TradeObserver trades,
            FeedCounters counters,
            LongSupplier epochMillis) {
        this.settings = settings;
        this.counters = counters;
        this.epochMillis = epochMillis;
        var _ = Require.range(
                "channelsPerSocket",
                settings.channelsPerSocket(),
                settings.channels().size(),
                25);
        for (String symbol : settings.symbols()) {
            Instrument instrument = new Instrument(VENUE, symbol);
            feeds.put(instrument, new InstrumentFeed(own.apply(instrument), settings.bookLength(), trades, counters));
        }
    }

    @Override
    public Future<?> start() {
        home = context;
        WebSocketClient client = vertx.createWebSocketClient(options());
        List<List<Subscription>> groups = groups();
        int attempts = Math.max(1, settings.connectsPerMinute() / Math.max(1, groups.size()));
        for (List<Subscription> group : groups) {
            Backoff backoff = new Backoff(
                    settings.reconnectFirst(), settings.reconnectLongest(), attempts, new SplittableRandom());
            FeedSocket socket = new FeedSocket(vertx, client, settings, group, backoff, counters, epochMillis);
            sockets.add(socket);
            socket.start();
        }
        var _ = vertx.setPeriodic(TICK_MILLIS, _ -> tick());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        sockets.forEach(FeedSocket::close);
        return Future.succeededFuture();
    }

    /** All channels of an instrument on one connection, so that one loss is one instrument's loss. */
    private List<List<Subscription>> groups() {
        List<Subscription.Channel> channels =
                settings.channels().stream().map(Subscription.Channel::of).toList();
        List<List<Subscription>> groups = new ArrayList<>();
        List<Subscription> group = new ArrayList<>();
        for (InstrumentFeed feed : feeds.values()) {
            if (group.size() + channels.size() > settings.channelsPerSocket()) {
                groups.add(group);
                group = new ArrayList<>();
            }
            for (Subscription.Channel channel : channels) {
                group.add(new Subscription(channel, feed));
            }
        }
        groups.add(group);
        return groups;
    }

    private WebSocketClientOptions options() {
        return new WebSocketClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setIdleTimeout((int) settings.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxFrameSize(settings.frameMax().asInt())
                .setMaxMessageSize(settings.messageMax().asInt())
                .setMaxConnections(Math.max(1, feeds.size()))
                .setClosingTimeout(CLOSING_SECONDS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTryUsePerMessageCompression(false)
                .setTryUsePerFrameCompression(false)
                .setTrustAll(false)
                .setVerifyHost(true);
    }

    private void tick() {
        sockets.forEach(FeedSocket::tick);
        int now = 0;
        for (InstrumentFeed feed : feeds.values()) {
            now += feed.state() == BookState.LIVE ? 1 : 0;
        }
        live = now;
    }

    @Override
    public List<Instrument> instruments() {
        return List.copyOf(feeds.keySet());
    }

    @Override
    public boolean feeds(Instrument instrument) {
        return feeds.containsKey(instrument);
    }

    @Override
    public int live() {
        return live;
    }

    @Override
    public Future<Optional<Book>> book(Instrument instrument, int depth) {
        InstrumentFeed feed = feeds.get(instrument);
        if (feed == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Promise<Optional<Book>> promise = Promise.promise();
        home.runOnContext(_ -> feed.read(depth, epochMillis.getAsLong(), book -> promise.complete(Optional.of(book))));
        return promise.future();
    }

    @Override
    public Future<FeedStatus> status() {
        return ask(this::snapshot);
    }

    private <T> Future<T> ask(Supplier<T> question) {
        Promise<T> promise = Promise.promise();
        home.runOnContext(_ -> promise.complete(question.get()));
        return promise.future();
    }

    private FeedStatus snapshot() {
        long nowMillis = epochMillis.getAsLong();
        int connected = (int) sockets.stream().filter(FeedSocket::isConnected).count();
        return counters.status(
                VENUE,
                settings.url(),
                stopped
                        ? FeedStatus.State.STOPPED
                        : connected == sockets.size() ? FeedStatus.State.CONNECTED : FeedStatus.State.CONNECTING,
                sockets.stream()
                        .map(FeedSocket::problem)
                        .filter(problem -> !problem.isEmpty())
                        .findFirst()
                        .orElse(""),
                sockets.size(),
                connected,
                feeds.values().stream().map(feed -> feed.status(nowMillis)).toList());
    }
}

package tradelab.marketdata.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.marketdata.book.BookEvent;
import tradelab.marketdata.book.BookState;
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
    private final QuoteKeeper keeper;
    private final TradeObserver trades;
    private final List<Instrument> universe;
    private final Map<Instrument, InstrumentFeed> feeds = new ConcurrentHashMap<>();
    private final List<FeedSocket> sockets = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private WebSocketClient client;

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private Context home;

    private volatile int live;
    private boolean stopped;

    /**
     * @param sharing whether it feeds only what is assigned to it; else everything that is set, from the start
     * @throws IllegalArgumentException naming the setting that cannot be used
     */
    public BitfinexFeedVerticle(
            BitfinexSettings settings,
            QuoteKeeper keeper,
            TradeObserver trades,
            FeedCounters counters,
            LongSupplier epochMillis,
            boolean sharing) {
        this.settings = settings;
        this.keeper = keeper;
        this.trades = trades;
        this.counters = counters;
        this.epochMillis = epochMillis;
        var _ = Require.range(
                "channelsPerSocket",
                settings.channelsPerSocket(),
                settings.channels().size(),
                25);
        this.universe = settings.symbols().stream()
                .map(symbol -> new Instrument(VENUE, symbol))
                .distinct()
                .toList();
        if (!sharing) {
            universe.forEach(instrument -> feeds.put(instrument, made(instrument)));
        }
    }

    private InstrumentFeed made(Instrument instrument) {
        return new InstrumentFeed(keeper.own(instrument), settings.bookLength(), trades, counters);
    }

    @Override
    public Future<?> start() {
        home = context;
        client = vertx.createWebSocketClient(options());
        instruments().forEach(instrument -> subscribe(Require.present("feed", feeds.get(instrument))));
        sockets.forEach(FeedSocket::start);
        var _ = vertx.setPeriodic(TICK_MILLIS, _ -> tick());
        long restMillis = settings.restInterval().toMillis();
        if (restMillis > 0) {
            RestQuotes rest = new RestQuotes(vertx, settings, counters);
            var _ = vertx.setPeriodic(restMillis, _ -> rest.look(feeds.values(), epochMillis.getAsLong()));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        sockets.forEach(FeedSocket::close);
        return Future.succeededFuture();
    }

    @Override
    public void assign(Set<Instrument> wanted) {
        home.runOnContext(_ -> {
            if (!stopped) {
                feeds.keySet().stream().filter(one -> !wanted.contains(one)).forEach(this::letGo);
                universe.stream()
                        .filter(one -> wanted.contains(one) && !feeds.containsKey(one))
                        .forEach(this::takeUp);
            }
        });
    }

    private void takeUp(Instrument instrument) {
        InstrumentFeed feed = made(instrument);
        feeds.put(instrument, feed);
        int before = sockets.size();
        subscribe(feed);
        sockets.subList(before, sockets.size()).forEach(FeedSocket::start);
    }

    private void letGo(Instrument instrument) {
        InstrumentFeed feed = Require.present("feed", feeds.remove(instrument));
        keeper.release(feed.entry());
        sockets.forEach(socket -> socket.remove(feed));
        sockets.stream().filter(socket -> socket.channels() == 0).forEach(FeedSocket::close);
        boolean _ = sockets.removeIf(socket -> socket.channels() == 0);
        var _ = feed.event(BookEvent.DISCONNECTED, epochMillis.getAsLong());
    }

    /** All channels of an instrument on one connection, so that one loss is one instrument's loss. */
    private void subscribe(InstrumentFeed feed) {
        List<Subscription> wanted = settings.channels().stream()
                .map(channel -> new Subscription(Subscription.Channel.of(channel), feed))
                .toList();
        for (FeedSocket socket : sockets) {
            if (socket.channels() + wanted.size() <= settings.channelsPerSocket()) {
                socket.add(wanted);
                return;
            }
        }
        int perSocket = settings.channelsPerSocket() / wanted.size();
        int socketsMax = (universe.size() + perSocket - 1) / perSocket;
        Backoff backoff = new Backoff(
                settings.reconnectFirst(),
                settings.reconnectLongest(),
                Math.max(1, settings.connectsPerMinute() / socketsMax),
                new SplittableRandom());
        sockets.add(new FeedSocket(vertx, client, settings, wanted, backoff, counters, epochMillis));
    }

    private WebSocketClientOptions options() {
        return new WebSocketClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setIdleTimeout((int) settings.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxFrameSize(settings.frameMax().asInt())
                .setMaxMessageSize(settings.messageMax().asInt())
                .setMaxConnections(Math.max(1, universe.size()))
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
        return universe.stream().filter(feeds::containsKey).toList();
    }

    @Override
    public List<Instrument> universe() {
        return universe;
    }

    @Override
    public boolean feeds(Instrument instrument) {
        return feeds.containsKey(instrument);
    }

    @Override
    public boolean tellsPast() {
        return true;
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
                instruments().stream()
                        .map(one -> Require.present("feed", feeds.get(one)).status(nowMillis))
                        .toList());
    }
}

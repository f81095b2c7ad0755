package tradelab.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookBatch;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.CandleBatch;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.marketdata.stream.BookClient;
import tradelab.marketdata.stream.BusBook;
import tradelab.runtime.ServiceHost;

/** Streams as a client sees them: over a real WebSocket and a real event stream. */
class StreamIT {
    private static final String BOOK = "book:BITFINEX:tBTCUSD@10";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient webSockets = vertx.createWebSocketClient();
    private final HttpClient http = vertx.createHttpClient();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closing.reversed()) {
            one.close();
        }
        var _ = await(webSockets.close());
        var _ = await(http.close());
        var _ = await(vertx.close());
    }

    @Test
    void aClientsBookIsTheServersAfterManyUpdatesAndBadFramesDoNotEndTheConnection() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue);
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        WebSocket socket = await(webSockets.connect(port(host), "127.0.0.1", "/api/v1/stream"));
        socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
        say(socket, "{\"op\":\"subscribe\",\"streams\":[\"candles:BITFINEX:tBTCUSD@1m\",\"trades:BITFINEX:tBTCUSD\"]}");
        assertThat(next(frames, frame -> frame.getString("type").equals("subscribed"))
                        .getJsonArray("streams")
                        .size())
                .isEqualTo(2);
        say(socket, "{\"op\":\"subscribe\",\"streams\":[\"book:BITFINEX:tBTCUSX\"]}");
        JsonObject unknown = next(frames, frame -> frame.getString("type").equals("error"));
        assertThat(unknown.getString("field")).isEqualTo("streams");
        assertThat(unknown.getString("message")).endsWith("did you mean BITFINEX:tBTCUSD?");
        say(socket, "nonsense");
        assertThat(next(frames, frame -> frame.getString("type").equals("error"))
                        .getString("field"))
                .isEqualTo("frame");

        say(socket, "{\"op\":\"subscribe\",\"streams\":[\"" + BOOK + "\"]}");
        BookClient client = new BookClient();
        client.hear(next(frames, frame -> BOOK.equals(frame.getString("stream")))); // the snapshot, before any change
        for (int i = 1; i <= 300; i++) {
            venue.change("tBTCUSD", (5_000 + i % 40) + "," + (i % 3 == 0 ? 0 : 1) + "," + (1 + i % 7));
        }
        venue.change("tBTCUSD", "6002,1,9");
        boolean same = false;
        while (!same) {
            client.hear(next(frames, frame -> BOOK.equals(frame.getString("stream"))));
            Book truth = await(MarketDataApi.GET_BOOK.call(
                    host.vertx().eventBus(), new BookRequest(Instrument.parse("BITFINEX:tBTCUSD"), 10), TIMEOUT));
            same = client.isSame(truth)
                    && truth.bids().getFirst().price().toString().equals("6002");
        }
        assertThat(client.deltas()).isGreaterThanOrEqualTo(1);
        var _ = await(socket.close());
    }

    @Test
    void anEventStreamBeginsWithASnapshotAndRefusesWhatItDoesNotKnow() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue);
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        StringBuilder text = new StringBuilder();
        var response = await(http.request(
                        HttpMethod.GET, port(host), "127.0.0.1", "/api/v1/stream/sse?streams=quote:BITFINEX:tBTCUSD")
                .compose(request -> request.send())
                .onSuccess(opened -> opened.handler(part -> {
                    text.append(part);
                    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
                        frames.add(new JsonObject(text.substring("data: ".length(), end)));
                        text.delete(0, end + 2);
                    }
                })));
        assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
        JsonObject snapshot = next(frames, frame -> "snapshot".equals(frame.getString("type")));
        venue.change("tBTCUSD", "6003,1,9");
        JsonObject delta = next(
                frames,
                frame -> "delta".equals(frame.getString("type"))
                        && "6003".equals(frame.getJsonObject("data").getString("bid")));
        assertThat(delta.getLong("sequence")).isGreaterThan(snapshot.getLong("sequence"));
        assertThat(await(http.request(HttpMethod.GET, port(host), "127.0.0.1", "/api/v1/stream/sse?streams=x")
                                .compose(request -> request.send()))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTickerFollowsItsQuoteAndItsTrades() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue);
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        WebSocket socket = await(webSockets.connect(port(host), "127.0.0.1", "/api/v1/stream"));
        socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
        say(socket, "{\"op\":\"subscribe\",\"streams\":[\"ticker:BITFINEX:tBTCUSD\"]}");
        JsonObject snapshot = next(frames, frame -> "snapshot".equals(frame.getString("type")));
        assertThat(snapshot.getString("stream")).isEqualTo("ticker:BITFINEX:tBTCUSD");

        venue.change("tBTCUSD", "6010,1,9");
        var _ = next(
                frames,
                frame -> "delta".equals(frame.getString("type"))
                        && "6055".equals(frame.getJsonObject("data").getString("mid")));
        venue.trade("tBTCUSD", 78);
        JsonObject traded = next(
                frames,
                frame -> "delta".equals(frame.getString("type"))
                        && "0.5".equals(frame.getJsonObject("data").getString("rollingVolume")));
        assertThat(traded.getLong("prevSequence")).isLessThan(traded.getLong("sequence"));
        var _ = await(socket.close());
    }

    @Test
    void booksAndCandlesOnTheBusFollowTheServers() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue);
        BlockingQueue<BookBatch> books = new LinkedBlockingQueue<>();
        BlockingQueue<CandleBatch> candles = new LinkedBlockingQueue<>();
        var _ = MarketDataApi.BOOKS.subscribe(host.vertx().eventBus(), books::add);
        var _ = MarketDataApi.CANDLES.subscribe(host.vertx().eventBus(), candles::add);
        BusBook client = new BusBook();
        int changed = 0;
        boolean same = false;
        while (!same || client.changes() < 5) {
            venue.change(
                    "tBTCUSD", (5_000 + ++changed % 40) + "," + (changed % 3 == 0 ? 0 : 1) + "," + (1 + changed % 7));
            Require.present("batch", books.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .changes()
                    .forEach(client::hear);
            same = client.isSame(await(MarketDataApi.GET_BOOK.call(
                    host.vertx().eventBus(), new BookRequest(Instrument.parse("BITFINEX:tBTCUSD"), 10), TIMEOUT)));
        }
        venue.trade("tBTCUSD", 77);
        CandleBatch.Tick tick;
        do {
            tick = Require.present("batch", candles.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .candles()
                    .getLast();
        } while (tick.candle().startEpochMillis() < 1_700_000_100_000L); // of the trade that a subscription begins with
        assertThat(tick.timeframe()).isEqualTo(Timeframe.M1);
        assertThat(tick.candle().close()).hasToString("6050");
        assertThat(tick.candle().trades()).isEqualTo(1);
    }

    @Test
    void aClientThatOnlyListensIsNotIdleWhileHeartbeatsComeAndOneThatReadsQuotesAndFallsSilentIs() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host =
                start(venue, Map.of("market-data.http.idle-timeout", "3s", "market-data.stream.heartbeat", "100ms"));
        boolean outlived = false;
        for (int i = 0; i < 3 && !outlived; i++) { // a machine that stands still for 3 s makes everybody idle
            outlived = outlivesWhoIsSilent(port(host));
        }
        assertThat(outlived).isTrue();
    }

    private boolean outlivesWhoIsSilent(int port) throws Exception {
        HttpClient other = vertx.createHttpClient();
        closing.add(() -> {
            var _ = await(other.close());
        });
        CompletableFuture<Void> silentEnded = new CompletableFuture<>();
        var silent = await(other.request(HttpMethod.GET, port, "127.0.0.1", "/api/v1/quotes/BITFINEX:tBTCUSD"));
        silent.connection().closeHandler(_ -> silentEnded.complete(null));
        assertThat(await(silent.send()).statusCode()).isEqualTo(200);
        AtomicLong beats = new AtomicLong();
        CompletableFuture<Void> listenerEnded = new CompletableFuture<>();
        var _ = await(http.request(
                        HttpMethod.GET, port, "127.0.0.1", "/api/v1/stream/sse?streams=trades:BITFINEX:tBTCUSD")
                .compose(request -> request.send())
                .onSuccess(opened -> opened.exceptionHandler(_ -> listenerEnded.complete(null))
                        .endHandler(_ -> listenerEnded.complete(null))
                        .handler(part -> beats.addAndGet(part.toString().contains("heartbeat") ? 1 : 0))));

        silentEnded.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        long then = beats.get();
        while (beats.get() < then + 10 && !listenerEnded.isDone()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return !listenerEnded.isDone();
    }

    private ServiceHost start(ScriptedVenue venue) throws Exception {
        return start(venue, Map.of());
    }

    private ServiceHost start(ScriptedVenue venue, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.bitfinex.url", venue.url(),
                "market-data.bitfinex.symbols", "tBTCUSD",
                "market-data.bitfinex.connects-per-minute", "600",
                "market-data.bus.books", "BITFINEX:tBTCUSD",
                "market-data.bus.book-depth", "10",
                "market-data.redis.enabled", "false"));
        ServiceHost host = await(ServiceHost.start(settings, new MarketDataService()));
        closing.add(() -> {
            var _ = await(host.close());
        });
        boolean live = false;
        while (!live) { // each read waits for its answer
            live = !await(MarketDataApi.GET_BOOK.call(
                            host.vertx().eventBus(), new BookRequest(Instrument.parse("BITFINEX:tBTCUSD"), 1), TIMEOUT))
                    .bids()
                    .isEmpty();
        }
        return host;
    }

    private static int port(ServiceHost host) {
        return host.port("market-data-service", "http");
    }

    private static void say(WebSocket socket, String text) throws Exception {
        var _ = await(socket.writeTextMessage(text));
    }

    private static JsonObject next(BlockingQueue<JsonObject> frames, Predicate<JsonObject> wanted) throws Exception {
        JsonObject frame;
        do {
            frame = Require.present("frame", frames.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        } while (!wanted.test(frame));
        return frame;
    }

    private <T extends AutoCloseable> T kept(T resource) {
        closing.add(resource);
        return resource;
    }
}

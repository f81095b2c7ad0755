package tradelab.marketdata.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedContext;
import tradelab.marketdata.feed.FeedSink;
import tradelab.marketdata.feed.Unparsed;
import tradelab.marketdata.reconnect.Backoff;

/**
 * The whole Taiwan market on one WebSocket of the venue simulator: asks which securities there are, then follows every
 * snapshot and every trade. Times are those of the market clock.
 *
 * <p>Options: {@code url}, {@code trades} (true or false). Owned by the feed's event loop.
 */
public final class TaiwanFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanFeed.class);
    private static final int SECURITIES_PAGE = 1_000;
    private static final int MESSAGE_MAX = 4 * 1024 * 1024;
    private static final int CONNECTS_PER_MINUTE = 20;
    private static final Duration RETRY_FIRST = Duration.ofMillis(250);
    private static final Duration RETRY_LONGEST = Duration.ofSeconds(15);
    private static final int CONNECT_MILLIS = 5_000;

    /** The venue beats every five seconds. */
    private static final int IDLE_SECONDS = 15;

    private final Map<String, Instrument> instruments = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Backoff backoff =
            new Backoff(RETRY_FIRST, RETRY_LONGEST, CONNECTS_PER_MINUTE, new SplittableRandom());

    @SuppressWarnings("NullAway.Init") // set by start()
    private FeedSink sink;

    @SuppressWarnings("NullAway.Init") // set by start()
    private FeedContext context;

    @SuppressWarnings("NullAway.Init") // set by start()
    private WebSocketClient client;

    private String url = "";
    private boolean trades;
    private @Nullable WebSocket socket;

    /** Codes that are of use here; absent for all. */
    private @Nullable List<String> followed;

    private boolean subscribed;
    private boolean stopped;

    @Override
    public String name() {
        return "taiwan";
    }

    @Override
    public void start(FeedSink sink, FeedContext context) {
        context.options().only("url", "trades");
        this.sink = sink;
        this.context = context;
        this.url = context.options().text("url", "ws://127.0.0.1:8086/taiwan/ws/1");
        this.trades = Boolean.parseBoolean(context.options().text("trades", "true"));
        this.client = context.vertx()
                .createWebSocketClient(new WebSocketClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setMaxFrameSize(MESSAGE_MAX)
                        .setMaxMessageSize(MESSAGE_MAX)
                        .setTcpNoDelay(true)
                        .setTrustAll(false)
                        .setVerifyHost(true));
        connectLater();
    }

    @Override
    public boolean marketClock() {
        return true;
    }

    @Override
    public void stop() {
        stopped = true;
        WebSocket now = socket;
        socket = null;
        if (now != null) {
            now.close().onFailure(cause -> LOG.debug("event=feed_close_failed", cause));
        }
    }

    /** The venue replaces what a channel follows, and begins with a snapshot of each. */
    @Override
    public boolean assigned(Set<Instrument> mine) {
        followed = mine.stream().map(Instrument::symbol).sorted().toList();
        if (subscribed && !followed.isEmpty()) {
            subscribeAll();
        }
        return true;
    }

    private void connectLater() {
        if (!stopped) {
            long millis =
                    Math.max(1, backoff.nextDelayMillis(context.epochMillis().getAsLong()));
            var _ = context.vertx().setTimer(millis, _ -> connect());
        }
    }

    private void connect() {
        client.connect(new WebSocketConnectOptions().setAbsoluteURI(url).setTimeout(CONNECT_MILLIS))
                .onSuccess(this::opened)
                .onFailure(cause -> {
                    sink.interrupted(String.valueOf(cause.getMessage()));
                    connectLater();
                });
    }

    private void opened(WebSocket opened) {
        socket = opened;
        subscribed = false;
        sequences.clear();
        opened.textMessageHandler(text -> received(opened, text));
        opened.exceptionHandler(cause -> ended(opened, String.valueOf(cause.getMessage())));
        opened.closeHandler(_ -> ended(opened, "closed by the venue, code " + opened.closeStatusCode()));
    }

    private void ended(WebSocket which, String reason) {
        if (which == socket) {
            socket = null;
            sink.interrupted(reason);
            which.close().onFailure(cause -> LOG.debug("event=feed_close_failed", cause));
            connectLater();
        }
    }

    private void received(WebSocket from, String text) {
        if (from != socket) {
            return;
        }
        try {
            JsonNode message = Json.read(Buffer.buffer(text), JsonNode.class);
            switch (message.path("type").asText()) {
                case "hello" -> ask(null);
                case "reply" -> reply(message);
                case "snapshots" -> snapshots(from, message);
                case "trades" -> trades(from, message);
                case "heartbeat" -> sink.heard();
                default -> {} // what the venue may add
            }
        } catch (IllegalArgumentException e) {
            sink.unparsed(Unparsed.SHAPE);
            ended(from, "a frame that makes no sense: " + e.getMessage());
        }
    }

    private void ask(@Nullable String after) {
        JsonObject request =
                new JsonObject().put("op", "securities").put("id", 1).put("limit", SECURITIES_PAGE);
        send(after == null ? request : request.put("after", after));
    }

    private void send(JsonObject message) {
        WebSocket now = socket;
        if (now != null) {
            now.writeTextMessage(message.encode()).onFailure(cause -> ended(now, String.valueOf(cause.getMessage())));
        }
    }

    private void reply(JsonNode message) {
        if (!message.path("ok").asBoolean()) {
            throw Require.refused("reply", "ok", message.path("error").toString());
        }
        JsonNode securities = message.path("result").path("securities");
        if (!securities.isArray()) {
            return; // of a subscription
        }
        List<Instrument> page = new ArrayList<>();
        for (JsonNode one : securities) {
            String code = one.path("code").asText();
            page.add(instruments.computeIfAbsent(
                    code, _ -> new Instrument(one.path("market").asText(), code)));
        }
        sink.instruments(page);
        JsonNode next = message.path("result").path("next");
        if (next.isTextual()) {
            ask(next.textValue());
            return;
        }
        backoff.succeeded();
        sink.connected();
        subscribed = true;
        List<String> mine = followed;
        if (mine == null || !mine.isEmpty()) {
            subscribeAll();
        }
    }

    private void subscribeAll() {
        subscribe("snapshots");
        if (trades) {
            subscribe("trades");
        }
    }

    private void subscribe(String channel) {
        send(new JsonObject()
                .put("op", "subscribe")
                .put("id", channel)
                .put("channel", channel)
                .put("symbols", followed == null ? "*" : new JsonArray(followed)));
    }

    /** A hole cannot be on one connection; if there is one, nothing of it can be believed. */
    private boolean inOrder(WebSocket from, String channel, JsonNode message) {
        long expected = sequences.merge(channel, 1L, Long::sum);
        if (message.path("sequence").asLong() != expected) {
            ended(from, channel + ": expected frame " + expected + ", got " + message.path("sequence"));
            return false;
        }
        return true;
    }

    private void snapshots(WebSocket from, JsonNode message) {
        if (inOrder(from, "snapshots", message)) {
            for (JsonNode row : message.path("rows")) {
                Instrument instrument = instruments.get(row.path(0).asText());
                if (instrument != null) {
                    sink.snapshot(
                            instrument,
                            TaiwanRows.levels(row.path(9)),
                            TaiwanRows.levels(row.path(10)),
                            TaiwanRows.price(row.path(3)),
                            row.path(2).longValue());
                }
            }
        }
    }

    private void trades(WebSocket from, JsonNode message) {
        if (inOrder(from, "trades", message)) {
            for (JsonNode row : message.path("rows")) {
                Instrument instrument = instruments.get(row.path(0).asText());
                if (instrument != null && TaiwanRows.isRegular(row)) {
                    sink.trade(instrument, TaiwanRows.trade(row));
                }
            }
        }
    }
}

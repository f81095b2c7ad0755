package tradelab.marketdata;

import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.marketdata.book.OrderBook;

/** A venue that says what a test tells it to: the public WebSocket v2 with sequence numbers and checksums, and lies. */
final class ScriptedVenue implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger subscribes = new AtomicInteger();
    private final Map<String, Integer> channels = new LinkedHashMap<>();
    private final Map<String, OrderBook> books = new LinkedHashMap<>();
    private final int port;
    private @Nullable ServerWebSocket socket;
    private Future<Void> ended = Future.succeededFuture();
    private int nextChannel = 100;
    private long sequence;

    private ScriptedVenue(int port) throws Exception {
        HttpServer server = await(vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .webSocketHandler(this::connected)
                .listen(port));
        this.port = server.actualPort();
    }

    static ScriptedVenue start() throws Exception {
        return new ScriptedVenue(0);
    }

    static ScriptedVenue start(int port) throws Exception {
        return new ScriptedVenue(port);
    }

    String url() {
        return "ws://127.0.0.1:" + port + "/ws/2";
    }

    int port() {
        return port;
    }

    /** Returns how often a book was asked for. */
    int bookSubscribes() {
        return subscribes.get();
    }

    private synchronized void connected(ServerWebSocket opened) {
        socket = opened;
        Promise<Void> end = Promise.promise();
        ended = end.future();
        opened.closeHandler(_ -> end.complete());
        sequence = 0;
        channels.clear();
        send("{\"event\":\"info\",\"version\":2,\"platform\":{\"status\":1}}");
        opened.textMessageHandler(text -> received(new JsonObject(text)));
    }

    private synchronized void received(JsonObject message) {
        switch (message.getString("event")) {
            case "conf" -> send("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":" + message.getInteger("flags") + "}");
            case "unsubscribe" ->
                send("{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":" + message.getInteger("chanId") + "}");
            case "subscribe" -> subscribed(message);
            default -> throw new IllegalStateException("unexpected " + message);
        }
    }

    private void subscribed(JsonObject message) {
        int id = nextChannel++;
        String channel = message.getString("channel");
        var _ = channels.put(channel + message.getString("symbol"), id);
        send(message.copy().put("event", "subscribed").put("chanId", id).encode());
        if (channel.equals("book")) {
            var _ = subscribes.incrementAndGet();
            OrderBook book = new OrderBook(OrderBook.LENGTH_MAX);
            for (String row : List.of("6000,1,1", "5900,1,2", "6100,1,-3", "6200,1,-4")) {
                apply(book, row);
            }
            var _ = books.put(message.getString("symbol"), book);
            frame("[" + id + ",[[6000,1,1],[5900,1,2],[6100,1,-3],[6200,1,-4]]");
            frame("[" + id + ",\"cs\",1756193398");
        } else if (channel.equals("trades")) {
            frame("[" + id + ",[[1,1700000000000,0.5,6050]]");
        }
    }

    private static void apply(OrderBook book, String row) {
        String[] numbers = row.split(",", -1);
        var _ = book.apply(
                Decimals.parse("price", numbers[0]),
                Integer.parseInt(numbers[1]),
                Decimals.parse("amount", numbers[2]));
    }

    /** Sends one change of a book, and the checksum of what has become of it. */
    synchronized void change(String symbol, String row) {
        OrderBook book = Objects.requireNonNull(books.get(symbol), symbol);
        apply(book, row);
        frame("[" + channels.get("book" + symbol) + ",[" + row + "]");
        checksum(symbol, book.checksum());
    }

    /** Tells one trade; its time is now. */
    synchronized void trade(String symbol, long id) {
        frame("[" + channels.get("trades" + symbol) + ",\"te\",[" + id + "," + System.currentTimeMillis()
                + ",0.5,6050]");
    }

    synchronized void checksum(String symbol, int value) {
        frame("[" + channels.get("book" + symbol) + ",\"cs\"," + value);
    }

    /** Loses a frame that had a number. */
    synchronized void lose() {
        sequence++;
    }

    synchronized void say(String text) {
        send(text);
    }

    private void frame(String open) {
        send(open + "," + ++sequence + "," + System.currentTimeMillis() + "]");
    }

    private void send(String text) {
        ServerWebSocket now = socket;
        if (now != null) {
            var _ = now.writeTextMessage(text);
        }
    }

    /** Waits for the end of the connection first: a Vert.x that closes at once may leave its socket open and silent. */
    @Override
    public void close() throws Exception {
        ServerWebSocket now = socket;
        if (now != null) {
            var _ = now.close();
            var _ = await(ended.otherwiseEmpty());
        }
        var _ = await(vertx.close());
    }
}

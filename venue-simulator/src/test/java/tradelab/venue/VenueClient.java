package tradelab.venue;

import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.account.Signatures;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.wire.Inputs;

/** A plain client of the exchange's API, as a trading team would write one. */
final class VenueClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);
    private final RunningVenue venue;
    private final Signatures signatures;
    private long nonce = System.currentTimeMillis() * 1000;

    VenueClient(RunningVenue venue) {
        this.venue = venue;
        this.signatures = new Signatures(venue.secret());
    }

    Future<HttpResponse<Buffer>> get(String path) {
        return client.get(venue.port(), "127.0.0.1", path).send();
    }

    Future<HttpResponse<Buffer>> post(String path, String body) {
        return post(path, body, Long.toString(++nonce), null);
    }

    /** Posts with a nonce and a signature of one's own; a signature of null is the right one. */
    JsonNode signed(String path, String body, String stamp, @Nullable String signature) throws Exception {
        return json(await(post(path, body, stamp, signature)));
    }

    private Future<HttpResponse<Buffer>> post(String path, String body, String stamp, @Nullable String signature) {
        String full = "/v2/auth/" + path;
        return client.post(venue.port(), "127.0.0.1", full)
                .putHeader("bfx-apikey", venue.key())
                .putHeader("bfx-nonce", stamp)
                .putHeader(
                        "bfx-signature", signature == null ? signatures.sign("/api" + full + stamp + body) : signature)
                .sendBuffer(Buffer.buffer(body));
    }

    Future<HttpResponse<Buffer>> delete(String path) {
        return client.delete(venue.port(), "127.0.0.1", path).send();
    }

    /** Posts to the simulator's own API. */
    Future<HttpResponse<Buffer>> postSim(String path, String body) {
        return client.post(venue.port(), "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body));
    }

    /** Changes something of the simulator's own. */
    Future<HttpResponse<Buffer>> patchSim(String path, String body) {
        return client.patch(venue.port(), "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body));
    }

    JsonNode getJson(String path) throws Exception {
        return json(await(get(path)));
    }

    JsonNode postJson(String path, String body) throws Exception {
        return json(await(post(path, body)));
    }

    static JsonNode json(HttpResponse<Buffer> response) {
        return Require.present("json", Inputs.read(String.valueOf(response.bodyAsString())));
    }

    Stream stream() throws Exception {
        return stream("/ws/2");
    }

    Stream stream(String path) throws Exception {
        return new Stream(path);
    }

    @Override
    public void close() throws Exception {
        client.close();
        await(vertx.close());
    }

    /** A client's side of the WebSocket. */
    final class Stream implements AutoCloseable {
        private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

        /** Held, because Vert.x closes a client that nobody holds. */
        private final WebSocketClient connector =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(1 << 20));

        private final WebSocket socket;

        private final Promise<Void> closed = Promise.promise();

        Stream(String path) throws Exception {
            socket = await(connector
                    .connect(venue.port(), "127.0.0.1", path)
                    .onSuccess(opened -> opened.textMessageHandler(
                                    text -> messages.add(Require.present("json", Inputs.read(text))))
                            .exceptionHandler(_ -> {})
                            .closeHandler(_ -> closed.complete())));
        }

        void send(String text) {
            var _ = socket.writeTextMessage(text);
        }

        void sendBinary(byte[] bytes) {
            var _ = socket.writeBinaryMessage(Buffer.buffer(bytes));
        }

        /** Sends text in one frame, however long it is. */
        void sendFrame(String text) {
            var _ = socket.writeFinalTextFrame(text);
        }

        /** Waits until the venue has closed the connection, and returns the code that it gave. */
        int closeCode() throws Exception {
            await(closed.future());
            Short code = socket.closeStatusCode();
            return code == null ? 1006 : code;
        }

        /** Returns the words beside {@link #closeCode}. */
        String closeReason() {
            return String.valueOf(socket.closeReason());
        }

        /** Reads again. */
        void resume() {
            socket.resume();
        }

        /** Reads nothing any more. */
        void pause() {
            socket.pause();
        }

        void authenticate() throws Exception {
            authenticate("");
        }

        /** @param options further fields of the event, each behind a comma */
        void authenticate(String options) throws Exception {
            String stamp = Long.toString(++nonce);
            String payload = "AUTH" + stamp + stamp;
            send("{\"event\":\"auth\",\"apiKey\":\"" + venue.key() + "\",\"authNonce\":\"" + stamp
                    + "\",\"authPayload\":\"" + payload + "\",\"authSig\":\"" + signatures.sign(payload) + "\""
                    + options + "}");
            var _ = next(message -> message.path("status").asText().equals("OK"));
        }

        /** Subscribes to a book and returns its snapshot's frame. */
        JsonNode book(String symbol, int flags) throws Exception {
            send("{\"event\":\"conf\",\"flags\":" + flags + "}");
            send("{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"" + symbol + "\",\"len\":\"25\"}");
            return next(message -> message.path(1).path(0).isArray());
        }

        /** Returns the next message that is wanted, passing over others. */
        JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); // heartbeats never stop
            while (true) {
                JsonNode message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no such message in " + PATIENCE_SECONDS + " s");
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        }

        /** Returns the next frame of a channel that is no heartbeat. */
        JsonNode frame() throws InterruptedException {
            return next(
                    message -> message.isArray() && !message.path(1).asText().equals("hb"));
        }

        @Override
        public void close() throws Exception {
            await(socket.close().otherwiseEmpty());
        }
    }
}

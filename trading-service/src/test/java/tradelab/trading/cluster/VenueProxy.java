package tradelab.trading.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import tradelab.testing.Await;

/**
 * Stands between one gateway and the venue's REST interface: writes down what passes, and does to calls that carry orders
 * what networks do.
 */
final class VenueProxy {
    /**
     * How often something goes wrong, in parts of a hundred calls.
     *
     * @param unanswered executed, and the answer is lost
     * @param reset the connection breaks, as often before the call as after it
     * @param doubled every part of the answer comes twice
     */
    record Faults(int unanswered, int reset, int doubled) {
        static final Faults NONE = new Faults(0, 0, 0);
    }

    /** A call that carried orders. */
    record Call(long atMillis, String body) {}

    private static final String ORDERS = "/v2/auth/w/order/multi";

    private final HttpServer server;
    private final NetServer sockets;
    private final NetClient socketClient;
    private final HttpClient client;
    private final int venuePort;
    private final String name;
    private final Random random;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private volatile Faults faults = Faults.NONE;

    /** @param name what it calls itself at the venue, so that the venue's journal tells who sent what */
    VenueProxy(Vertx vertx, int venuePort, String name, long seed) {
        this.venuePort = venuePort;
        this.name = name;
        this.random = new Random(seed);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(1_000), new PoolOptions().setHttp1MaxSize(8));
        this.socketClient = vertx.createNetClient();
        this.sockets = Await.await(
                vertx.createNetServer().connectHandler(this::passSocket).listen(0, "127.0.0.1"));
        this.server =
                Await.await(vertx.createHttpServer().requestHandler(this::pass).listen(0, "127.0.0.1"));
    }

    /** The venue's WebSocket, passed on as it is, under this proxy's name. */
    String websocketUrl() {
        return "ws://127.0.0.1:" + sockets.actualPort() + "/ws/2";
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    String name() {
        return name;
    }

    /** Returns the calls that carried orders, in their order. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    void faults(Faults next) {
        faults = next;
    }

    private void passSocket(NetSocket near) {
        var _ = near.pause();
        socketClient
                .connect(venuePort, "127.0.0.1")
                .onFailure(_ -> near.close())
                .onSuccess(far -> {
                    boolean[] named = {false};
                    far.handler(near::write).closeHandler(_ -> near.close());
                    near.handler(bytes -> {
                                var _ = far.write(named[0] ? bytes : named(bytes));
                                named[0] = true;
                            })
                            .closeHandler(_ -> far.close());
                    var _ = near.resume();
                });
    }

    /** A handshake fits into the first bytes that come. */
    private Buffer named(Buffer handshake) {
        return Buffer.buffer(handshake.toString(ISO_8859_1).replaceFirst("\r\n", "\r\nuser-agent: " + name + "\r\n"));
    }

    private void pass(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (!ORDERS.equals(request.path())) {
                var _ = forward(request, body).onSuccess(answer -> reply(request, answer));
                return;
            }
            calls.add(new Call(System.currentTimeMillis(), body.toString()));
            int lot = random.nextInt(100);
            Faults now = faults;
            if (lot < now.unanswered) {
                var _ = forward(request, body); // and nobody hears what came of it
            } else if (lot < now.unanswered + now.reset) {
                if (random.nextBoolean()) {
                    var _ = request.connection().close();
                } else {
                    var _ = forward(request, body)
                            .onComplete(_ -> request.connection().close());
                }
            } else {
                boolean doubled = lot < now.unanswered + now.reset + now.doubled;
                var _ = forward(request, body)
                        .onSuccess(answer -> reply(request, doubled ? doubled(answer) : answer))
                        .onFailure(_ -> request.connection().close());
            }
        });
    }

    private record Answer(int status, Buffer body) {}

    private Future<Answer> forward(HttpServerRequest request, Buffer body) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(venuePort)
                        .setURI(request.uri()))
                .compose(onward -> {
                    for (String name : List.of("content-type", "bfx-apikey", "bfx-nonce", "bfx-signature")) {
                        onward.putHeader(name, request.getHeader(name));
                    }
                    onward.putHeader("user-agent", name);
                    return onward.send(body);
                })
                .compose(response -> response.body().map(answer -> new Answer(response.statusCode(), answer)));
    }

    private static void reply(HttpServerRequest request, Answer answer) {
        request.response()
                .setStatusCode(answer.status)
                .putHeader("content-type", "application/json")
                .end(answer.body);
    }

    private static Answer doubled(Answer answer) {
        JsonArray notification = new JsonArray(answer.body);
        if (answer.status != 200 || !(notification.getValue(4) instanceof JsonArray parts)) {
            return answer;
        }
        JsonArray twice = new JsonArray();
        parts.forEach(part -> twice.add(part).add(part));
        notification.set(4, twice);
        return new Answer(200, notification.toBuffer());
    }
}

package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;

/** The peer over HTTP: reads an order from JSON and answers, without router, metrics, limits or a database. */
final class ParsingServer {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private ParsingServer() {}

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var _ = Awaiting.await(vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    var _ = request.response()
                            .setStatusCode(201)
                            .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                            .end(answer(body));
                }))
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println("parsing-server ready http=" + server.actualPort())));
    }

    /** Returns what looks like the acceptance of the order in {@code body}. */
    static Buffer answer(Buffer body) {
        JsonObject order = new JsonObject(body);
        return Buffer.buffer("{\"outcome\":\"accepted\",\"orderId\":\"T7\",\"account\":\"" + order.getString("account")
                + "\",\"clientOrderId\":\"" + order.getString("clientOrderId")
                + "\",\"sequence\":1,\"duplicate\":false}");
    }
}

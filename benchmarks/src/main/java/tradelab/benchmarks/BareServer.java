package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/**
 * The peer: a Vert.x HTTP server without router, metrics or limits that answers everything with the same bytes. Connections
 * that send nothing are closed after as long as those of services.
 */
final class BareServer {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final int IDLE_SECONDS = 60;

    private BareServer() {}

    /** @param args how many bytes an answer has */
    public static void main(String[] args) {
        Buffer answer = Buffer.buffer("x".repeat(Integer.parseInt(args[0])));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var _ = Awaiting.await(vertx.createHttpServer(new HttpServerOptions()
                        .setTcpNoDelay(true)
                        .setReadIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(request -> {
                    var _ = request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                            .end(answer);
                })
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println("bare-server ready http=" + server.actualPort() + " native="
                        + vertx.isNativeTransportEnabled())));
    }
}

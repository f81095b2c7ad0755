package tradelab.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;

/** Bodies in and answers out for the handlers of {@link HttpApi#hot}, which no router serves. */
public final class HotPath {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private HotPath() {}

    /**
     * Collects the body and hands it over, or refuses one of more than {@code bytesMax} with 413 and ends the
     * connection.
     */
    public static void body(HttpServerRequest request, long bytesMax, Handler<Buffer> handler) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 9 || Long.parseLong(length) > bytesMax)) {
            tooLarge(request, bytesMax, length);
            return;
        }
        Collector collector = new Collector(request, bytesMax, handler);
        request.handler(collector::add);
        request.endHandler(_ -> collector.end());
    }

    private static final class Collector {
        private final HttpServerRequest request;
        private final long bytesMax;
        private final Handler<Buffer> handler;
        private @Nullable Buffer body;
        private boolean refused;

        Collector(HttpServerRequest request, long bytesMax, Handler<Buffer> handler) {
            this.request = request;
            this.bytesMax = bytesMax;
            this.handler = handler;
        }

        void add(Buffer chunk) {
            int before = body == null ? 0 : body.length();
            if (refused || before + chunk.length() > bytesMax) {
                if (!refused) {
                    refused = true;
                    body = null;
                    tooLarge(request, bytesMax, "more");
                }
                return;
            }
            // the usual body is one chunk: it is passed on as it came
            body = body == null
                    ? chunk
                    : (before == 0 ? chunk : Buffer.buffer().appendBuffer(body).appendBuffer(chunk));
        }

        void end() {
            if (!refused) {
                handler.handle(body == null ? Buffer.buffer() : body);
            }
        }
    }

    /** Answers with JSON. */
    public static void reply(HttpServerRequest request, int status, Buffer json) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            var _ = response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(json);
        }
    }

    /** Answers with what went wrong, as operations do. */
    public static void fail(HttpServerRequest request, Throwable cause, String route) {
        reply(request, Failures.reply(request, cause, 500, route));
    }

    /** Answers with {@code reply}. */
    public static void reply(HttpServerRequest request, HttpReply reply) {
        reply.headers().forEach(request.response()::putHeader);
        Object body = reply.body();
        reply(request, reply.status(), body == null ? Buffer.buffer() : Json.write(body));
    }

    private static void tooLarge(HttpServerRequest request, long bytesMax, String got) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        reply(request, Failures.tooLarge(bytesMax, got));
        var _ = request.connection().close();
    }
}

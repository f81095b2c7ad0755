package tradelab.monitor.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Function;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Json;

/** Serves the live stream as server-sent events, which browsers read with {@code EventSource}. */
public final class StreamRoute implements Handler<RoutingContext> {
    /** A browser that lost the stream waits this long before it asks again. */
    private static final String RETRY = "retry: 2000\n\n";

    private record Refusal(String error, String message) {}

    private final Function<Subscriber, Future<Boolean>> subscribe;
    private final Consumer<Subscriber> unsubscribe;

    /**
     * @param subscribe takes a subscriber in; false when there are too many
     * @param unsubscribe is told about one that has left
     */
    public StreamRoute(Function<Subscriber, Future<Boolean>> subscribe, Consumer<Subscriber> unsubscribe) {
        this.subscribe = subscribe;
        this.unsubscribe = unsubscribe;
    }

    @Override
    public void handle(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        Watcher watcher = new Watcher(request.vertx().getOrCreateContext(), response);
        response.closeHandler(_ -> unsubscribe.accept(watcher));
        response.exceptionHandler(_ -> unsubscribe.accept(watcher));
        subscribe.apply(watcher).onComplete(taken -> {
            if (taken.failed()) {
                request.fail(taken.cause());
            } else if (!taken.result()) {
                refuse(response);
            }
        });
    }

    private static void refuse(HttpServerResponse response) {
        FailureKind kind = FailureKind.OVERLOADED;
        response.setChunked(false)
                .setStatusCode(kind.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.RETRY_AFTER, "10")
                .end(Json.write(new Refusal(kind.name(), "too many watch the stream already; try again later")));
    }

    /** Writes on the response's own event loop, whatever thread asks. */
    private static final class Watcher implements Subscriber {
        private final Context context;
        private final HttpServerResponse response;
        private boolean greeted;

        Watcher(Context context, HttpServerResponse response) {
            this.context = context;
            this.response = response;
        }

        @Override
        public Future<Void> write(Buffer message) {
            Promise<Void> written = Promise.promise();
            context.runOnContext(_ -> {
                if (response.ended() || response.closed()) {
                    written.fail("the connection is closed");
                    return;
                }
                Buffer out = greeted ? message : Buffer.buffer(RETRY).appendBuffer(message);
                greeted = true;
                response.write(out).onComplete(written);
            });
            return written.future();
        }

        /** A subscriber that does not read would never see an orderly end: the connection goes. */
        @Override
        public void close() {
            context.runOnContext(_ -> response.reset());
        }
    }
}

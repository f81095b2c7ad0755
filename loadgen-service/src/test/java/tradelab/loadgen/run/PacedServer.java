package tradelab.loadgen.run;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of exactly known capacity: a token each 1 / capacity seconds, a request takes the next one that is free and is
 * answered when its time has come.
 */
final class PacedServer {
    private static final long TICK_MICROS = 500;

    private record Due(HttpServerRequest request, double atNanos) {}

    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private final double tokenNanos;
    private double freeAtNanos;
    private @Nullable EventLoop loop;

    private PacedServer(double capacity) {
        this.tokenNanos = 1e9 / capacity;
    }

    /** Returns the port it listens to. */
    static Future<Integer> listen(Vertx vertx, double capacity) {
        PacedServer server = new PacedServer(capacity);
        return vertx.createHttpServer()
                .requestHandler(server::take)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort);
    }

    private void take(HttpServerRequest request) {
        double now = System.nanoTime();
        freeAtNanos = Math.max(freeAtNanos, now) + tokenNanos;
        boolean idle = due.isEmpty();
        due.add(new Due(request, freeAtNanos));
        if (idle) {
            schedule();
        }
    }

    /** On the event loop that takes the requests, because a server has one unless it is deployed more often. */
    private void schedule() {
        if (loop == null) {
            loop = ((ContextInternal) Objects.requireNonNull(Vertx.currentContext())).nettyEventLoop();
        }
        var _ = loop.schedule(this::answer, TICK_MICROS, TimeUnit.MICROSECONDS);
    }

    private void answer() {
        double now = System.nanoTime();
        while (!due.isEmpty() && due.getFirst().atNanos <= now) {
            var _ = due.removeFirst().request.response().end("ok");
        }
        if (!due.isEmpty()) {
            schedule();
        }
    }
}

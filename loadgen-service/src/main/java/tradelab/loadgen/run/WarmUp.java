package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;

/**
 * A short load of a responder inside this very process, so that the first real arrivals do not wait for classes to be
 * loaded and compiled: cold, they are some hundred milliseconds late, and lateness is what a generator must not have.
 */
public final class WarmUp {
    private static final Duration CLOSED = Duration.ofMillis(600);
    private static final Duration OPEN = Duration.ofMillis(200);
    private static final double OPEN_RATE = 1_000;
    private static final int CONNECTIONS = 4;
    private static final long LOOK_MILLIS = 50;
    private static final int LOOKS_MAX = 30;
    private static final Buffer ANSWER =
            Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\nok\n");

    private WarmUp() {}

    /** Returns when it is done, after about a second; never fails for what the responder does. */
    public static Future<Void> run(Vertx vertx) {
        NetServer responder = vertx.createNetServer(new NetServerOptions()
                .setTcpNoDelay(true)
                .setIdleTimeout(5)
                .setAcceptBacklog(CONNECTIONS)
                .setRegisterWriteHandler(false));
        return responder
                .connectHandler(socket -> socket.handler(_ -> socket.write(ANSWER)))
                .listen(0, "127.0.0.1")
                .compose(server -> load(vertx, server.actualPort(), 0, CLOSED)
                        .compose(_ -> load(vertx, server.actualPort(), OPEN_RATE, OPEN))
                        .eventually(server::close));
    }

    /**
     * Returns when the JVM has compiled what the warm-up asked for, or a second and a half later: its compiler would take
     * processors from the first second of a run.
     */
    public static Future<Void> compiled(Vertx vertx) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        Promise<Void> done = Promise.promise();
        if (compiler == null || !compiler.isCompilationTimeMonitoringSupported()) {
            done.complete();
        } else {
            look(vertx, compiler, compiler.getTotalCompilationTime(), LOOKS_MAX, done);
        }
        return done.future();
    }

    private static void look(Vertx vertx, CompilationMXBean compiler, long before, int looks, Promise<Void> done) {
        vertx.setTimer(LOOK_MILLIS, _ -> {
            long now = compiler.getTotalCompilationTime();
            if (looks == 0 || now - before <= LOOK_MILLIS / 10) {
                done.complete();
            } else {
                look(vertx, compiler, now, looks - 1, done);
            }
        });
    }

    private static Future<Void> load(Vertx vertx, int port, double rate, Duration duration) {
        LoadTest test = LoadTest.of("http://127.0.0.1:" + port + "/", rate, duration, CONNECTIONS);
        LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        return LoadRun.start(vertx, test, setup, _ -> {}).result().mapEmpty();
    }
}

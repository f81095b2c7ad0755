package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import java.util.function.IntFunction;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.honesty.SelfWatch;

/**
 * A short load of a responder inside this very process, so that the first real arrivals do not wait for classes to be
 * loaded and compiled: cold, they are some hundred milliseconds late, and lateness is what a generator must not have.
 */
public final class WarmUp {
    private static final Duration CLOSED = Duration.ofMillis(600);
    private static final Duration OPEN = Duration.ofMillis(200);
    private static final double OPEN_RATE = 1_000;
    /**
     * Longer than a second, the first of which has its statistics taken; and three times as many arrivals as the JVM
     * compiles a method after, because it waits longer while it has much to compile.
     */
    private static final Duration LONG = Duration.ofMillis(1_300);

    private static final double LONG_RATE = 15_000;
    private static final int CONNECTIONS = 4;
    private static final long LOOK_MILLIS = 100;
    private static final int LOOKS_MAX = 30;
    /** In a row. */
    private static final int QUIET_LOOKS = 2;
    /** Processor time of a look in which nothing was compiled; the system counts it in steps of 10 ms. */
    private static final long QUIET_NANOS = 20_000_000;

    private static final Buffer ANSWER =
            Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\nok\n");

    private WarmUp() {}

    /** Returns when it is done, after about a second; never fails for what the responder does. */
    public static Future<Void> run(Vertx vertx) {
        return against(vertx, port -> load(vertx, port, 0, CLOSED).compose(_ -> load(vertx, port, OPEN_RATE, OPEN)));
    }

    /**
     * The same for a process that was started for one run: until nothing is left that the run would be the first to do.
     * Takes one to five seconds more.
     *
     * @param paced whether it has a schedule to keep; without one, what a schedule would teach the compiler of the JVM
     *     costs each request up to a sixth more
     */
    public static Future<Void> thorough(Vertx vertx, boolean paced) {
        return run(vertx)
                .compose(_ ->
                        paced ? against(vertx, port -> load(vertx, port, LONG_RATE, LONG)) : Future.succeededFuture())
                .compose(_ -> compiled(vertx));
    }

    private static Future<Void> against(Vertx vertx, IntFunction<Future<Void>> loads) {
        NetServer responder = vertx.createNetServer(new NetServerOptions()
                .setTcpNoDelay(true)
                .setIdleTimeout(5)
                .setAcceptBacklog(CONNECTIONS)
                .setRegisterWriteHandler(false));
        return responder
                .connectHandler(socket -> socket.handler(_ -> socket.write(ANSWER)))
                .listen(0, "127.0.0.1")
                .compose(server -> loads.apply(server.actualPort()).eventually(server::close));
    }

    /**
     * Returns when this process is busy with nothing any more, or three seconds later: the compiler of the JVM would take
     * processors from the first seconds of a run. What it says itself counts only when a method is done.
     */
    static Future<Void> compiled(Vertx vertx) {
        Promise<Void> done = Promise.promise();
        look(vertx, SelfWatch.processCpuNanos(), QUIET_LOOKS, LOOKS_MAX, done);
        return done.future();
    }

    private static void look(Vertx vertx, long before, int quiet, int looks, Promise<Void> done) {
        vertx.setTimer(LOOK_MILLIS, _ -> {
            long now = SelfWatch.processCpuNanos();
            int left = now - before <= QUIET_NANOS ? quiet - 1 : QUIET_LOOKS;
            if (looks == 0 || left == 0) {
                done.complete();
            } else {
                look(vertx, now, left, looks - 1, done);
            }
        });
    }

    private static Future<Void> load(Vertx vertx, int port, double rate, Duration duration) {
        LoadTest test = LoadTest.of("http://127.0.0.1:" + port + "/", rate, duration, CONNECTIONS);
        LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        return LoadRun.start(vertx, test, setup, _ -> {}).result().mapEmpty();
    }
}

package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;

/** Runs of the engine itself against targets that try to lead it elsewhere; listeners count who comes. */
class GuardedRunsIT {
    private static final String FORBIDDEN = "127.0.0.2";

    @Test
    void aRedirectAndANameThatMovesLeadNowhere() throws Exception {
        Vertx vertx = Vertx.vertx();
        AtomicInteger strangers = new AtomicInteger();
        try {
            NetServer stranger = vertx.createNetServer()
                    .connectHandler(socket -> {
                        strangers.incrementAndGet();
                        var _ = socket.close();
                    })
                    .listen(0, FORBIDDEN)
                    .await(20, TimeUnit.SECONDS);
            String elsewhere = "http://" + FORBIDDEN + ":" + stranger.actualPort() + "/";
            AtomicInteger welcome = new AtomicInteger();
            int port = vertx.createHttpServer()
                    .requestHandler(request -> {
                        int status = List.of(301, 302, 303, 307, 308).get(welcome.getAndIncrement() % 5);
                        var _ = request.response()
                                .setStatusCode(status)
                                .putHeader("location", elsewhere)
                                .putHeader("refresh", "0; url=" + elsewhere)
                                .putHeader("alt-svc", "http/1.1=\"" + FORBIDDEN + ":" + stranger.actualPort() + "\"")
                                .end();
                    })
                    .listen(0, "127.0.0.1")
                    .await(20, TimeUnit.SECONDS)
                    .actualPort();
            AtomicInteger asked = new AtomicInteger();
            // The first answer is what may be loaded, every later one is not.
            TargetGuard guard = TargetGuard.of(List.of("127.0.0.1:" + port, "moving.test:" + port), _ ->
                    new InetAddress[] {InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.1" : FORBIDDEN)});
            for (String scheme : List.of("http", "h2c", "ws", "sse+http")) {
                TestResult result = run(vertx, guard, scheme + "://127.0.0.1:" + port + "/");
                assertThat(result.requests()).isPositive();
                if (scheme.equals("http")) {
                    assertThat(result.requests()).isEqualTo(20);
                    Map<String, Long> kinds = result.operations().getFirst().errorsByKind();
                    assertThat(kinds)
                            .containsOnlyKeys("status_301", "status_302", "status_303", "status_307", "status_308");
                }
            }
            assertThat(run(vertx, guard, "http://moving.test:" + port + "/").requests())
                    .isEqualTo(20);

            assertThat(asked).hasValue(1);
            assertThat(welcome.get()).isPositive();
            assertThat(strangers).hasValue(0);
        } finally {
            var _ = vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static TestResult run(Vertx vertx, TargetGuard guard, String target) throws Exception {
        LoadTest test = LoadTest.of(target, 100, Duration.ofMillis(200), 4);
        return LoadRun.start(vertx, test, LoadRun.Setup.of(guard, EngineBounds.DEFAULT), _ -> {})
                .result()
                .await(60, TimeUnit.SECONDS);
    }
}

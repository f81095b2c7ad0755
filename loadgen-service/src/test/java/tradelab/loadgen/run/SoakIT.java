package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.definition.DefinitionReader;

/** Soaks of a target that keeps what each request brought, and of one that lets it go now and then. */
class SoakIT {
    private static final int KEPT_BYTES = 1_024;
    private static final int LET_GO_AT = 40;
    private static final int ALWAYS_HELD = 200;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }

    /** A server whose held bytes are in its metrics. */
    private static final class Target {
        private final List<byte[]> held = new ArrayList<>();
        private final boolean leaks;

        Target(boolean leaks) {
            this.leaks = leaks;
            for (int i = 0; i < ALWAYS_HELD; i++) {
                held.add(new byte[KEPT_BYTES]);
            }
        }

        void answer(HttpServerRequest request) {
            if ("/metrics".equals(request.path())) {
                var _ = request.response()
                        .end("# TYPE held_bytes gauge\nheld_bytes{pool=\"a\"} " + (double) held.size() * KEPT_BYTES
                                + "\nheld_bytes_max 1\n");
                return;
            }
            held.add(new byte[KEPT_BYTES]);
            if (!leaks && held.size() > ALWAYS_HELD + LET_GO_AT) {
                held.subList(ALWAYS_HELD, held.size()).clear();
            }
            var _ = request.response().end("ok");
        }
    }

    private static ThresholdResult soak(boolean leaks) throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(new Target(leaks)::answer)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
        TestResult result = LoadRun.run(vertx, DefinitionReader.read("soak.yaml", """
            target: http://127.0.0.1:%1$d
            run: endurance
            rate: 100
            duration: 5s
            watch:
              metrics: http://127.0.0.1:%1$d/metrics
              figure: held_bytes
              every: 50ms
              limit: 2000000
            """.formatted(port)), _ -> {})
                .await(60, TimeUnit.SECONDS);
        assertThat(result.requests()).isEqualTo(500);
        ThresholdResult verdict = result.thresholds().getLast();
        System.out.println("soak of a target " + (leaks ? "with" : "without") + " a leak: "
                + (verdict.passed() ? "passed" : "failed") + ", " + verdict.threshold());
        return verdict;
    }

    @Test
    void aPlantedLeakIsFoundWithItsPaceAndTheTimeThatIsLeft() throws Exception {
        ThresholdResult verdict = soak(true);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.threshold()).startsWith("leak: held_bytes grows by").contains("s to its limit");
        assertThat(verdict.measured()).isBetween(60_000.0, 140_000.0);
    }

    @Test
    void aTargetThatLetsGoHasNone() throws Exception {
        ThresholdResult verdict = soak(false);

        assertThat(verdict.passed()).as(verdict.toString()).isTrue();
    }
}

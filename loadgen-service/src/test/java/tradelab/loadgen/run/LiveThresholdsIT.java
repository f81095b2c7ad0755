package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;

class LiveThresholdsIT {
    @SuppressWarnings("NullAway.Init") // these are set before all tests
    private static Vertx vertx;

    private static int port;

    /** From the hundredth arrival on, only errors, in whatever order they come. */
    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(Integer.parseInt(request.uri().substring(1)) >= 100 ? 503 : 200)
                        .end())
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void close() throws Exception {
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }

    private static TestResult run(String yaml) throws Exception {
        String text = "target: http://127.0.0.1:" + port + "\noperations: [{name: get, path: '/${seq}'}]\n" + yaml;
        return LoadRun.run(vertx, DefinitionReader.read("test.yaml", text), _ -> {})
                .await(90, TimeUnit.SECONDS);
    }

    @Test
    void endsTheRunAsSoonAsAWindowBreaks() throws Exception {
        TestResult result = run("""
            rate: 100
            duration: 60s
            thresholds:
              - errors.ratio < 0.5 over 1s abort
            """);

        assertThat(result.durationSeconds()).isLessThan(60);
        assertThat(result.verdict()).isIn("failed", "generator-limited");
        assertThat(result.causes())
                .anyMatch(cause -> cause.startsWith("aborted after 2 s: errors.ratio < 0.5 over 1s"));
        assertThat(result.thresholds().getFirst().measured()).isEqualTo(1);
    }

    @Test
    void judgesAStageByItsOwnSeconds() throws Exception {
        TestResult result = run("""
            schedule:
              shape: stages
              startRate: 50
              stages:
                - {name: early, duration: 1s, target: 50}
                - {name: late, duration: 3s, target: 50}
            thresholds:
              - errors.ratio <= 0 in early
              - errors.ratio < 0.1 in late
              - errors.burn(99) < 14.4 over 1s
            """);

        assertThat(result.requests()).isEqualTo(200);
        StageResult early = result.stages().getFirst();
        StageResult late = result.stages().getLast();
        assertThat(early.offered()).isBetween(49L, 50L); // one is due when the stage ends
        assertThat(early.completed()).isEqualTo(early.offered());
        assertThat(early.errors()).isZero();
        assertThat(early.offered() + late.offered()).isEqualTo(200);
        assertThat(late.errors()).isEqualTo(100);
        assertThat(late.errorsByKind()).containsOnly(Map.entry("status_503", 100L));
        assertThat(late.name() + " from " + late.fromSecond()).isEqualTo("late from 1");
        assertThat(late.seconds()).isBetween(3, 4);
        assertThat(late.responseMillis().max()).isPositive();
        assertThat(Objects.requireNonNull(result.waitMillis()).max())
                .isGreaterThanOrEqualTo(late.waitMillis().max());
        assertThat(result.thresholds().get(0).passed()).isTrue();
        assertThat(result.thresholds().get(1).passed()).isFalse();
        assertThat(result.thresholds().get(2).measured()).isBetween(99.0, 101.0);
    }
}

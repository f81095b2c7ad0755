package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;

/** Tests that bring about faults themselves, on the way to a real server. */
class FaultStepsIT {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Vertx vertx;

    private static int target;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        target = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("ok"))
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void close() throws Exception {
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }

    private static TestResult run(String faults) throws Exception {
        return LoadRun.run(vertx, DefinitionReader.read("faults.yaml", """
            target: http://127.0.0.1:%d
            rate: 100
            duration: 6s
            connections: 256
            timeout: 20s
            faults:
            %s
            """.formatted(target, faults)), _ -> {})
                .await(90, TimeUnit.SECONDS);
    }

    @Test
    void latencyOnTheWayIsFeltWhileItLastsAndNoLonger() throws Exception {
        TestResult result = run("  - {at: 1s, kind: LATENCY, amount: 1000, direction: DOWNSTREAM, timeToLive: 2s}");

        List<IntervalResult> seconds = result.intervals();
        assertThat(result.errors()).isZero();
        assertThat(seconds.get(2).p50Millis()).isGreaterThan(995);
        assertThat(seconds.getFirst().p50Millis()).isLessThan(995);
        assertThat(seconds.getLast().p50Millis()).isLessThan(995);
        assertThat(result.environment().get("faults")).matches("LATENCY 1000 for 2000 ms from [0-9.]+ s");
    }

    @Test
    void aResetIsCountedAndTheRunGoesOnAfterIt() throws Exception {
        TestResult result = run("  - {at: 1s, kind: RESET, timeToLive: 1s}");

        assertThat(result.requests()).isEqualTo(600);
        assertThat(result.errors()).isBetween(1L, 599L);
        assertThat(result.intervals().getLast().errors()).isZero();
    }

    @Test
    void mixedChaosBringsItsFaultsAboutAndTellsWhatHappenedInEachWindow() throws Exception {
        TestResult result = LoadRun.run(vertx, DefinitionReader.read("chaos.yaml", """
            target: http://127.0.0.1:%d
            run: MIXED_CHAOS
            rate: 100
            duration: 12s
            connections: 256
            timeout: 3s
            """.formatted(target)), _ -> {})
                .await(120, TimeUnit.SECONDS);

        List<StageResult> stages = result.stages();
        assertThat(stages)
                .extracting(StageResult::name)
                .containsExactly(
                        "calm",
                        "latency",
                        "after-latency",
                        "slice",
                        "after-slice",
                        "bandwidth",
                        "after-bandwidth",
                        "reset",
                        "after-reset",
                        "black-hole",
                        "after-black-hole");
        assertThat(stages.stream().mapToLong(StageResult::offered).sum()).isEqualTo(result.requests());
        assertThat(stages.stream().mapToLong(StageResult::errors).sum()).isEqualTo(result.errors());
        assertThat(stages.stream()
                        .flatMap(stage -> stage.errorsByKind().values().stream())
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(result.errors());
        assertThat(stages.get(1).responseMillis().p50()).isGreaterThan(30); // 20 to 60 ms each way
        assertThat(result.environment().getOrDefault("faults", "").split("; ", -1))
                .extracting(fault -> fault.split(" ", 2)[0])
                .containsExactly("LATENCY", "SLICE", "BANDWIDTH", "RESET", "BLACK_HOLE");
    }

    @Test
    void aFaultThatCannotBeDoneSpoilsTheResultAndSaysWhy() throws Exception {
        TestResult result = run("  - {at: 100ms, kind: KILL, process: trading-service}");

        assertThat(result.verdict()).isEqualTo("generator-limited");
        assertThat(result.causes())
                .anySatisfy(cause -> assertThat(cause)
                        .contains("fault KILL trading-service", "could not be done", "load generator's service"));
    }

    @Test
    void refusesStepsWithPlaceFieldAndExpectation() {
        assertRefused("  - {kind: EARTHQUAKE}", "faults.yaml:7", "faults[0].kind", "LATENCY");
        assertRefused("  - {kind: LATENCY, amount: 5}", "faults.yaml:7", "faults[0]", "timeToLive");
        assertRefused("  - {kind: LATENCY, timeToLive: 1s}", "faults.yaml:7", "faults[0]", "amount");
        assertRefused("  - {kind: CPU, timeToLive: 1s, amount: 2, process: x}", "faults.yaml:7", "none, because CPU");
        assertRefused("  - {kind: STOP, timeToLive: 1s}", "faults.yaml:7", "the service to harm");
        assertRefused("  - {kind: RESET, timeToLive: 2h}", "faults.yaml:7", "timeToLive");
        assertRefused("  - {kind: RESET, timeToLive: 1s, what: 1}", "faults.yaml:7", "what: unknown field");
    }

    private static void assertRefused(String step, String... parts) {
        assertThatThrownBy(() -> run(step))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
    }
}

package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.loadgen.IterationResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;

/** Runs on three agents that have none of the files which the definition names, and what their results show. */
class AgentFilesIT {
    private static final int AGENTS = 3;
    private static final int ROWS = 600;
    private static final TargetGuard GUARD = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);

    @TempDir
    private Path data;

    private final Vertx vertx = Vertx.vertx();
    private final Vertx engines = Vertx.vertx();
    private final Map<String, Integer> paths = new ConcurrentHashMap<>();
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = vertx.createHttpServer()
                .requestHandler(request -> {
                    paths.merge(String.valueOf(request.path()), 1, Integer::sum);
                    var _ = request.response().end("ok");
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
        for (int i = 0; i < AGENTS; i++) {
            var _ = vertx.deployVerticle(new AgentVerticle(engines, "agent-" + i, GUARD, EngineBounds.DEFAULT))
                    .await(20, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() throws Exception {
        var _ = vertx.close().await(30, TimeUnit.SECONDS);
        var _ = engines.close().await(30, TimeUnit.SECONDS);
    }

    private TestResult run(String definition) throws Exception {
        return DistributedRun.start(
                        vertx,
                        "target: http://127.0.0.1:" + port + "\n" + definition,
                        Optional.of(data),
                        LoadRun.Setup.of(GUARD, EngineBounds.DEFAULT),
                        new DistributedRun.Control(AGENTS, AgentProcess.SILENCE_MAX),
                        _ -> {})
                .result()
                .await(120, TimeUnit.SECONDS);
    }

    /** Rows of some hundred bytes, so that the file takes several pieces. */
    private void orders() throws Exception {
        String filler = "x".repeat(500);
        Files.writeString(
                data.resolve("orders.csv"),
                "sent,id,note\n"
                        + IntStream.range(0, ROWS)
                                .mapToObj(row -> row * 5 + "," + "id" + row + "," + filler)
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void everyRowIsUsedOnceAtItsRecordedTimeByWhomeverOfThem() throws Exception {
        orders();
        TestResult result = run("""
            schedule: {shape: replay, file: orders.csv, column: sent, unit: ms}
            feeds: [{name: order, file: orders.csv, end: stop}]
            operations: [{name: submit, path: "/${feed:order.id}"}]
            agents: 3
            """);
        assertThat(result.errors()).isZero();
        assertThat(result.requests()).isEqualTo(ROWS);
        assertThat(paths)
                .hasSize(ROWS)
                .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        assertThat(result.iterations()).isEqualTo(new IterationResult(ROWS, 0));
        assertThat(result.waitMillis()).isNotNull();
    }

    @Test
    void stagesAndIterationsAreThoseOfOneGenerator() throws Exception {
        String definition = """
            connections: 6
            schedule:
              shape: stages
              stages: [{name: up, duration: 2s, target: 100}, {name: hold, duration: 1s, target: 100}]
            """;
        TestResult shared = run(definition);
        TestResult alone = LoadRun.start(
                        vertx,
                        DefinitionReader.read("t", "target: http://127.0.0.1:" + port + "\n" + definition),
                        LoadRun.Setup.of(GUARD, EngineBounds.DEFAULT),
                        _ -> {})
                .result()
                .await(60, TimeUnit.SECONDS);

        assertThat(shared.stages()).extracting(StageResult::name).containsExactly("up", "hold");
        assertThat(shared.stages().stream().map(StageResult::offered))
                .isEqualTo(alone.stages().stream().map(StageResult::offered).toList());
        assertThat(shared.iterations()).isEqualTo(alone.iterations());
        assertThat(shared.environment().keySet()).isEqualTo(alone.environment().keySet());
    }

    @Test
    void iterationsThatAreCountedAreDividedAmongThem() throws Exception {
        TestResult result = run("options: {vus: 6, iterations: 100, duration: 60s}");

        assertThat(result.requests()).isEqualTo(100);
        assertThat(result.iterations()).isEqualTo(new IterationResult(100, 0));
        assertThat(result.durationSeconds()).isLessThan(60);
    }

    @Test
    void aFileThatIsNotThereIsNamedBeforeAnythingBegins() {
        assertThatThrownBy(() -> run("feeds: [{name: f, file: none.csv}]\nagents: 3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.csv");
        assertThat(paths).isEmpty();
    }
}

package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.AgentReport;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.Permit;

/** Commands, beats and the agent's own timer do not wait until the engine lives. */
class AgentRunTest {
    private final Vertx vertx = Vertx.vertx();
    private final Vertx engines = Vertx.vertx();
    private AgentRun run;

    @BeforeEach
    void open() {
        LoadTest test = DefinitionReader.read("t", "target: http://127.0.0.1:9\nduration: 1s\nagents: 1");
        LoadRun.Setup setup = LoadRun.Setup.of(
                        "run", "t", TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT)
                .within(vertx);
        run = new AgentRun(engines, "a", test, setup, await(Permit.ask(vertx, test, setup, 1)), 0, 1);
    }

    @AfterEach
    void close() {
        var _ = await(vertx.close());
        var _ = await(engines.close());
    }

    @Test
    void isAliveBeforeItsEngineIs() {
        run.lease(System.nanoTime());
        assertThat(await(run.report()).kind()).isEqualTo(AgentReport.Kind.ALIVE);
    }

    @Test
    void canBeGivenUpBeforeItIsPrepared() {
        var _ = await(run.close());
        assertThat(engines.deploymentIDs()).isEmpty();
    }

    @Test
    void takesItsEngineAwayThoughItWasGivenUpMeanwhile() {
        var preparing = run.prepare(_ -> {});
        var _ = await(run.close());
        assertThat(preparing.isComplete()).isTrue();
        assertThat(engines.deploymentIDs()).isEmpty();
    }
}

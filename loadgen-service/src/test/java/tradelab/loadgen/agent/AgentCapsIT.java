package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;

/** An agent's own caps hold, whatever its controller allows. */
class AgentCapsIT {
    private static final TargetGuard GUARD = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);

    private final Vertx vertx = Vertx.vertx();
    private final Vertx engines = Vertx.vertx();
    private final AtomicInteger arrived = new AtomicInteger();
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = vertx.createHttpServer()
                .requestHandler(request -> {
                    var _ = arrived.incrementAndGet();
                    var _ = request.response().end("ok");
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
        EngineBounds capped =
                EngineBounds.DEFAULT.within(new Caps("loadgen.", 500, 64, Duration.ofMinutes(10), Caps.NONE));
        var _ = vertx.deployVerticle(new AgentVerticle(engines, "capped", GUARD, capped))
                .await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        var _ = vertx.close().await(30, TimeUnit.SECONDS);
        var _ = engines.close().await(30, TimeUnit.SECONDS);
    }

    private DistributedRun run(String schedule) {
        return DistributedRun.start(
                vertx,
                "target: http://127.0.0.1:" + port + "\nduration: 60s\n" + schedule,
                Optional.empty(),
                LoadRun.Setup.of(GUARD, EngineBounds.DEFAULT),
                new DistributedRun.Control(1, DistributedRun.Control.SILENCE_MAX_DEFAULT),
                _ -> {});
    }

    @Test
    void aRunWhosePeakIsTooHighIsNotBegun() {
        assertThatThrownBy(() -> run("rate: 51\nrun: SPIKE").result().await(60, TimeUnit.SECONDS))
                .hasMessageContaining("agent capped refused: rate: expected at most loadgen.rate-max 500.0");
        assertThat(arrived).hasValue(0);
    }

    /** Refused before the run has begun, and while the agent is silent, as it may be on a busy machine. */
    private static boolean changed(DistributedRun run) throws Exception {
        return run.change(new Change.Rate(501)).map(true).otherwise(false).await(60, TimeUnit.SECONDS);
    }

    @Test
    void aChangeThatIsTooHighEndsTheRunRatherThanBeingFollowed() throws Exception {
        DistributedRun run = run("rate: 50");
        until(
                "a change that is taken, or the end",
                () -> changed(run) || run.result().isComplete());
        assertThatThrownBy(() -> run.result().await(60, TimeUnit.SECONDS))
                .hasMessageContaining("agent capped refused: rate: expected at most loadgen.rate-max 500.0");
    }
}

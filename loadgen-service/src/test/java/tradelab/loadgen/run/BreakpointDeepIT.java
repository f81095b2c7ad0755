package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.breakpoint.BreakpointSearch.Found;
import tradelab.loadgen.breakpoint.BreakpointSearch.Plan;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;

/** About twelve minutes: twenty searches of a real server whose capacity is known exactly. */
@Tag("deep")
class BreakpointDeepIT {
    /** A queue that grows shows in the median at once; a pause of the machine that both share does not. */
    private static final String OBJECTIVE = "response.p50 < 25";

    private static final int RUNS = Integer.getInteger("tradelab.breakpoint.runs", 20);

    @Test
    void findsTheCapacityOfARealServerInNineteenOfTwentyRunsAndAMinuteEach() throws Exception {
        Random random = new Random(Long.getLong("tradelab.breakpoint.seed", 7));
        int close = 0;
        double longest = 0;
        for (int run = 0; run < RUNS; run++) {
            double capacity = 300 * Math.pow(10, random.nextDouble());
            Found found = search(capacity);
            System.out.printf(
                    "capacity %.1f found %s error %.2f %%%n", capacity, found, 100 * (found.rate() / capacity - 1));
            close += Math.abs(found.rate() / capacity - 1) <= 0.05 ? 1 : 0;
            longest = Math.max(longest, found.seconds());
        }
        System.out.printf("%d of %d within 5 %%, the longest took %.1f s%n", close, RUNS, longest);
        assertThat(close).isGreaterThanOrEqualTo(RUNS * 19 / 20);
        assertThat(longest).isLessThanOrEqualTo(60);
    }

    private static Found search(double capacity) throws Exception {
        Vertx vertx = Vertx.vertx();
        Vertx engines = Vertx.vertx();
        try {
            int port = PacedServer.listen(vertx, capacity).await(20, TimeUnit.SECONDS);
            LoadTest test = LoadTest.of("http://127.0.0.1:" + port + "/", 0, Duration.ofSeconds(1), 64)
                    .keeping(OBJECTIVE);
            LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
            return BreakpointRun.run(engines, setup, test, Plan.DEFAULT, BreakpointDeepIT::print)
                    .await(120, TimeUnit.SECONDS);
        } finally {
            var _ = engines.close().await(20, TimeUnit.SECONDS);
            var _ = vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static void print(TestResult result) {
        System.out.printf(
                "  %8.1f/s for %.0f s: p99 %.2f ms, lag p99 %.2f ms, errors %d, %s%n",
                result.rate(),
                result.durationSeconds(),
                result.responseMillis().p99(),
                result.lagMillis().p99(),
                result.errors(),
                BreakpointRun.outcome(result));
    }
}

package tradelab.benchmarks;

import io.vertx.core.Vertx;
import java.time.Duration;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;

/** A closed loop of HTTP requests for a while, with the processor time that a server spent on it. */
final class HttpPhase {
    private static final LoadRun.Setup BOUNDS =
            LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);

    private final Vertx vertx;
    private final CpuClock cpu;

    HttpPhase(Vertx vertx, CpuClock cpu) {
        this.vertx = vertx;
        this.cpu = cpu;
    }

    /** Runs {@code test}; every answer must be a success. */
    Measure run(LoadTest test) {
        return run(test, LoadRun.Setup.of(BOUNDS.guard(), BOUNDS.bounds()));
    }

    /** The same, with bounds of the caller's. */
    Measure run(LoadTest test, LoadRun.Setup setup) {
        double before = cpu.seconds();
        TestResult result =
                Awaiting.await(LoadRun.start(vertx, test, setup, _ -> {}).result());
        double spent = cpu.seconds() - before;
        return new Measure(
                result.requests() - result.errors(),
                result.errors(),
                result.durationSeconds(),
                spent,
                result.serviceMillis().p50(),
                result.serviceMillis().p99());
    }

    static LoadTest get(int port, String path, int connections, Duration duration) {
        return LoadTest.of("http://127.0.0.1:" + port + path, 0, duration, connections);
    }
}

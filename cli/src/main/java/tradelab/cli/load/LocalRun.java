package tradelab.cli.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tradelab.cli.ExitCode;
import tradelab.cli.local.Awaiting;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.LoadLimits;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.run.ActiveRun;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.SearchRun;
import tradelab.loadgen.run.WarmUp;

/** Runs load tests beside each other in this process, shows them live, and says how they ended. */
final class LocalRun {
    private static final long GRACE_SECONDS = 180;
    private static final long STOP_SECONDS = 20;

    private final LoadLimits limits;
    private final ReportOptions report;
    private final List<ActiveRun> runs = new ArrayList<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    /** There is nothing left to stop, nor an event loop to do it on. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private final CountDownLatch shown = new CountDownLatch(1);

    /**
     * The line that {@code --json} prints.
     *
     * @param thresholds left out if there are none
     */
    record Line(
            long requests,
            long errors,
            double durationSeconds,
            LatencyMillis responseMillis,
            LatencyMillis serviceMillis,
            LatencyMillis lagMillis,
            String verdict,
            List<String> causes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ThresholdResult> thresholds) {
        static Line of(TestResult result) {
            return new Line(
                    result.requests(),
                    result.errors(),
                    result.durationSeconds(),
                    result.responseMillis(),
                    result.serviceMillis(),
                    result.lagMillis(),
                    result.verdict(),
                    result.causes(),
                    result.thresholds());
        }
    }

    private LocalRun(LoadLimits limits, ReportOptions report) {
        this.limits = limits;
        this.report = report;
    }

    /** Returns the exit code. Ctrl-C ends the runs early, with what there is. */
    static int of(List<LoadTest> tests, LoadLimits limits, ReportOptions report) {
        LocalRun local = new LocalRun(limits, report);
        Thread hook = new Thread(local::interrupt, "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return local.run(tests);
    }

    /** Runs in the shutdown hook; the main thread shows the result and halts the process. */
    private void interrupt() {
        interrupted.set(true);
        if (!ended.get()) {
            runs.forEach(ActiveRun::stop);
        }
        try {
            var _ = shown.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(List<LoadTest> tests) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        boolean paced = tests.stream().anyMatch(test -> !test.isClosedLoop());
        var _ = Awaiting.await("the warm-up", WarmUp.thorough(vertx, paced), GRACE_SECONDS);
        System.gc(); // the run shall not pay for what the warm-up left
        long seconds = 0;
        for (LoadTest test : tests) {
            Consumer<IntervalResult> live = report.json() ? _ -> {} : second -> print(tests, test, second);
            runs.add(SearchRun.start(vertx, test, LoadRun.Setup.of(limits.guard(), limits.bounds()), live));
            seconds = Math.max(seconds, test.duration().toSeconds());
        }
        List<TestResult> results = new ArrayList<>();
        for (ActiveRun run : runs) {
            results.add(Awaiting.await("the run", run.result(), seconds + GRACE_SECONDS));
        }
        ended.set(true);
        Future<Void> closed = vertx.close();
        results.forEach(this::report);
        var _ = Awaiting.await("the end", closed, GRACE_SECONDS);
        ResultFiles.write(report.out(), results, runs);
        System.out.flush();
        shown.countDown();
        if (interrupted.get()) {
            return ExitCode.INTERRUPTED;
        }
        boolean passed = results.stream().allMatch(result -> result.verdict().equals("passed"));
        return passed ? ExitCode.PASSED : ExitCode.THRESHOLDS_FAILED;
    }

    private void report(TestResult result) {
        if (report.json()) {
            System.out.println(Json.write(Line.of(result)));
        } else {
            print(result);
        }
    }

    private static void print(List<LoadTest> tests, LoadTest test, IntervalResult second) {
        System.out.printf(
                Locale.ROOT,
                "%s%4d s  offered %7d/s  done %7d/s  errors %5d  p50 %8.2f ms  p99 %8.2f ms  lag p99 %6.2f ms%n",
                tests.size() > 1 ? test.name() + " " : "",
                second.second() + 1,
                second.offered(),
                second.completed(),
                second.errors(),
                second.p50Millis(),
                second.p99Millis(),
                second.lagP99Millis());
    }

    private static void print(TestResult result) {
        System.out.printf(
                Locale.ROOT,
                "%nrequests %d, errors %d, %.1f s, %.0f/s%n",
                result.requests(),
                result.errors(),
                result.durationSeconds(),
                result.requests() / Math.max(1e-3, result.durationSeconds()));
        print("response", result.responseMillis());
        print("service", result.serviceMillis());
        print("lag", result.lagMillis());
        result.thresholds()
                .forEach(threshold -> System.out.printf(
                        Locale.ROOT,
                        "%-6s %s (measured %.3f)%n",
                        threshold.passed() ? "kept" : "BROKEN",
                        threshold.threshold(),
                        threshold.measured()));
        String found = result.environment().get("breakpoint");
        if (found != null) {
            System.out.printf(
                    "breakpoint %s/s, with 95 %% confidence %s to %s/s%n",
                    found,
                    result.environment().get("breakpointLow"),
                    result.environment().get("breakpointHigh"));
        }
        System.out.println("verdict " + result.verdict());
        result.causes().forEach(cause -> System.out.println("  " + cause));
    }

    private static void print(String name, LatencyMillis millis) {
        System.out.printf(
                Locale.ROOT,
                "%-9s mean %.3f  p50 %.3f  p90 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms%n",
                name,
                millis.mean(),
                millis.p50(),
                millis.p90(),
                millis.p99(),
                millis.p999(),
                millis.max());
    }
}

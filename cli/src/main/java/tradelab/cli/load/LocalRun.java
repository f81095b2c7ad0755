package tradelab.cli.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tradelab.cli.ExitCode;
import tradelab.cli.local.Awaiting;
import tradelab.cli.local.EndSignals;
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
import tradelab.loadgen.schedule.Searched;

/** Runs load tests beside each other in this process, shows them live, and says how they ended. */
final class LocalRun {
    private static final long GRACE_SECONDS = 180;

    private final LoadLimits limits;
    private final ReportOptions report;
    private final Terminal terminal = Terminal.standardOutput();
    private final List<ActiveRun> runs = new CopyOnWriteArrayList<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();

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

    /**
     * Returns the exit code. Ctrl-C ends the runs early, with what there is, once what has begun has ended; a second one
     * ends the process.
     */
    static int of(List<LoadTest> tests, LoadLimits limits, ReportOptions report) {
        ResultFiles.requireWritable(report.out());
        LocalRun local = new LocalRun(limits, report);
        try (EndSignals _ = EndSignals.on(local::interrupt, () -> {})) {
            return local.run(tests);
        }
    }

    private void interrupt() {
        interrupted.set(true);
        System.err.println("ending, once what has begun has ended; Ctrl-C again ends at once");
        runs.forEach(ActiveRun::stop);
    }

    private int run(List<LoadTest> tests) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        boolean paced = tests.stream().anyMatch(test -> !test.isClosedLoop());
        var _ = Awaiting.await("the warm-up", WarmUp.thorough(vertx, paced), GRACE_SECONDS);
        System.gc(); // the run shall not pay for what the warm-up left
        LiveTable live = new LiveTable(System.out, terminal, tests);
        long seconds = 0;
        for (int i = 0; i < tests.size() && !interrupted.get(); i++) {
            begin(vertx, tests, i, live);
            seconds = Math.max(seconds, tests.get(i).duration().toSeconds());
        }
        if (interrupted.get()) {
            runs.forEach(ActiveRun::stop); // the signal may have come before they were known
        }
        List<TestResult> results = new ArrayList<>();
        for (ActiveRun run : runs) {
            results.add(Awaiting.await("the run", run.result(), seconds + GRACE_SECONDS));
        }
        Future<Void> closed = vertx.close();
        results.forEach(result -> report(result, tests.size() > 1));
        var _ = Awaiting.await("the end", closed, GRACE_SECONDS);
        ResultFiles.write(report.out(), results, runs);
        if (interrupted.get()) {
            return ExitCode.INTERRUPTED;
        }
        boolean passed = results.stream().allMatch(result -> result.verdict().equals("passed"));
        return passed ? ExitCode.PASSED : ExitCode.THRESHOLDS_FAILED;
    }

    private void begin(Vertx vertx, List<LoadTest> tests, int index, LiveTable live) {
        LoadTest test = tests.get(index);
        LoadRun.Setup setup = LoadRun.Setup.of(limits.guard(), limits.bounds());
        Consumer<IntervalResult> shown = report.json()
                ? _ -> {}
                : second -> live.show(test, second, runs.get(index).progress().iterations());
        runs.add(SearchRun.start(vertx, test, isAlone(tests) ? setup.patiently() : setup, shown));
    }

    /** Whether one schedule is kept from beginning to end; runs beside each other would wait for each other to calm down. */
    private static boolean isAlone(List<LoadTest> tests) {
        return tests.size() == 1
                && !tests.getFirst().isClosedLoop()
                && !(tests.getFirst().shape() instanceof Searched);
    }

    private void report(TestResult result, boolean named) {
        if (report.json()) {
            System.out.println(Json.write(Line.of(result)));
        } else {
            new Summary(System.out, terminal).print(result, named);
        }
    }
}

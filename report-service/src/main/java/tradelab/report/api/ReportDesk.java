package tradelab.report.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.report.RecordedResult;
import tradelab.report.history.ResultHistory;
import tradelab.report.html.SuiteReport;
import tradelab.report.suite.SuiteSummary;

/**
 * Takes results in and hands reports out. Reports are drawn on worker threads, a bounded number at a time; owned by one
 * event loop.
 */
final class ReportDesk {
    private final ResultHistory history;
    private final WorkerExecutor drawing;
    private final int waitingMax;
    private final MeterRegistry meters;
    private final LongSupplier nanoTime;
    private int waiting;

    ReportDesk(
            ResultHistory history,
            WorkerExecutor drawing,
            int waitingMax,
            MeterRegistry meters,
            LongSupplier nanoTime) {
        this.history = history;
        this.drawing = drawing;
        this.waitingMax = waitingMax;
        this.meters = meters;
        this.nanoTime = nanoTime;
    }

    Future<RecordedResult> record(TestResult result) {
        return history.record(result).onSuccess(recorded -> recorded(recorded.duplicate() ? "duplicate" : "new"));
    }

    private void recorded(String outcome) {
        Counter.builder("report.results.recorded")
                .description("Results taken into the history; a duplicate was there before")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    /** One run as a page. */
    Future<String> run(String runId) {
        return limited(() -> history.get(runId)
                .compose(run -> draw("run", () -> SuiteReport.html(summary(run.name(), run.suite(), List.of(run))))));
    }

    /** All runs of a suite as one page. */
    Future<String> suite(String suite) {
        return limited(() -> history.suite(suite)
                .compose(runs -> draw("suite", () -> SuiteReport.html(summary("Suite " + suite, suite, runs)))));
    }

    /** The verdict over all runs of a suite. */
    Future<SuiteAnswer> verdict(String suite) {
        return limited(() -> history.suite(suite).map(runs -> SuiteAnswer.of(suite, runs)));
    }

    /** Whole results are large: only so many may be in memory at once. */
    private <T> Future<T> limited(Supplier<Future<T>> work) {
        if (waiting >= waitingMax) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.OVERLOADED, waitingMax + " reports are being made already"));
        }
        waiting++;
        return work.get().onComplete(_ -> waiting--);
    }

    private Future<String> draw(String report, Supplier<String> html) {
        long began = nanoTime.getAsLong();
        return drawing.executeBlocking(html::get, false)
                .map(page -> Require.present("page", page))
                .onSuccess(_ -> Timer.builder("report.rendered")
                        .description("Reports drawn, from the data in hand to the page")
                        .tag("report", report)
                        .register(meters)
                        .record(nanoTime.getAsLong() - began, TimeUnit.NANOSECONDS));
    }

    /** What the history knows of a suite: its runs, and what all of them ran on. */
    static SuiteSummary summary(String title, String suite, List<TestResult> runs) {
        TestResult first = runs.stream()
                .min(Comparator.comparingLong(TestResult::startedEpochMillis))
                .orElseThrow();
        double end = runs.stream()
                .mapToDouble(run -> run.startedEpochMillis() / 1_000.0 + run.durationSeconds())
                .max()
                .orElseThrow();
        Map<String, String> shared = new TreeMap<>(first.environment());
        runs.forEach(run -> shared.entrySet().retainAll(run.environment().entrySet()));
        String shown = title.length() <= 200 ? title : title.substring(0, 200);
        return new SuiteSummary(
                shown,
                suite,
                first.startedEpochMillis(),
                Math.max(0, end - first.startedEpochMillis() / 1_000.0),
                List.of(),
                runs,
                true,
                shared);
    }
}

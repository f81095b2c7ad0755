package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.breakpoint.BreakpointSearch;
import tradelab.loadgen.breakpoint.BreakpointSearch.Found;
import tradelab.loadgen.breakpoint.BreakpointSearch.Plan;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.schedule.Searched;

/**
 * A search for the breakpoint as a run like any other. Its seconds are those of all tries, one after the other; its
 * figures are those of the fastest try that kept the thresholds, and what was found stands in its environment.
 */
public final class SearchRun implements ActiveRun {
    private static final double ROUGH_PART = 1.0 / 55;
    private static final double TRY_PART = 3.0 / 55;
    private static final double SECONDS_MIN = 0.2;

    private final LoadTest test;
    private final LoadRun.Setup setup;
    private final Consumer<IntervalResult> live;
    private final BreakpointRun search;
    private final Future<TestResult> result;
    private final List<IntervalResult> seconds = new ArrayList<>();
    private @Nullable TestResult best;
    private @Nullable TestResult last;
    private volatile RunProgress before = RunProgress.NONE;

    private SearchRun(Vertx vertx, LoadTest test, LoadRun.Setup setup, Consumer<IntervalResult> live) {
        this.test = test;
        this.setup = setup;
        this.live = live;
        this.search = BreakpointRun.of(
                vertx,
                test,
                setup,
                new BreakpointSearch(plan(test, setup.rateMax(test))),
                new BreakpointRun.Listener(this::second, this::tried));
        this.result = search.search().map(this::result);
    }

    /** Starts a run of {@code test}: a search if it is one, and a load otherwise. */
    public static ActiveRun start(Vertx vertx, LoadTest test, LoadRun.Setup setup, Consumer<IntervalResult> live) {
        return test.shape() instanceof Searched
                ? new SearchRun(vertx, test, setup, live)
                : LoadRun.start(vertx, test, setup, live);
    }

    /** The tries are short beside the whole, so that there is time for enough of them. */
    private static Plan plan(LoadTest test, double rateMax) {
        double budget = test.duration().toNanos() / 1e9;
        return new Plan(
                test.rate(),
                Math.max(test.rate(), Math.min(rateMax, Plan.DEFAULT.rateMax())),
                Math.max(SECONDS_MIN, budget * ROUGH_PART),
                Math.max(SECONDS_MIN, budget * TRY_PART),
                budget);
    }

    @Override
    public String runId() {
        return setup.runId();
    }

    @Override
    public RunProgress progress() {
        RunProgress now = search.progress();
        RunProgress ended = before;
        return new RunProgress(
                ended.offered() + now.offered(),
                ended.completed() + now.completed(),
                ended.errors() + now.errors(),
                ended.iterations() + now.iterations(),
                ended.elapsedSeconds() + now.elapsedSeconds(),
                now.latest());
    }

    @Override
    public Future<TestResult> result() {
        return result;
    }

    @Override
    public void stop() {
        search.stop();
    }

    @Override
    public Future<Long> change(Change change) {
        return Future.failedFuture(new ServiceException(
                FailureKind.CONFLICT, "a search chooses its rates itself; it can only be stopped"));
    }

    private void second(IntervalResult of) {
        IntervalResult moved = new IntervalResult(
                seconds.size(),
                of.offered(),
                of.completed(),
                of.errors(),
                of.p50Millis(),
                of.p90Millis(),
                of.p99Millis(),
                of.maxMillis(),
                of.lagP99Millis());
        seconds.add(moved);
        live.accept(moved);
    }

    private void tried(TestResult once) {
        last = once;
        boolean kept = once.thresholds().stream().allMatch(ThresholdResult::passed);
        if (kept && (best == null || once.rate() > best.rate())) {
            best = once;
        }
        RunProgress ended = before;
        before = new RunProgress(
                ended.offered() + once.requests(),
                ended.completed() + once.requests() - once.errors(),
                ended.errors() + once.errors(),
                ended.iterations()
                        + (once.iterations() == null ? 0 : once.iterations().completed()),
                ended.elapsedSeconds() + once.durationSeconds(),
                ended.latest());
    }

    private TestResult result(Found found) {
        TestResult shown = best == null ? last : best;
        if (shown == null) {
            throw new ServiceException(FailureKind.CONFLICT, "stopped before its first try");
        }
        List<String> causes = new ArrayList<>();
        if (found.rate() <= 0) {
            causes.add("no rate kept the thresholds");
            causes.addAll(shown.causes());
        }
        boolean blind = Double.isInfinite(found.high()) && found.spoilt() > 0 && !search.isStopped();
        if (blind) {
            causes.add(String.format(
                    Locale.ROOT,
                    "the generator or its machine spoilt %d tries: what lies above %.0f/s is unknown",
                    found.spoilt(),
                    found.rate()));
        }
        if (search.isStopped()) {
            causes.add("stopped on request after " + found.tries() + " tries");
        }
        Map<String, String> environment = new LinkedHashMap<>(shown.environment());
        environment.put("model", "search");
        environment.put("breakpoint", figure(found.rate()));
        environment.put("breakpointLow", figure(found.low()));
        environment.put("breakpointHigh", figure(found.high()));
        environment.put("breakpointConfidence", String.format(Locale.ROOT, "%.3f", found.confidence()));
        environment.put("tries", Integer.toString(found.tries()));
        environment.put("triesSpoilt", Integer.toString(found.spoilt()));
        return new TestResult(
                setup.runId(),
                setup.testId(),
                test.suite(),
                test.name(),
                shown.target(),
                shown.startedEpochMillis(),
                shown.durationSeconds(),
                shown.rate(),
                shown.connections(),
                shown.requests(),
                shown.errors(),
                shown.responseMillis(),
                shown.serviceMillis(),
                shown.lagMillis(),
                shown.operations(),
                seconds,
                shown.thresholds(),
                shown.responseHistogram(),
                causes.isEmpty() ? Verdict.PASSED : blind ? Verdict.GENERATOR_LIMITED : Verdict.FAILED,
                causes,
                environment,
                shown.firstByteMillis(),
                shown.waitMillis(),
                List.of(),
                shown.iterations());
    }

    private static String figure(double rate) {
        return Double.isInfinite(rate) ? "unknown" : String.format(Locale.ROOT, "%.0f", rate);
    }
}

package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.breakpoint.BreakpointSearch;
import tradelab.loadgen.breakpoint.BreakpointSearch.Found;
import tradelab.loadgen.breakpoint.BreakpointSearch.Outcome;
import tradelab.loadgen.breakpoint.BreakpointSearch.Plan;
import tradelab.loadgen.breakpoint.BreakpointSearch.Try;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;

/**
 * Searches the breakpoint of a real target: one short run after the other, until the search has had enough. A run that
 * kept the test's thresholds was kept, however late the generator was; one that broke them while the generator's own lag
 * made up half of its slowest responses, and a quarter of all, proves nothing.
 */
public final class BreakpointRun {
    /** What a target must keep if the test names no thresholds. */
    private static final String[] OBJECTIVE = {"response.p99 < 50", "errors.ratio < 0.01"};

    private static final double LAG_SPOILS = 0.5;

    private final Vertx vertx;
    private final LoadTest test;
    private final TargetGuard guard;
    private final BreakpointSearch search;
    private final Consumer<TestResult> tries;

    private BreakpointRun(
            Vertx vertx, LoadTest test, TargetGuard guard, BreakpointSearch search, Consumer<TestResult> tries) {
        this.vertx = vertx;
        this.test = test;
        this.guard = guard;
        this.search = search;
        this.tries = tries;
    }

    /**
     * Searches, after a warm-up.
     *
     * @param test whose target, operations, connections and thresholds are used; its rate and duration are not
     * @param tries hears of each try; on an event loop
     * @return fails with {@link IllegalArgumentException} if the target may not be loaded
     */
    public static Future<Found> run(Vertx vertx, LoadTest test, Plan plan, Consumer<TestResult> tries) {
        LoadTest judged = test.thresholds().isEmpty() ? test.keeping(OBJECTIVE) : test;
        TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);
        BreakpointRun run = new BreakpointRun(vertx, judged, guard, new BreakpointSearch(plan), tries);
        return WarmUp.run(vertx).compose(_ -> run.next());
    }

    private Future<Found> next() {
        Optional<Try> next = search.next();
        if (next.isEmpty()) {
            return Future.succeededFuture(search.found());
        }
        Try attempt = next.get();
        Duration length = Duration.ofNanos((long) (attempt.seconds() * 1e9));
        long began = System.nanoTime();
        LoadTest once = test.at(attempt.rate(), length);
        return LoadRun.start(vertx, once, LoadRun.Setup.of(guard, EngineBounds.DEFAULT), _ -> {})
                .result()
                .compose(result -> {
                    double took = (System.nanoTime() - began) / 1e9;
                    search.told(attempt.rate(), outcome(result), throughput(result), took);
                    tries.accept(result);
                    return next();
                });
    }

    static Outcome outcome(TestResult result) {
        if (result.thresholds().stream().allMatch(ThresholdResult::passed)) {
            return Outcome.KEPT;
        }
        boolean spoilt =
                result.lagMillis().p99() > LAG_SPOILS * result.responseMillis().p99();
        return spoilt ? Outcome.SPOILT : Outcome.BROKEN;
    }

    /** What is still open when the last arrival starts is answered within the longest response. */
    private static double throughput(TestResult result) {
        return (result.requests() - result.errors())
                / (result.durationSeconds() + result.responseMillis().max() / 1e3);
    }
}

package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.breakpoint.BreakpointSearch;
import tradelab.loadgen.breakpoint.BreakpointSearch.Found;
import tradelab.loadgen.breakpoint.BreakpointSearch.Outcome;
import tradelab.loadgen.breakpoint.BreakpointSearch.Plan;
import tradelab.loadgen.breakpoint.BreakpointSearch.Try;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.LoopHealth;

/**
 * Searches the breakpoint of a real target: one short run after the other, until the search has had enough. A run that
 * kept the test's thresholds was kept, however late the generator was; one that broke them while the generator's own lag
 * made up a quarter of its slowest responses, while its connections were too few, or while the machine kept it waiting,
 * proves nothing and is repeated. What the machine took excuses only as much as it was: a target that would have answered
 * far too few with all of its time, too, is broken.
 */
public final class BreakpointRun {
    /** What a target must keep if the test names no thresholds. */
    private static final String[] OBJECTIVE = {"response.p99 < 50", "errors.ratio < 0.01"};

    private static final double LAG_SPOILS = 0.25;
    /** Of a try's time: who lacks this much of a processor has a capacity lower by as much as a breakpoint may be wrong. */
    private static final double LOST_SPOILS = 0.05;
    /** Of the offered rate: who answers less, what was lost added, is over its capacity. */
    private static final double OVER = 0.9;

    private final Vertx vertx;
    private final LoadTest test;
    private final LoadRun.Setup setup;
    private final BreakpointSearch search;
    private final Listener listener;
    private volatile @Nullable LoadRun current;
    private volatile boolean stopped;

    /**
     * Who hears of a search, on an event loop.
     *
     * @param live of each second of each try
     * @param tries of each try
     */
    record Listener(Consumer<IntervalResult> live, Consumer<TestResult> tries) {}

    private BreakpointRun(Vertx vertx, LoadTest test, LoadRun.Setup setup, BreakpointSearch search, Listener listener) {
        this.vertx = vertx;
        this.test = test;
        this.setup = setup;
        this.search = search;
        this.listener = listener;
    }

    /**
     * Searches, after a warm-up.
     *
     * @param setup what may be loaded, and how
     * @param test whose target, operations, connections and thresholds are used; its rate and duration are not
     * @param tries hears of each try; on an event loop
     * @return fails with {@link IllegalArgumentException} if the target may not be loaded
     */
    public static Future<Found> run(
            Vertx vertx, LoadRun.Setup setup, LoadTest test, Plan plan, Consumer<TestResult> tries) {
        BreakpointRun run = of(vertx, test, setup, new BreakpointSearch(plan), new Listener(_ -> {}, tries));
        return WarmUp.run(vertx).compose(_ -> run.search());
    }

    static BreakpointRun of(
            Vertx vertx, LoadTest test, LoadRun.Setup setup, BreakpointSearch search, Listener listener) {
        LoadTest judged = test.thresholds().isEmpty() ? test.keeping(OBJECTIVE) : test;
        return new BreakpointRun(vertx, judged, setup, search, listener);
    }

    Future<Found> search() {
        return next();
    }

    /** Ends the search with what is known. */
    void stop() {
        stopped = true;
        LoadRun running = current;
        if (running != null) {
            running.stop();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Returns how far the try under way is. */
    RunProgress progress() {
        LoadRun running = current;
        return running == null ? RunProgress.NONE : running.progress();
    }

    private Future<Found> next() {
        Optional<Try> next = search.next();
        if (next.isEmpty() || stopped) {
            return Future.succeededFuture(search.found());
        }
        Try attempt = next.get();
        Duration length = Duration.ofNanos((long) (attempt.seconds() * 1e9));
        long began = System.nanoTime();
        LoadTest once = test.at(attempt.rate(), length);
        LoadRun running = LoadRun.start(vertx, once, setup, listener.live());
        current = running;
        return running.result().compose(result -> {
            current = null;
            if (stopped) {
                return next(); // a try cut short says nothing
            }
            double took = (System.nanoTime() - began) / 1e9;
            search.told(attempt.rate(), outcome(result), throughput(result), took);
            listener.tries().accept(result);
            return next();
        });
    }

    static Outcome outcome(TestResult result) {
        if (result.thresholds().stream().allMatch(ThresholdResult::passed)) {
            return Outcome.KEPT;
        }
        double lost = lostSeconds(result) / result.durationSeconds();
        boolean over = throughput(result) < OVER * result.rate() * (1 - lost);
        boolean spoilt = lost > LOST_SPOILS && !over
                || result.lagMillis().p99()
                        > LAG_SPOILS * result.responseMillis().p99()
                || result.causes().stream()
                        .anyMatch(cause -> cause.startsWith(SelfReport.TOO_FEW_CONNECTIONS)
                                || cause.startsWith(LoopHealth.HELD_BACK));
        return spoilt ? Outcome.SPOILT : Outcome.BROKEN;
    }

    private static double lostSeconds(TestResult result) {
        return Double.parseDouble(result.environment().getOrDefault(Results.LOST_SECONDS, "0"));
    }

    /** What is still open when the last arrival starts is answered within the longest response. */
    private static double throughput(TestResult result) {
        return (result.requests() - result.errors())
                / (result.durationSeconds() + result.responseMillis().max() / 1e3);
    }
}

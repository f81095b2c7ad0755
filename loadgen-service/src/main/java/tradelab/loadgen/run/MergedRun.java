package tradelab.loadgen.run;

import java.util.List;
import java.util.function.Consumer;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.Progress;
import tradelab.loadgen.engine.Second;

/** Puts together what several sources measured of one run. Exact, in whatever order they report. */
public final class MergedRun {
    private final LoadTest test;
    private final LoadRun.Setup setup;
    private final LoopStats sum;
    private final LiveThresholds thresholds;
    private final StageFigures stages;
    private final SecondLog log;
    private final Intervals intervals;
    private final long[] offered;
    private String abort = "";

    /**
     * @param sources how many there are
     * @param live hears of each second once all sources have settled it
     */
    public MergedRun(LoadTest test, LoadRun.Setup setup, int sources, Consumer<IntervalResult> live) {
        this.test = test;
        this.setup = setup;
        this.sum = LoopStats.sumOf(test.operations().size());
        this.thresholds = new LiveThresholds(test);
        this.stages = new StageFigures(test);
        this.log = new SecondLog(test);
        this.intervals = new Intervals(sources, (interval, second) -> {
            live.accept(interval);
            stages.settled(interval.second(), second);
            log.settled(interval.second(), second);
            String why = thresholds.settled(interval.second(), second);
            abort = abort.isEmpty() ? why : abort;
        });
        this.offered = new long[sources];
    }

    /** Adds seconds that one source hands over; each second of a source must come once. */
    public void add(int source, List<Second> seconds, int settledBelow) {
        for (Second second : seconds) {
            sum.add(second);
            offered[source] += second.offered();
        }
        intervals.add(source, new Progress(0, 0, 0, settledBelow, seconds));
    }

    /** Tells that a source is gone: nobody waits for it any more. */
    public void lost(int source) {
        add(source, List.of(), Integer.MAX_VALUE);
    }

    /** Returns the seconds of the run, to be read once it has ended. */
    public SecondLog log() {
        return log;
    }

    /** Returns why the run must end, as soon as a threshold that may end it is broken; empty if it goes on. */
    public String abort() {
        return abort;
    }

    /** Returns how many arrivals a source has accounted for. */
    public long offered(int source) {
        return offered[source];
    }

    /** Returns how many sessions, or single operations, have come to their end. */
    public long iterations() {
        return sum.iterations();
    }

    /** Adds why connections of a source failed. */
    public void reasons(List<String> reasons) {
        reasons.forEach(sum::reason);
    }

    /**
     * Judges what there is.
     *
     * @param endNanos when nothing more was intended, in nanoseconds of the test
     * @param lastEndNanos when the last arrival ended
     * @param self what the sources say about themselves; a fault makes the result generator-limited
     * @param stopped why it ended early; empty if it did not
     */
    public TestResult result(
            long startedEpochMillis, long endNanos, long lastEndNanos, SelfReport self, String stopped) {
        boolean mayEndSooner =
                sum.completed() == 0 || test.conduct().manner().population().iterations() > 0;
        boolean sooner = stopped.isEmpty() && mayEndSooner && lastEndNanos > 0;
        double seconds = (sooner ? Math.min(endNanos, lastEndNanos) : endNanos) / 1e9;
        return Results.of(
                test,
                setup,
                startedEpochMillis,
                seconds,
                sum,
                intervals.settled(),
                thresholds.judged(new Figures(test, sum, seconds)),
                stages.results(),
                self,
                stopped);
    }
}

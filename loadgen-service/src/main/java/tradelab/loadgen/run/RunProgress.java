package tradelab.loadgen.run;

import java.util.Arrays;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.loadgen.engine.Progress;

/**
 * How far a run is.
 *
 * @param elapsedSeconds since the first intended arrival
 * @param latest the last second of which everything is known
 */
public record RunProgress(long offered, long completed, long errors, double elapsedSeconds, IntervalResult latest) {
    public static final RunProgress NONE = new RunProgress(0, 0, 0, 0, Figures.quiet(0));

    /** Returns how far a run is after one more second of which everything is known. */
    public RunProgress after(IntervalResult interval) {
        return new RunProgress(
                offered + interval.offered(),
                completed + interval.completed(),
                errors + interval.errors(),
                interval.second() + 1.0,
                interval);
    }

    RunProgress with(IntervalResult interval) {
        return new RunProgress(offered, completed, errors, elapsedSeconds, interval);
    }

    RunProgress with(Progress[] loops, long elapsedNanos) {
        return new RunProgress(
                Arrays.stream(loops).mapToLong(Progress::offered).sum(),
                Arrays.stream(loops).mapToLong(Progress::completed).sum(),
                Arrays.stream(loops).mapToLong(Progress::errors).sum(),
                Math.max(0, elapsedNanos / 1e9),
                latest);
    }
}

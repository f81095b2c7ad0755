package tradelab.loadgen.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.loadgen.engine.Progress;
import tradelab.loadgen.engine.Second;

/**
 * How far a run is.
 *
 * @param iterations sessions, or single operations, that came to their end
 * @param elapsedSeconds since the first intended arrival
 * @param latest the last second of which everything is known
 */
public record RunProgress(
        long offered, long completed, long errors, long iterations, double elapsedSeconds, IntervalResult latest) {
    public static final RunProgress NONE = new RunProgress(0, 0, 0, 0, 0, Figures.quiet(0));

    /**
     * Returns how far a run is after one more second of which everything is known.
     *
     * @param iterationsNow of the whole run
     */
    public RunProgress after(IntervalResult interval, long iterationsNow) {
        return new RunProgress(
                offered + interval.offered(),
                completed + interval.completed(),
                errors + interval.errors(),
                iterationsNow,
                interval.second() + 1.0,
                interval);
    }

    RunProgress with(IntervalResult interval, @Nullable Second second) {
        long ended = second == null ? 0 : second.iterations();
        return new RunProgress(offered, completed, errors, iterations + ended, elapsedSeconds, interval);
    }

    RunProgress with(Progress[] loops, long elapsedNanos) {
        return new RunProgress(
                Arrays.stream(loops).mapToLong(Progress::offered).sum(),
                Arrays.stream(loops).mapToLong(Progress::completed).sum(),
                Arrays.stream(loops).mapToLong(Progress::errors).sum(),
                iterations,
                Math.max(0, elapsedNanos / 1e9),
                latest);
    }
}

package tradelab.loadgen.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.run.RunProgress;
import tradelab.loadgen.run.RunState;
import tradelab.loadgen.run.TestRuns.Entry;

/**
 * A run in short, under way or ended.
 *
 * @param requests arrivals that began
 * @param verdict null until the run has ended, as are latencies
 */
record RunView(
        String runId,
        String testId,
        String name,
        RunState state,
        double elapsedSeconds,
        long requests,
        long errors,
        @Nullable LatencyMillis responseMillis,
        @Nullable LatencyMillis lagMillis,
        @Nullable String verdict,
        List<String> causes) {

    static RunView of(Entry entry) {
        TestResult result = entry.result();
        RunProgress progress = entry.progress();
        List<String> problem = entry.problem().isEmpty() ? List.of() : List.of(entry.problem());
        return new RunView(
                entry.runId(),
                entry.defined().testId(),
                entry.defined().test().name(),
                entry.state(),
                result == null ? progress.elapsedSeconds() : result.durationSeconds(),
                result == null ? progress.offered() : result.requests(),
                result == null ? progress.errors() : result.errors(),
                result == null ? null : result.responseMillis(),
                result == null ? null : result.lagMillis(),
                result == null ? null : result.verdict(),
                result == null ? problem : result.causes());
    }
}

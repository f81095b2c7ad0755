package tradelab.contracts.loadgen;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What a load test measured. Response counts from the intended start of each arrival, service from the moment of
 * sending, lag is the difference that the generator itself is to blame for.
 *
 * @param runId unique for each run
 * @param testId the definition that was run
 * @param suite groups runs that belong together, for example one demo; empty if none
 * @param rate intended arrivals a second; 0 means as fast as possible
 * @param responseHistogram HdrHistogram of response times in nanoseconds, V2 compressed, base64
 * @param verdict {@code passed}, {@code failed} or {@code generator-limited}
 * @param causes why, if not passed
 * @param environment what it ran on: JVM, processors, commit, seed; keys and values as text
 * @param firstByteMillis from sending to the first byte of the answer; null in results that were recorded without it
 * @param waitMillis from being ready to being sent, waiting for a free connection; null in results without it
 * @param stages what each named part of the schedule measured; empty if it has only one
 * @param iterations null in results that were recorded without them
 */
public record TestResult(
        String runId,
        String testId,
        String suite,
        String name,
        String target,
        long startedEpochMillis,
        double durationSeconds,
        double rate,
        int connections,
        long requests,
        long errors,
        LatencyMillis responseMillis,
        LatencyMillis serviceMillis,
        LatencyMillis lagMillis,
        List<OperationResult> operations,
        List<IntervalResult> intervals,
        List<ThresholdResult> thresholds,
        String responseHistogram,
        String verdict,
        List<String> causes,
        Map<String, String> environment,
        @Nullable LatencyMillis firstByteMillis,
        @Nullable LatencyMillis waitMillis,
        List<StageResult> stages,
        @Nullable IterationResult iterations) {

    public static final int INTERVALS_MAX = 86_400;

    public TestResult {
        runId = Require.id("runId", runId);
        testId = Require.id("testId", testId);
        name = Require.text("name", name, 200);
        operations = List.copyOf(operations);
        intervals = List.copyOf(intervals);
        thresholds = List.copyOf(thresholds);
        causes = List.copyOf(causes);
        environment = Map.copyOf(environment);
        stages = stages == null ? List.of() : List.copyOf(stages); // none in results that were recorded without them
        var _unused = Require.range("intervals", intervals.size(), 0, INTERVALS_MAX);
    }
}

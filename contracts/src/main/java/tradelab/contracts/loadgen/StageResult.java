package tradelab.contracts.loadgen;

import java.util.Map;
import tradelab.contracts.Require;

/**
 * One named part of a test's schedule. A second belongs to the stage that it begins in.
 *
 * @param name as the schedule has it
 * @param fromSecond since the test began, the first second that belongs to it
 * @param seconds how many belong to it
 * @param offered arrivals that the schedule intended
 * @param completed requests that got an answer
 * @param errorsByKind as in {@link OperationResult}, of all operations
 */
public record StageResult(
        String name,
        int fromSecond,
        int seconds,
        long offered,
        long completed,
        long errors,
        Map<String, Long> errorsByKind,
        LatencyMillis responseMillis,
        LatencyMillis serviceMillis,
        LatencyMillis waitMillis,
        LatencyMillis lagMillis) {
    public StageResult {
        name = Require.id("stage", name);
        errorsByKind = Map.copyOf(errorsByKind);
    }
}

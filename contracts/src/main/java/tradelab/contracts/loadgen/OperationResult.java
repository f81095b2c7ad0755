package tradelab.contracts.loadgen;

import java.util.Map;

/**
 * What one weighted operation of a test did.
 *
 * @param errorsByKind by kind of failure, for example {@code status_503}, {@code connect}, {@code timeout}
 */
public record OperationResult(
        String name, long requests, long errors, Map<String, Long> errorsByKind, LatencyMillis responseMillis) {
    public OperationResult {
        errorsByKind = Map.copyOf(errorsByKind);
    }
}

package tradelab.contracts.report;

/**
 * A result that is in the history now.
 *
 * @param resultId the history's own id
 * @param duplicate whether the run was recorded before; recording is idempotent by run id
 */
public record RecordedResult(long resultId, String runId, boolean duplicate) {}

package tradelab.report.history;

/**
 * A result as a list shows it.
 *
 * @param resultId the history's own id; newer results have higher ones
 */
public record ResultSummary(
        long resultId,
        String runId,
        String testId,
        String suite,
        String name,
        String target,
        String verdict,
        long startedEpochMillis,
        double durationSeconds,
        double rate,
        long requests,
        long errors,
        double responseP50Millis,
        double responseP99Millis,
        double responseMaxMillis) {}

package tradelab.report.verdict;

import java.util.List;
import tradelab.contracts.loadgen.TestResult;

/**
 * A place where a run hurts, in one sentence.
 *
 * @param run position of the run in its suite, from 0
 * @param text a sentence without the run's name
 */
public record PainPoint(Severity severity, int run, String runName, String text) {
    /** More than this many at once is a list nobody reads. */
    public static final int SHOWN_MAX = 8;

    /** What to read first. */
    public enum Severity {
        HIGH,
        MEDIUM,
        LOW
    }

    /** The places where {@code runs} hurt most, worst first, at most {@link #SHOWN_MAX}. */
    public static List<PainPoint> of(List<TestResult> runs) {
        return PainSearch.over(runs).stream()
                .sorted((one, other) -> one.severity.compareTo(other.severity))
                .limit(SHOWN_MAX)
                .toList();
    }
}

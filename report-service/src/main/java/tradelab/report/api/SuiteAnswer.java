package tradelab.report.api;

import java.util.List;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.verdict.Outcome;
import tradelab.report.verdict.PainPoint;
import tradelab.report.verdict.SuiteVerdict;

/**
 * The verdict over a suite.
 *
 * @param verdict {@code passed}, {@code failed} or {@code generator-limited}
 * @param pains where it hurts most, worst first
 */
record SuiteAnswer(
        String suite,
        String verdict,
        String headline,
        List<String> reasons,
        int thresholdsHeld,
        int thresholds,
        List<PainPoint> pains,
        List<Run> runs) {

    /** One run of the suite. */
    record Run(String runId, String name, String verdict, long requests, long errors, double responseP99Millis) {}

    static SuiteAnswer of(String suite, List<TestResult> runs) {
        SuiteVerdict verdict = SuiteVerdict.of(runs);
        return new SuiteAnswer(
                suite,
                verdict.outcome().text(),
                verdict.headline(),
                verdict.reasons(),
                verdict.thresholdsHeld(),
                verdict.thresholds(),
                PainPoint.of(runs),
                runs.stream()
                        .map(run -> new Run(
                                run.runId(),
                                run.name(),
                                Outcome.of(run).text(),
                                run.requests(),
                                run.errors(),
                                run.responseMillis().p99()))
                        .toList());
    }
}

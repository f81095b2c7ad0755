package tradelab.report.html;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.suite.Fact;
import tradelab.report.suite.SuiteSummary;
import tradelab.report.verdict.Outcome;
import tradelab.report.verdict.PainPoint;
import tradelab.report.verdict.SuiteVerdict;

/**
 * The report of a suite: one HTML file that needs nothing else, or the same as JSON. Pure: the same summary always gives
 * the same bytes.
 */
public final class SuiteReport {
    /** What the JSON form calls itself; a change that breaks readers gets a new one. */
    static final String FORMAT = "tradelab.suite.v1";

    /** The policy that a server should send with the page; the page carries the same one itself. */
    public static final String CONTENT_SECURITY_POLICY = Page.POLICY;

    private SuiteReport() {}

    /** Returns the report as one self-contained HTML document. */
    public static String html(SuiteSummary summary) {
        return new Page(summary, verdict(summary)).write();
    }

    /** Returns the report's figures as JSON: {@link Document}. */
    public static Buffer json(SuiteSummary summary) {
        return Json.write(document(summary));
    }

    /** Returns what {@link #json} writes, as a value. */
    public static Document document(SuiteSummary summary) {
        SuiteVerdict verdict = verdict(summary);
        return new Document(
                FORMAT,
                summary.title(),
                summary.suite(),
                verdict.outcome() == Outcome.PASSED,
                verdict.outcome().text(),
                verdict.headline(),
                verdict.reasons(),
                verdict.thresholdsHeld(),
                verdict.thresholds(),
                PainPoint.of(summary.results()),
                summary.startedEpochMillis(),
                summary.durationSeconds(),
                summary.facts(),
                summary.environment(),
                summary.results());
    }

    /** Returns the verdict that both forms show: runs and facts together, never better than the caller's own. */
    public static SuiteVerdict verdict(SuiteSummary summary) {
        List<String> others = new ArrayList<>();
        for (Fact fact : summary.wrongFacts()) {
            others.add(fact.section() + ": " + fact.name() + " is wrong: " + fact.value());
        }
        SuiteVerdict verdict = SuiteVerdict.of(summary.results(), others);
        if (verdict.outcome() != Outcome.PASSED || summary.passed()) {
            return verdict;
        }
        return SuiteVerdict.of(
                summary.results(),
                List.of("Whoever ran the suite counted it as failed, though nothing here shows why."));
    }

    /**
     * The JSON form.
     *
     * @param passed the same as {@code verdict} being {@code passed}
     * @param pains where it hurts most, worst first
     */
    public record Document(
            String format,
            String title,
            String suite,
            boolean passed,
            String verdict,
            String headline,
            List<String> reasons,
            int thresholdsHeld,
            int thresholds,
            List<PainPoint> pains,
            long startedEpochMillis,
            double durationSeconds,
            List<Fact> facts,
            java.util.Map<String, String> environment,
            List<TestResult> results) {}
}

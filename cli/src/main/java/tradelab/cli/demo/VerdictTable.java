package tradelab.cli.demo;

import java.util.List;
import java.util.Locale;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.suite.Fact;
import tradelab.report.suite.SuiteSummary;

/** What the demo prints at its end. */
final class VerdictTable {
    private static final int CAUSES_SHOWN = 2;

    private VerdictTable() {}

    static String of(SuiteSummary summary) {
        StringBuilder text = new StringBuilder(1_024);
        text.append(String.format(
                Locale.ROOT,
                "%n%-26s %8s %8s %7s %9s %9s  %s%n",
                "test",
                "rate/s",
                "done",
                "errors",
                "p50 ms",
                "p99 ms",
                "verdict"));
        summary.results().forEach(result -> append(text, result));
        String section = "";
        for (Fact fact : summary.facts()) {
            if (!fact.section().equals(section)) {
                section = fact.section();
                text.append(System.lineSeparator()).append(section).append(System.lineSeparator());
            }
            append(text, fact);
        }
        text.append(System.lineSeparator())
                .append(summary.passed() ? "PASSED" : "FAILED")
                .append(System.lineSeparator());
        return text.toString();
    }

    private static void append(StringBuilder text, TestResult result) {
        text.append(String.format(
                Locale.ROOT,
                "%-26s %8.0f %8d %7d %9.2f %9.2f  %s%n",
                result.name(),
                result.rate(),
                result.requests(),
                result.errors(),
                result.responseMillis().p50(),
                result.responseMillis().p99(),
                result.verdict()));
        List<String> causes = result.causes();
        causes.stream()
                .limit(CAUSES_SHOWN)
                .forEach(cause -> text.append(String.format(Locale.ROOT, "    %s%n", cause)));
        if (causes.size() > CAUSES_SHOWN) {
            text.append(String.format(Locale.ROOT, "    and %d more, in the report%n", causes.size() - CAUSES_SHOWN));
        }
    }

    private static void append(StringBuilder text, Fact fact) {
        String mark = fact.ok() == null ? " " : Boolean.TRUE.equals(fact.ok()) ? "+" : "!";
        text.append(String.format(Locale.ROOT, "%s %-44s %s%n", mark, fact.name(), fact.value()));
    }
}

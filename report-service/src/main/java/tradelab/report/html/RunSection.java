package tradelab.report.html;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.chart.RunCharts;
import tradelab.report.markup.Attributes;
import tradelab.report.markup.Markup;
import tradelab.report.suite.SuiteSummary;
import tradelab.report.verdict.Outcome;
import tradelab.report.verdict.Words;

/** Everything about one run: charts, operations, errors, and whether the generator can be believed. */
final class RunSection {
    /** A run with more operations than this shows the busiest. */
    static final int OPERATIONS_SHOWN_MAX = 100;

    private static final int ERROR_KINDS_SHOWN_MAX = 20;

    /** Lag below this share of the response time does not change what the response time says. */
    private static final double LAG_SHARE_FINE = 0.10;

    private final Markup markup;
    private final Tables tables;
    private final SuiteSummary summary;
    private final TestResult run;
    private final int position;

    RunSection(Markup markup, SuiteSummary summary, TestResult run, int position) {
        this.markup = markup;
        this.tables = new Tables(markup, summary);
        this.summary = summary;
        this.run = run;
        this.position = position;
    }

    /** Where a run is on the page. */
    static String anchor(int position) {
        return "run-" + position;
    }

    static String offered(TestResult run) {
        return run.rate() > 0 ? Words.number(run.rate()) + "/s" : "as fast as possible";
    }

    void write() {
        Outcome outcome = Outcome.of(run);
        markup.in("section.run", Attributes.of("id", anchor(position)), () -> {
            markup.in("h2", () -> {
                markup.leaf("span.badge." + Page.look(outcome), Page.verdictWord(outcome));
                markup.text(" " + run.name());
            });
            markup.leaf("p.target", target());
            if (!run.causes().isEmpty()) {
                markup.in("ul.reasons", () -> run.causes().forEach(cause -> markup.leaf("li", cause)));
            }
            figures();
            RunCharts charts = new RunCharts(markup, run);
            markup.in("div.charts", () -> {
                charts.throughput();
                charts.latency();
                charts.percentiles();
                charts.lag();
            });
            operations();
            errors();
            honesty();
            seconds();
            ownEnvironment();
        });
    }

    private String target() {
        return run.target() + " · " + offered(run) + (run.rate() > 0 ? " offered" : "") + " over "
                + Words.count(run.connections(), "connection") + " for " + Words.duration(run.durationSeconds())
                + " · run " + run.runId();
    }

    private void figures() {
        LatencyMillis response = run.responseMillis();
        markup.in("dl.figures", () -> {
            figure("answered", Words.number(Page.completedRate(run)) + "/s");
            figure("p50", Words.millis(response.p50()));
            figure("p90", Words.millis(response.p90()));
            figure("p99", Words.millis(response.p99()));
            figure("p99.9", Words.millis(response.p999()));
            figure("max", Words.millis(response.max()));
            figure("failed", Words.count(run.errors()));
        });
    }

    private void figure(String name, String value) {
        markup.in("div", () -> {
            markup.leaf("dt", name);
            markup.leaf("dd", value);
        });
    }

    private void operations() {
        if (run.operations().isEmpty()) {
            return;
        }
        List<OperationResult> busiest = run.operations().stream()
                .sorted(Comparator.comparingLong(OperationResult::requests).reversed())
                .toList();
        markup.leaf("h3", "Operations");
        tables.table(
                "table.operations",
                List.of("operation", "requests", "failed", "p50", "p90", "p99", "p99.9", "max"),
                () -> busiest.stream()
                        .limit(OPERATIONS_SHOWN_MAX)
                        .forEach(operation -> markup.in(operation.errors() > 0 ? "tr.troubled" : "tr", () -> {
                            markup.in("td", () -> markup.leaf("code", operation.name()));
                            tables.number(Words.count(operation.requests()));
                            tables.number(failed(operation));
                            LatencyMillis latency = operation.responseMillis();
                            tables.number(Words.millis(latency.p50()));
                            tables.number(Words.millis(latency.p90()));
                            tables.number(Words.millis(latency.p99()));
                            tables.number(Words.millis(latency.p999()));
                            tables.number(Words.millis(latency.max()));
                        })));
        if (busiest.size() > OPERATIONS_SHOWN_MAX) {
            markup.leaf(
                    "p.note",
                    "The busiest " + OPERATIONS_SHOWN_MAX + " of " + Words.count(busiest.size(), "operation") + ".");
        }
    }

    private static String failed(OperationResult operation) {
        return operation.errors() == 0
                ? "0"
                : Words.count(operation.errors()) + " ("
                        + Words.percent((double) operation.errors() / Math.max(1, operation.requests())) + ")";
    }

    private void errors() {
        Map<String, Long> byKind = new HashMap<>();
        run.operations()
                .forEach(operation ->
                        operation.errorsByKind().forEach((kind, count) -> byKind.merge(kind, count, Long::sum)));
        if (byKind.isEmpty()) {
            return;
        }
        long all = byKind.values().stream().mapToLong(Long::longValue).sum();
        markup.leaf("h3", "Errors by kind");
        tables.table(
                "table.errors",
                List.of("kind", "times", "share of errors", "where"),
                () -> byKind.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(ERROR_KINDS_SHOWN_MAX)
                        .forEach(kind -> markup.in("tr", () -> {
                            markup.in("td", () -> markup.leaf("code", kind.getKey()));
                            tables.number(Words.count(kind.getValue()));
                            tables.number(Words.percent((double) kind.getValue() / Math.max(1, all)));
                            markup.leaf("td", where(kind.getKey()));
                        })));
    }

    /** The operations that met this kind of error, the worst first. */
    private String where(String kind) {
        List<OperationResult> met = run.operations().stream()
                .filter(operation -> operation.errorsByKind().getOrDefault(kind, 0L) > 0)
                .sorted(Comparator.comparingLong((OperationResult operation) ->
                                operation.errorsByKind().getOrDefault(kind, 0L))
                        .reversed())
                .toList();
        String first = String.join(
                ", ", met.stream().limit(3).map(OperationResult::name).toList());
        return met.size() > 3 ? first + " and " + (met.size() - 3) + " more" : first;
    }

    private void honesty() {
        markup.leaf("h3", "Can the generator be believed?");
        markup.leaf("p", honestyText());
        tables.table("table.times", List.of("", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"), () -> {
            times("response, from the intended start", run.responseMillis());
            times("service, from sending", run.serviceMillis());
            times("generator lag", run.lagMillis());
        });
    }

    private String honestyText() {
        double lag = run.lagMillis().p99();
        double response = run.responseMillis().p99();
        if (Outcome.of(run) == Outcome.GENERATOR_LIMITED) {
            return "No. It could not keep its own schedule (lag p99 " + Words.millis(lag)
                    + "): give it more processors or less load, then run again.";
        }
        if (run.requests() == 0 || response <= 0) {
            return "Nothing was measured.";
        }
        String share = Words.wholePercent(lag / response);
        return lag <= response * LAG_SHARE_FINE
                ? "Yes. At p99 requests left " + Words.millis(lag) + " late, " + share
                        + " of the measured response time; the rest is the target's."
                : "With care. At p99 requests left " + Words.millis(lag) + " late, " + share
                        + " of the measured response time. The target is at least as good as shown.";
    }

    private void times(String name, LatencyMillis latency) {
        markup.in("tr", () -> {
            markup.leaf("th", Attributes.of("scope", "row"), name);
            tables.number(Words.millis(latency.mean()));
            tables.number(Words.millis(latency.p50()));
            tables.number(Words.millis(latency.p90()));
            tables.number(Words.millis(latency.p95()));
            tables.number(Words.millis(latency.p99()));
            tables.number(Words.millis(latency.p999()));
            tables.number(Words.millis(latency.max()));
        });
    }

    private void seconds() {
        new SecondsTable(markup, tables, run.intervals()).write();
    }

    /** Only what differs from what all runs share. */
    private void ownEnvironment() {
        Map<String, String> own = new HashMap<>(run.environment());
        own.entrySet().removeAll(summary.environment().entrySet());
        if (!own.isEmpty()) {
            markup.in("details", () -> {
                markup.leaf("summary", "What this run alone ran on");
                tables.environment(own);
            });
        }
    }
}

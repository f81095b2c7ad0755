package tradelab.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.report.markup.Attributes;
import tradelab.report.markup.Markup;
import tradelab.report.suite.Fact;
import tradelab.report.suite.SuiteSummary;
import tradelab.report.verdict.Margin;
import tradelab.report.verdict.Outcome;
import tradelab.report.verdict.Words;

/** The tables about all runs together: thresholds, runs at a glance, facts, environment. */
final class Tables {
    private final Markup markup;
    private final SuiteSummary summary;

    Tables(Markup markup, SuiteSummary summary) {
        this.markup = markup;
        this.summary = summary;
    }

    void verdicts() {
        List<TestResult> results = summary.results();
        if (results.stream().allMatch(run -> run.thresholds().isEmpty())) {
            return;
        }
        markup.in("section", () -> {
            markup.leaf("h2", "Thresholds");
            table("table.verdicts", List.of("run", "threshold", "measured", "limit", "margin", ""), () -> {
                for (int i = 0; i < results.size(); i++) {
                    TestResult run = results.get(i);
                    String anchor = "#" + RunSection.anchor(i);
                    run.thresholds().forEach(threshold -> verdict(run, anchor, threshold));
                }
            });
        });
    }

    private void verdict(TestResult run, String anchor, ThresholdResult threshold) {
        Optional<Margin> margin = Margin.of(threshold);
        boolean limited = Outcome.of(run) == Outcome.GENERATOR_LIMITED;
        markup.in(limited ? "tr.limited" : threshold.passed() ? "tr.passed" : "tr.failed", () -> {
            markup.in("td", () -> markup.leaf("a", Attributes.of("href", anchor), run.name()));
            markup.in("td", () -> markup.leaf("code", threshold.threshold()));
            String unit = margin.map(Margin::unit).orElse("");
            number(Words.quantity(threshold.measured(), unit));
            number(margin.map(known -> Words.quantity(known.limit(), unit)).orElse("–"));
            markup.in("td.margin", () -> margin.ifPresent(this::margin));
            markup.in(
                    "td.mark",
                    () -> markup.leaf(
                            threshold.passed() ? "span.badge.passed" : "span.badge.failed",
                            threshold.passed() ? "✓ held" : "✗ broken"));
        });
    }

    /** How much of the allowance is used; for a lower bound, how much of the demand is met. */
    private void margin(Margin margin) {
        if (margin.limit() == 0) {
            markup.text("none allowed");
            return;
        }
        double used = Math.clamp(margin.measured() / margin.limit(), 0, 1.5);
        boolean broken = margin.share() < 0;
        Attributes box = Attributes.of("viewBox", "0 0 150 10").and("aria-hidden", "true");
        markup.in("svg.gauge", box, () -> {
            gaugePart("track", 0, 150);
            gaugePart(broken ? "over" : "fill", 0, used * 100);
            gaugePart("stop", 99, 2);
        });
        double share = Math.abs(margin.share());
        String beyond = share > 10 ? "more than 10 times" : Words.wholePercent(share);
        markup.leaf("span", beyond + (broken ? margin.upper() ? " over" : " short" : " to spare"));
    }

    private void gaugePart(String look, double x, double width) {
        markup.empty(
                "rect." + look,
                Attributes.NONE.and("x", x).and("y", 0).and("width", width).and("height", 10));
    }

    void runs() {
        if (summary.results().size() < 2) {
            return;
        }
        List<String> heads =
                List.of("run", "answered", "offered", "requests", "failed", "p50", "p90", "p99", "max", "");
        markup.in("section", () -> {
            markup.leaf("h2", "Runs at a glance");
            table("table.runs", heads, () -> {
                for (int i = 0; i < summary.results().size(); i++) {
                    TestResult run = summary.results().get(i);
                    Attributes link = Attributes.of("href", "#" + RunSection.anchor(i));
                    markup.in("tr", () -> {
                        markup.in("td", () -> markup.leaf("a", link, run.name()));
                        number(Words.number(Page.completedRate(run)) + "/s");
                        number(RunSection.offered(run));
                        number(Words.count(run.requests()));
                        number(Words.count(run.errors()));
                        number(Words.millis(run.responseMillis().p50()));
                        number(Words.millis(run.responseMillis().p90()));
                        number(Words.millis(run.responseMillis().p99()));
                        number(Words.millis(run.responseMillis().max()));
                        Outcome outcome = Outcome.of(run);
                        markup.in(
                                "td.mark",
                                () -> markup.leaf("span.badge." + Page.look(outcome), Page.verdictWord(outcome)));
                    });
                }
            });
        });
    }

    void facts() {
        if (summary.facts().isEmpty()) {
            return;
        }
        Map<String, List<Fact>> bySection = new LinkedHashMap<>();
        for (Fact fact : summary.facts()) {
            bySection.computeIfAbsent(fact.section(), _ -> new ArrayList<>()).add(fact);
        }
        markup.in("section", () -> {
            markup.leaf("h2", "Facts");
            markup.in(
                    "div.facts",
                    () -> bySection.forEach((section, facts) -> markup.in("div", () -> {
                        markup.leaf("h3", section);
                        markup.in("table", () -> markup.in("tbody", () -> facts.forEach(this::fact)));
                    })));
        });
    }

    private void fact(Fact fact) {
        Boolean ok = fact.ok();
        markup.in(fact.wrong() ? "tr.failed" : "tr", () -> {
            markup.leaf("th", Attributes.of("scope", "row"), fact.name());
            markup.leaf("td.n", fact.value());
            markup.in("td.mark", () -> {
                if (ok != null) {
                    markup.leaf(ok ? "span.badge.passed" : "span.badge.failed", ok ? "✓ right" : "✗ wrong");
                }
            });
        });
    }

    void environment() {
        if (summary.environment().isEmpty()) {
            return;
        }
        markup.in("section", () -> {
            markup.leaf("h2", "What it ran on");
            environment(summary.environment());
        });
    }

    void environment(Map<String, String> environment) {
        markup.in(
                "div.scroll",
                () -> markup.in(
                        "table.environment",
                        () -> markup.in("tbody", () -> {
                            for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
                                markup.in("tr", () -> {
                                    markup.leaf("th", Attributes.of("scope", "row"), entry.getKey());
                                    markup.leaf("td", entry.getValue());
                                });
                            }
                        })));
    }

    /** A table that scrolls by itself on a narrow screen. */
    void table(String tag, List<String> heads, Runnable rows) {
        markup.in(
                "div.scroll",
                () -> markup.in(tag, () -> {
                    markup.in(
                            "thead",
                            () -> markup.in("tr", () -> {
                                for (String head : heads) {
                                    markup.leaf("th", Attributes.of("scope", "col"), head);
                                }
                            }));
                    markup.in("tbody", rows);
                }));
    }

    void number(String text) {
        markup.leaf("td.n", text);
    }
}

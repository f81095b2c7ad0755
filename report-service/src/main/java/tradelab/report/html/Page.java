package tradelab.report.html;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.markup.Asset;
import tradelab.report.markup.Attributes;
import tradelab.report.markup.Markup;
import tradelab.report.suite.SuiteSummary;
import tradelab.report.verdict.Outcome;
import tradelab.report.verdict.PainPoint;
import tradelab.report.verdict.SuiteVerdict;
import tradelab.report.verdict.Words;

/** The page from top to bottom: what a hurried reader needs comes first, evidence after. */
final class Page {
    private static final Asset STYLE = Asset.style(Page.class, "report.css");
    private static final Asset SCRIPT = Asset.script(Page.class, "report.js");

    /** Nothing may be fetched; only our own style and script, by hash, may run. */
    static final String POLICY = "default-src 'none'; style-src " + STYLE.source() + "; script-src " + SCRIPT.source()
            + "; base-uri 'none'; form-action 'none'";

    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long LATEST_EPOCH_MILLIS = 253_402_300_799_999L;

    private final SuiteSummary summary;
    private final SuiteVerdict verdict;
    private final Markup markup = new Markup();

    Page(SuiteSummary summary, SuiteVerdict verdict) {
        this.summary = summary;
        this.verdict = verdict;
    }

    String write() {
        markup.doctype();
        markup.in("html", Attributes.of("lang", "en"), () -> {
            markup.in("head", this::head);
            markup.in("body", () -> {
                markup.in("main", this::sections);
                markup.asset(SCRIPT);
            });
        });
        return markup.written();
    }

    private void head() {
        markup.empty("meta", Attributes.of("charset", "utf-8"));
        markup.empty(
                "meta", Attributes.of("http-equiv", "Content-Security-Policy").and("content", POLICY));
        markup.empty("meta", Attributes.of("name", "viewport").and("content", "width=device-width, initial-scale=1"));
        markup.empty("meta", Attributes.of("name", "color-scheme").and("content", "light dark"));
        markup.empty("meta", Attributes.of("name", "referrer").and("content", "no-referrer"));
        markup.leaf("title", verdictWord(verdict.outcome()) + ": " + summary.title());
        markup.asset(STYLE);
    }

    private void sections() {
        masthead();
        tiles();
        pains();
        new Tables(markup, summary).verdicts();
        new Tables(markup, summary).runs();
        new Tables(markup, summary).facts();
        List<TestResult> results = summary.results();
        for (int i = 0; i < results.size(); i++) {
            new RunSection(markup, summary, results.get(i), i).write();
        }
        new Tables(markup, summary).environment();
        reading();
    }

    private void masthead() {
        markup.in("header." + look(verdict.outcome()), () -> {
            markup.leaf("p.eyebrow", summary.title());
            markup.in("h1", () -> {
                markup.leaf("span.badge." + look(verdict.outcome()), verdictWord(verdict.outcome()));
                markup.leaf("span.headline", verdict.headline());
            });
            if (!verdict.reasons().isEmpty()) {
                markup.in(
                        "ul.reasons",
                        () -> verdict.reasons().stream()
                                .limit(PainPoint.SHOWN_MAX)
                                .forEach(reason -> markup.leaf("li", reason)));
            }
            markup.leaf("p.when", when());
        });
    }

    private String when() {
        long started = summary.startedEpochMillis();
        String start = started < 0 || started > LATEST_EPOCH_MILLIS
                ? "at an unknown time"
                : STARTED.format(Instant.ofEpochMilli(started));
        String suite = summary.suite().isBlank() ? "" : " · suite " + summary.suite();
        return start + " · took " + Words.duration(summary.durationSeconds()) + suite;
    }

    private void tiles() {
        List<TestResult> runs = summary.results();
        if (runs.isEmpty()) {
            return;
        }
        long requests = runs.stream().mapToLong(TestResult::requests).sum();
        long errors = runs.stream().mapToLong(TestResult::errors).sum();
        double best = runs.stream().mapToDouble(Page::completedRate).max().orElse(0);
        double p99 = runs.stream()
                .mapToDouble(run -> run.responseMillis().p99())
                .max()
                .orElse(0);
        double lag =
                runs.stream().mapToDouble(run -> run.lagMillis().p99()).max().orElse(0);
        markup.in("dl.tiles", () -> {
            tile("thresholds held", verdict.thresholdsHeld() + " of " + verdict.thresholds(), "");
            tile("requests", Words.count(requests), "in " + Words.count(runs.size(), "run"));
            tile("highest throughput", Words.number(best) + "/s", "answered, mean of a run");
            tile("worst p99", Words.millis(p99), "response, from the intended start");
            tile("failed requests", Words.count(errors), requests > 0 ? Words.percent((double) errors / requests) : "");
            tile("generator lag p99", Words.millis(lag), "worst of all runs");
        });
    }

    /** Requests answered a second over the whole run. */
    static double completedRate(TestResult run) {
        return run.durationSeconds() > 0 ? (run.requests() - run.errors()) / run.durationSeconds() : 0;
    }

    private void tile(String name, String value, String note) {
        markup.in("div.tile", () -> {
            markup.leaf("dt", name);
            markup.in("dd", () -> {
                markup.leaf("b", value);
                markup.leaf("small", note);
            });
        });
    }

    private void pains() {
        List<PainPoint> pains = PainPoint.of(summary.results());
        markup.in("section.pains", () -> {
            markup.leaf("h2", "Where it hurts");
            if (pains.isEmpty()) {
                markup.leaf(
                        "p",
                        summary.results().isEmpty()
                                ? "Nothing ran."
                                : "Nowhere worth a word: no failed requests, no standstill, no threshold close to its"
                                        + " limit.");
                return;
            }
            markup.in("ol", () -> {
                for (PainPoint pain : pains) {
                    markup.in("li." + pain.severity().name().toLowerCase(Locale.ROOT), () -> {
                        markup.leaf("a", Attributes.of("href", "#" + RunSection.anchor(pain.run())), pain.runName());
                        markup.text(" " + pain.text());
                    });
                }
            });
        });
    }

    private void reading() {
        markup.in("section.reading", () -> {
            markup.leaf("h2", "How to read this");
            markup.in("dl", () -> {
                term(
                        "Response",
                        "counts from the moment a request was meant to leave until its answer. A target that stalls"
                                + " makes the requests behind the stall late too, and that is counted.");
                term("Service", "counts from the moment the request really left.");
                term(
                        "Generator lag",
                        "is how late requests left through the generator's own fault. While it is small beside the"
                                + " response time, the response time is the target's.");
                term("p99", "is the time that 99 of 100 requests stayed within; p50 is the middle one.");
                term("Margin", "is the distance from the measured value to its limit, as a share of the limit.");
                term(
                        "Generator-limited",
                        "means that the generator could not keep its schedule, so the run proves nothing either way.");
            });
        });
    }

    private void term(String name, String meaning) {
        markup.in("div", () -> {
            markup.leaf("dt", name);
            markup.leaf("dd", meaning);
        });
    }

    /** The class that colours an outcome. */
    static String look(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case GENERATOR_LIMITED -> "limited";
            case FAILED -> "failed";
        };
    }

    /** The outcome as a badge says it; the sign means the same to those who cannot tell the colours. */
    static String verdictWord(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "✓ Passed";
            case GENERATOR_LIMITED -> "? No verdict";
            case FAILED -> "✗ Failed";
        };
    }
}

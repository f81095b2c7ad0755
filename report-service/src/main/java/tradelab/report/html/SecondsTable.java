package tradelab.report.html;

import java.util.List;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.report.markup.Markup;
import tradelab.report.verdict.Words;

/** The figures behind the charts, folded away: for screen readers, for print, and for whoever wants to copy them. */
final class SecondsTable {
    /** A longer run keeps its seconds in the JSON form. */
    static final int SECONDS_SHOWN_MAX = 300;

    private final Markup markup;
    private final Tables tables;
    private final List<IntervalResult> seconds;

    SecondsTable(Markup markup, Tables tables, List<IntervalResult> seconds) {
        this.markup = markup;
        this.tables = tables;
        this.seconds = seconds;
    }

    void write() {
        if (seconds.isEmpty()) {
            return;
        }
        markup.in("details", () -> {
            markup.leaf("summary", "Figures by the second");
            if (seconds.size() > SECONDS_SHOWN_MAX) {
                markup.leaf(
                        "p.note",
                        "The first " + SECONDS_SHOWN_MAX + " of " + Words.count(seconds.size(), "second")
                                + "; the JSON form has all.");
            }
            tables.table(
                    "table.seconds",
                    List.of("second", "offered", "completed", "failed", "p50", "p90", "p99", "max", "lag p99"),
                    () -> seconds.stream().limit(SECONDS_SHOWN_MAX).forEach(this::row));
        });
    }

    private void row(IntervalResult second) {
        markup.in("tr", () -> {
            tables.number(Integer.toString(second.second()));
            tables.number(Words.count(second.offered()));
            tables.number(Words.count(second.completed()));
            tables.number(Words.count(second.errors()));
            tables.number(Words.millis(second.p50Millis()));
            tables.number(Words.millis(second.p90Millis()));
            tables.number(Words.millis(second.p99Millis()));
            tables.number(Words.millis(second.maxMillis()));
            tables.number(Words.millis(second.lagP99Millis()));
        });
    }
}

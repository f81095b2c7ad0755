package tradelab.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.chart.Canvas.Limit;
import tradelab.report.chart.Canvas.Tip;
import tradelab.report.chart.Columns.Column;
import tradelab.report.markup.Markup;
import tradelab.report.verdict.Margin;
import tradelab.report.verdict.Words;

/** The charts of one run: throughput, latency and generator lag over time, and latency by percentile. */
public final class RunCharts {
    private static final String NO_SECONDS = "The run has no figures by the second.";

    private final Markup markup;
    private final Canvas canvas;
    private final TestResult run;
    private final Columns columns;
    private final List<Margin> margins;

    public RunCharts(Markup markup, TestResult run) {
        this.markup = markup;
        this.canvas = new Canvas(markup);
        this.run = run;
        this.columns = Columns.of(run.intervals());
        this.margins =
                run.thresholds().stream().flatMap(t -> Margin.of(t).stream()).toList();
    }

    /** Offered against completed a second, with errors as bars. */
    public void throughput() {
        String title = "Throughput";
        if (columns.empty()) {
            canvas.nothing(title, NO_SECONDS);
            return;
        }
        Series offered = columns.series("offered", "s-offered", Column::offeredRate);
        Series completed = columns.series("completed", "s-completed", Column::completedRate);
        Series errors = columns.series("errors", "s-errors", column -> (double) column.errors() / column.seconds());
        List<Series> lines = errors.max() > 0 ? List.of(offered, completed, errors) : List.of(offered, completed);
        canvas.figure(title, "requests a second" + thinned("mean"), lines, () -> {
            Scale y = Scale.linear(
                    Math.max(offered.max(), Math.max(completed.max(), errors.max())), Canvas.BOTTOM, Canvas.TOP);
            Scale x = time();
            canvas.axes(x, RunCharts::clock, y, RunCharts::rateLabel);
            canvas.area(completed.look(), points(completed, x, y));
            if (errors.max() > 0) {
                bars(errors, x, y);
            }
            canvas.path(offered.look(), points(offered, x, y));
            canvas.path(completed.look(), points(completed, x, y));
            tips(
                    x,
                    column -> "offered " + Words.number(column.offeredRate()) + "/s\ncompleted "
                            + Words.number(column.completedRate()) + "/s\nerrors " + Words.count(column.errors()));
        });
    }

    /** Percentiles of the response time over time, with the limits that were set. */
    public void latency() {
        String title = "Response time";
        if (columns.empty()) {
            canvas.nothing(title, NO_SECONDS);
            return;
        }
        List<Series> lines = List.of(
                columns.series("max", "s-max", Column::max),
                columns.series("p99", "s-p99", Column::p99),
                columns.series("p90", "s-p90", Column::p90),
                columns.series("p50", "s-p50", Column::p50));
        canvas.figure(title, "from the intended start, logarithmic" + thinned("worst"), lines, () -> {
            List<Limit> limits = new ArrayList<>();
            for (String point : List.of("p50", "p90", "p99", "max")) {
                limits.addAll(limits(point));
            }
            Scale y = latencyScale(lines, limits);
            Scale x = time();
            canvas.axes(x, RunCharts::clock, y, Canvas::millisLabel);
            lines.forEach(line -> canvas.path(line.look(), points(line, x, y)));
            canvas.limits(limits, y);
            tips(
                    x,
                    column -> "max " + Words.millis(column.max()) + "\np99 " + Words.millis(column.p99()) + "\np90 "
                            + Words.millis(column.p90()) + "\np50 " + Words.millis(column.p50()));
        });
    }

    /** The generator's own lateness over time. */
    public void lag() {
        String title = "Generator lag";
        if (columns.empty()) {
            canvas.nothing(title, NO_SECONDS);
            return;
        }
        List<Series> lines = List.of(
                columns.series("response p99", "s-p99", Column::p99),
                columns.series("generator lag p99", "s-lag", Column::lagP99));
        canvas.figure(title, "how late requests left, beside the response time" + thinned("worst"), lines, () -> {
            Scale y = latencyScale(lines, List.of());
            Scale x = time();
            canvas.axes(x, RunCharts::clock, y, Canvas::millisLabel);
            lines.forEach(line -> canvas.path(line.look(), points(line, x, y)));
            tips(
                    x,
                    column -> "response p99 " + Words.millis(column.p99()) + "\nlag p99 "
                            + Words.millis(column.lagP99()));
        });
    }

    /** Response time by percentile, on an axis where each nine takes the same room. */
    public void percentiles() {
        String title = "Response time by percentile";
        Optional<PercentileCurve> curve;
        try {
            curve = PercentileCurve.read(run.responseHistogram());
        } catch (IllegalArgumentException e) {
            canvas.nothing(title, "The histogram of this run cannot be read: " + e.getMessage());
            return;
        }
        if (curve.isEmpty()) {
            canvas.nothing(title, "The run has no histogram.");
            return;
        }
        new PercentileChart(canvas, curve.get(), margins).draw(title);
    }

    private Scale time() {
        return Scale.exact(Math.max(1, columns.seconds()), Canvas.LEFT, Canvas.RIGHT);
    }

    private static Scale latencyScale(List<Series> lines, List<Limit> limits) {
        double max = 0;
        double least = 0;
        for (Series line : lines) {
            max = Math.max(max, line.max());
            double low = line.least();
            least = least == 0 || (low > 0 && low < least) ? low : least;
        }
        for (Limit limit : limits) {
            // A limit far above everything would squeeze the lines to the floor; then it is left out.
            max = limit.value() <= max * 20 ? Math.max(max, limit.value()) : max;
        }
        return Scale.log(Math.max(least, max / 100_000), max, Canvas.BOTTOM, Canvas.TOP);
    }

    private List<Limit> limits(String point) {
        return margins.stream()
                .filter(margin -> margin.bounds(point))
                .map(margin ->
                        new Limit(point + " limit " + Words.millis(margin.limit()), margin.limit(), margin.share() < 0))
                .toList();
    }

    private List<double[]> points(Series series, Scale x, Scale y) {
        return IntStream.range(0, series.values().length)
                .mapToObj(i -> new double[] {x.at(middle(columns.columns().get(i))), y.at(series.values()[i])})
                .toList();
    }

    private static double middle(Column column) {
        return column.start() + column.seconds() / 2.0;
    }

    private void bars(Series errors, Scale x, Scale y) {
        markup.in("g", () -> {
            for (int i = 0; i < errors.values().length; i++) {
                if (errors.values()[i] > 0) {
                    Column column = columns.columns().get(i);
                    double from = x.at(column.start());
                    double to = x.at((double) column.start() + column.seconds());
                    double top = Math.min(y.at(errors.values()[i]), Canvas.BOTTOM - 2);
                    canvas.bar(errors.look(), from + (to - from) * 0.2, (to - from) * 0.6, top);
                }
            }
        });
    }

    private void tips(Scale x, Function<Column, String> text) {
        canvas.tips(columns.columns().stream()
                .map(column -> new Tip(
                        x.at(column.start()),
                        x.at((double) column.start() + column.seconds()),
                        Columns.when(column) + "\n" + text.apply(column)))
                .toList());
    }

    private String thinned(String how) {
        return columns.width() == 1 ? "" : ", " + how + " of each " + columns.width() + " s";
    }

    private static String clock(double seconds) {
        return Words.duration(seconds);
    }

    private static String rateLabel(double value) {
        return value >= 1_000_000
                ? Words.number(value / 1_000_000) + " M"
                : value >= 10_000 ? Words.number(value / 1_000) + " k" : Words.number(value);
    }
}

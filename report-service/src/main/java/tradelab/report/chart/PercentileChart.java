package tradelab.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tradelab.report.chart.Canvas.Limit;
import tradelab.report.chart.Canvas.Tip;
import tradelab.report.chart.PercentileCurve.Point;
import tradelab.report.verdict.Margin;
import tradelab.report.verdict.Words;

/** Draws a {@link PercentileCurve}: the horizontal axis is 1/(1-p), logarithmic, so that each nine has its room. */
final class PercentileChart {
    private static final int STRIPS = 60;
    private static final int NINES_MAX = 9;

    /** Where a percentile threshold sits on the axis. */
    private static final List<String> MARKED = List.of("p50", "p90", "p95", "p99", "p999", "p99.9", "p99.99");

    private final Canvas canvas;
    private final PercentileCurve curve;
    private final List<Margin> margins;

    PercentileChart(Canvas canvas, PercentileCurve curve, List<Margin> margins) {
        this.canvas = canvas;
        this.curve = curve;
        this.margins = margins;
    }

    void draw(String title) {
        double ninesMax = Math.clamp(curve.points().getLast().nines(), 1, NINES_MAX);
        Series line = new Series("response", "s-p99", new double[0]);
        String note = Words.count(curve.count()) + " responses; each nine takes the same room";
        canvas.figure(title, note, List.of(), () -> {
            List<Double> ticks = new ArrayList<>();
            for (int nines = 0; nines <= ninesMax; nines++) {
                ticks.add((double) nines);
            }
            if (ninesMax >= 1) {
                ticks.add(1, Math.log10(2));
            }
            Scale x = new Scale(false, 0, ninesMax, Canvas.LEFT, Canvas.RIGHT, ticks);
            double top = curve.points().getLast().millis();
            double least = curve.points().getFirst().millis();
            List<Limit> limits = limits();
            for (Limit limit : limits) {
                top = limit.value() <= top * 20 ? Math.max(top, limit.value()) : top;
            }
            Scale y = Scale.log(Math.max(least, top / 100_000), top, Canvas.BOTTOM, Canvas.TOP);
            canvas.axes(x, PercentileChart::percentile, y, Canvas::millisLabel);
            List<double[]> points = new ArrayList<>();
            for (Point point : curve.points()) {
                points.add(new double[] {x.at(point.nines()), y.at(point.millis())});
            }
            canvas.area(line.look(), points);
            canvas.path(line.look(), points);
            canvas.limits(limits, y);
            canvas.tips(tips(x, ninesMax));
        });
    }

    private List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (Margin margin : margins) {
            for (String point : MARKED) {
                if (margin.bounds(point)) {
                    limits.add(new Limit(
                            point + " limit " + Words.millis(margin.limit()), margin.limit(), margin.share() < 0));
                }
            }
        }
        return limits;
    }

    private List<Tip> tips(Scale x, double ninesMax) {
        List<Tip> tips = new ArrayList<>();
        for (int i = 0; i < STRIPS; i++) {
            double from = ninesMax * i / STRIPS;
            double to = ninesMax * (i + 1) / STRIPS;
            double middle = (from + to) / 2;
            tips.add(new Tip(x.at(from), x.at(to), percentile(middle) + "\n" + Words.millis(curve.millisAt(middle))));
        }
        return tips;
    }

    /** "p99.9" for 3 nines. */
    static String percentile(double nines) {
        double percent = 100 * (1 - Math.pow(10, -nines));
        int decimals = Math.max(0, (int) Math.ceil(nines - 1e-9) - 1);
        String text = new BigDecimal(percent)
                .setScale(Math.min(NINES_MAX, decimals), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return nines == 0 ? "min" : "p" + text;
    }
}

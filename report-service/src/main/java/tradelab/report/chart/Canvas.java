package tradelab.report.chart;

import java.util.List;
import java.util.function.DoubleFunction;
import tradelab.report.markup.Attributes;
import tradelab.report.markup.Markup;
import tradelab.report.verdict.Words;

/** The frame that all charts share: figure, legend, axes, grid, limits, and the strips that carry the tooltips. */
final class Canvas {
    static final double WIDTH = 640;
    static final double HEIGHT = 270;
    static final double LEFT = 62;
    static final double RIGHT = WIDTH - 12;
    static final double TOP = 14;
    static final double BOTTOM = HEIGHT - 30;

    /** Ticks closer than this are thinned, or their labels would touch on a phone. */
    private static final double TICK_DISTANCE_MIN = 34;

    /** A line across the chart that must not be crossed. */
    record Limit(String label, double value, boolean broken) {}

    /** A strip of the chart and what it says when pointed at. */
    record Tip(double from, double to, String text) {}

    private final Markup markup;

    Canvas(Markup markup) {
        this.markup = markup;
    }

    /** A figure with its caption, its legend, and whatever {@code drawing} draws. */
    void figure(String title, String note, List<Series> legend, Runnable drawing) {
        markup.in("figure.chart", () -> {
            markup.in("figcaption", () -> {
                markup.leaf("strong", title);
                markup.leaf("span.note", note);
            });
            if (!legend.isEmpty()) {
                markup.in("div.legend", () -> legend.forEach(this::key));
            }
            Attributes box = Attributes.of(
                            "viewBox", "0 0 " + Attributes.number(WIDTH) + " " + Attributes.number(HEIGHT))
                    .and("role", "img")
                    .and("aria-label", title + ". " + note);
            markup.in("svg", box, drawing);
        });
    }

    private void key(Series series) {
        markup.in("span.key", Attributes.of("data-look", series.look()), () -> {
            markup.empty("i." + series.look(), Attributes.NONE);
            markup.text(series.name());
        });
    }

    void axes(Scale x, DoubleFunction<String> xLabel, Scale y, DoubleFunction<String> yLabel) {
        markup.in("g.grid", () -> {
            double last = Double.POSITIVE_INFINITY;
            for (double tick : y.ticks()) {
                double at = y.at(tick);
                if (last - at >= TICK_DISTANCE_MIN) {
                    last = at;
                    line(LEFT, at, RIGHT, at);
                    label("text.y", LEFT - 8, at + 4, yLabel.apply(tick));
                }
            }
            double before = Double.NEGATIVE_INFINITY;
            for (double tick : x.ticks()) {
                double at = x.at(tick);
                if (at - before >= TICK_DISTANCE_MIN * 2) {
                    before = at;
                    line(at, BOTTOM, at, BOTTOM + 5);
                    label("text.x", at, BOTTOM + 20, xLabel.apply(tick));
                }
            }
        });
    }

    private void line(double x1, double y1, double x2, double y2) {
        markup.empty(
                "line",
                Attributes.NONE.and("x1", x1).and("y1", y1).and("x2", x2).and("y2", y2));
    }

    private void label(String tag, double x, double y, String text) {
        markup.leaf(tag, Attributes.NONE.and("x", x).and("y", y), text);
    }

    /** A horizontal line where a threshold is, if the axis reaches it. */
    void limits(List<Limit> limits, Scale y) {
        for (Limit limit : limits) {
            if (limit.value() >= y.low() && limit.value() <= y.high()) {
                double at = y.at(limit.value());
                markup.in(limit.broken() ? "g.limit.broken" : "g.limit", () -> {
                    line(LEFT, at, RIGHT, at);
                    label("text.limit", RIGHT - 4, at < TOP + 14 ? at + 14 : at - 5, limit.label());
                });
            }
        }
    }

    void path(String look, List<double[]> points) {
        if (points.isEmpty()) {
            return;
        }
        StringBuilder d = new StringBuilder();
        for (double[] point : points) {
            d.append(d.isEmpty() ? 'M' : 'L');
            d.append(Attributes.number(point[0])).append(' ').append(Attributes.number(point[1]));
        }
        if (points.size() == 1) {
            d.append("h1");
        }
        markup.empty("path.line." + look, Attributes.of("d", d.toString()));
    }

    /** The ground between a line and the axis. */
    void area(String look, List<double[]> points) {
        if (points.size() < 2) {
            return;
        }
        StringBuilder d = new StringBuilder("M")
                .append(Attributes.number(points.getFirst()[0]))
                .append(' ')
                .append(Attributes.number(BOTTOM));
        for (double[] point : points) {
            d.append('L').append(Attributes.number(point[0])).append(' ').append(Attributes.number(point[1]));
        }
        d.append('L').append(Attributes.number(points.getLast()[0])).append(' ').append(Attributes.number(BOTTOM));
        markup.empty("path.area." + look, Attributes.of("d", d.append('Z').toString()));
    }

    void bar(String look, double x, double width, double top) {
        markup.empty(
                "rect.bar." + look,
                Attributes.NONE
                        .and("x", x)
                        .and("y", top)
                        .and("width", Math.max(1, width))
                        .and("height", Math.max(0, BOTTOM - top)));
    }

    /** Invisible strips above everything: their titles are tooltips even without a script. */
    void tips(List<Tip> tips) {
        markup.in("g.tips", () -> {
            for (Tip tip : tips) {
                Attributes strip = Attributes.NONE
                        .and("x", tip.from())
                        .and("y", TOP)
                        .and("width", Math.max(1, tip.to() - tip.from()))
                        .and("height", BOTTOM - TOP);
                markup.in("rect", strip, () -> markup.leaf("title", tip.text()));
            }
        });
    }

    /** What stands where a chart would have nothing to show. */
    void nothing(String title, String why) {
        markup.in("figure.chart", () -> {
            markup.in("figcaption", () -> markup.leaf("strong", title));
            markup.leaf("p.nothing", why);
        });
    }

    static String millisLabel(double value) {
        return value >= 1_000 ? Words.number(value / 1_000) + " s" : plain(value) + " ms";
    }

    private static String plain(double value) {
        String text = java.math.BigDecimal.valueOf(value)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return text.length() > 8 ? Words.number(value) : text;
    }
}

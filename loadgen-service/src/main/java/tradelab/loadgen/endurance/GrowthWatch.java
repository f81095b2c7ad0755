package tradelab.loadgen.endurance;

import java.time.Duration;
import tradelab.contracts.Require;
import tradelab.loadgen.guard.TargetUrl;

/**
 * What to watch of a target while it is under load: a figure of its metrics that should not grow for good.
 *
 * @param metrics where the figures stand, in Prometheus' text format
 * @param figure the beginning of its lines: a name, or a name with labels; several lines are summed
 * @param every between two looks
 * @param limit where it would end, for example the largest heap; 0 if unknown
 */
public record GrowthWatch(TargetUrl metrics, String figure, Duration every, double limit) {
    private static final int FIGURE_LENGTH_MAX = 500;

    public GrowthWatch {
        metrics = Require.present("watch.metrics", metrics);
        figure = Require.text("watch.figure", figure, FIGURE_LENGTH_MAX);
        var _ = Require.range("watch.every", every.toMillis(), 50, 3_600_000);
        if (!(limit >= 0)) {
            throw Require.refused("watch.limit", "0 or more", Double.toString(limit));
        }
    }

    /** Returns the sum of the figure's lines; not a number if there is none. */
    public double read(String text) {
        double sum = 0;
        boolean found = false;
        for (String line : text.split("\n", -1)) {
            int value = line.lastIndexOf(' ');
            if (value > 0 && isFigure(line)) {
                sum += number(line.substring(value + 1));
                found = true;
            }
        }
        return found ? sum : Double.NaN;
    }

    private boolean isFigure(String line) {
        return line.startsWith(figure)
                && line.length() > figure.length()
                && (" {".indexOf(line.charAt(figure.length())) >= 0);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

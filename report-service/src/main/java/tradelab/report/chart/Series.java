package tradelab.report.chart;

/**
 * One line of a chart.
 *
 * @param look how it is drawn: one of the classes of the style sheet, such as {@code s-p99}
 * @param values one for each column
 */
record Series(String name, String look, double[] values) {
    double max() {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The smallest value above zero, or 0 if there is none. */
    double least() {
        double least = 0;
        for (double value : values) {
            if (value > 0 && (least == 0 || value < least)) {
                least = value;
            }
        }
        return least;
    }
}

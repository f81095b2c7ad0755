package tradelab.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tradelab.contracts.loadgen.IntervalResult;

/**
 * The seconds of a run, thinned to the columns that a chart has room for. Rates are the mean of their column, latencies
 * its worst second, errors its sum: what hurts is never thinned away.
 *
 * @param width seconds in a column; the last may hold fewer
 */
record Columns(int width, List<Column> columns) {
    static final int COLUMNS_MAX = 150;

    /** @param start first second of the column */
    record Column(
            int start,
            int seconds,
            double offeredRate,
            double completedRate,
            long errors,
            double p50,
            double p90,
            double p99,
            double max,
            double lagP99) {}

    /** The value that a line shows of a column. */
    @FunctionalInterface
    interface Value {
        double of(Column column);
    }

    Columns {
        columns = List.copyOf(columns);
    }

    static Columns of(List<IntervalResult> intervals) {
        List<IntervalResult> seconds = intervals.stream()
                .sorted(Comparator.comparingInt(IntervalResult::second))
                .toList();
        int width = Math.max(1, Math.ceilDiv(seconds.size(), COLUMNS_MAX));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i += width) {
            columns.add(fold(seconds.subList(i, Math.min(seconds.size(), i + width))));
        }
        return new Columns(width, columns);
    }

    private static Column fold(List<IntervalResult> seconds) {
        double offered = 0;
        double completed = 0;
        long errors = 0;
        double p50 = 0;
        double p90 = 0;
        double p99 = 0;
        double max = 0;
        double lag = 0;
        for (IntervalResult second : seconds) {
            offered += second.offered();
            completed += second.completed();
            errors += second.errors();
            p50 = Math.max(p50, second.p50Millis());
            p90 = Math.max(p90, second.p90Millis());
            p99 = Math.max(p99, second.p99Millis());
            max = Math.max(max, second.maxMillis());
            lag = Math.max(lag, second.lagP99Millis());
        }
        int size = seconds.size();
        return new Column(
                seconds.getFirst().second(), size, offered / size, completed / size, errors, p50, p90, p99, max, lag);
    }

    boolean empty() {
        return columns.isEmpty();
    }

    Series series(String name, String look, Value value) {
        return new Series(name, look, columns.stream().mapToDouble(value::of).toArray());
    }

    /** The time that all columns span, from second 0. */
    double seconds() {
        Column last = columns.getLast();
        return (double) last.start() + last.seconds();
    }

    /** "second 12", or "seconds 12 to 14". */
    static String when(Column column) {
        return column.seconds() == 1
                ? "second " + column.start()
                : "seconds " + column.start() + " to " + (column.start() + column.seconds() - 1);
    }
}

package tradelab.loadgen.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.LoopStats.OperationStats;
import tradelab.loadgen.engine.Second;
import tradelab.loadgen.operation.Check;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.threshold.Measures;
import tradelab.loadgen.threshold.Threshold.Metric;
import tradelab.loadgen.threshold.Threshold.Statistic;

/** Turns histograms of nanoseconds into the figures of results. Percentiles: highest equivalent value. */
final class Figures implements Measures {
    private static final double NANOS_PER_MILLI = 1e6;

    private final LoadTest test;
    private final LoopStats stats;
    private final double seconds;

    /** @param seconds how long arrivals were offered */
    Figures(LoadTest test, LoopStats stats, double seconds) {
        this.test = test;
        this.stats = stats;
        this.seconds = seconds;
    }

    static double millis(double nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    static double percentile(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : millis(histogram.getValueAtPercentile(percentile));
    }

    static LatencyMillis latency(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return LatencyMillis.NONE;
        }
        return new LatencyMillis(
                millis(histogram.getMean()),
                percentile(histogram, 50),
                percentile(histogram, 90),
                percentile(histogram, 95),
                percentile(histogram, 99),
                percentile(histogram, 99.9),
                millis(histogram.getMaxValue()));
    }

    static IntervalResult interval(Second second) {
        Histogram response = second.response().histogram();
        return new IntervalResult(
                second.number(),
                second.offered(),
                second.completed(),
                second.errors(),
                percentile(response, 50),
                percentile(response, 90),
                percentile(response, 99),
                response.getTotalCount() == 0 ? 0 : millis(response.getMaxValue()),
                percentile(second.lag().histogram(), 99));
    }

    /** A second in which nothing was intended. */
    static IntervalResult quiet(int second) {
        return new IntervalResult(second, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** V2, compressed, base64: what HdrHistogram's own tools read. */
    static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    List<OperationResult> operations() {
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < test.operations().size(); i++) {
            OperationStats operation = stats.operations().get(i);
            results.add(new OperationResult(
                    test.operations().get(i).name(),
                    operation.requests(),
                    operation.errors(),
                    named(test.operations().get(i), operation.errorsByKind()),
                    latency(operation.response())));
        }
        return results;
    }

    /** Failed checks under the names that the test gave them. */
    private static Map<String, Long> named(Operation operation, Map<String, Long> kinds) {
        List<Check> checks = operation.step().checks();
        Map<String, Long> named = new TreeMap<>(kinds);
        for (int i = 0; i < checks.size(); i++) {
            Long failed = named.remove("check_" + (i + 1));
            if (failed != null) {
                named.merge("check: " + checks.get(i).name(), failed, Long::sum);
            }
        }
        return named;
    }

    @Override
    public boolean has(String operation) {
        return test.operations().stream().anyMatch(known -> isMeant(operation, known));
    }

    @Override
    public double value(String operation, Metric metric, Statistic statistic, double percentile) {
        return switch (metric) {
            case RESPONSE ->
                time(operation.isEmpty() ? stats.response() : of(operation).response(), statistic, percentile);
            case SERVICE ->
                time(operation.isEmpty() ? stats.service() : of(operation).service(), statistic, percentile);
            case FIRSTBYTE -> time(stats.firstByte(), statistic, percentile);
            case WAIT -> time(stats.waiting(), statistic, percentile);
            case LAG -> time(stats.lag(), statistic, percentile);
            case REQUESTS -> count(requests(operation), statistic, operation, percentile);
            case ERRORS ->
                count(operation.isEmpty() ? stats.errors() : of(operation).errors(), statistic, operation, percentile);
            case CHECKS -> checks(operation, statistic);
            case DROPPED -> count(stats.dropped(), statistic, operation, percentile);
        };
    }

    private OperationStats of(String operation) {
        OperationStats sum = null;
        for (int i = 0; i < test.operations().size(); i++) {
            if (isMeant(operation, test.operations().get(i))) {
                OperationStats one = stats.operations().get(i);
                sum = sum == null ? one : OperationStats.sum(sum, one);
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException("no operation " + operation);
        }
        return sum;
    }

    /** @param selector a name, or {@code tag=value} */
    private static boolean isMeant(String selector, Operation operation) {
        int equal = selector.indexOf('=');
        return equal < 0
                ? operation.name().equals(selector)
                : selector.substring(equal + 1).equals(operation.step().tags().get(selector.substring(0, equal)));
    }

    private double checks(String operation, Statistic statistic) {
        long all = 0;
        long failed = 0;
        for (int i = 0; i < test.operations().size(); i++) {
            if (operation.isEmpty() || isMeant(operation, test.operations().get(i))) {
                all += stats.operations().get(i).checks();
                failed += stats.operations().get(i).checksFailed();
            }
        }
        return switch (statistic) {
            case COUNT -> all;
            case RATE -> seconds > 0 ? all / seconds : 0;
            case RATIO -> all == 0 ? 1 : (double) (all - failed) / all;
            case MEAN, MIN, MAX, PERCENTILE, BURN ->
                throw new IllegalArgumentException("no statistic of checks: " + statistic);
        };
    }

    private long requests(String operation) {
        return operation.isEmpty() ? stats.offered() : of(operation).requests();
    }

    private static double time(Histogram histogram, Statistic statistic, double percentile) {
        if (histogram.getTotalCount() == 0) {
            return 0;
        }
        return switch (statistic) {
            case MEAN -> millis(histogram.getMean());
            case MIN -> millis(histogram.getMinValue());
            case MAX -> millis(histogram.getMaxValue());
            case PERCENTILE -> percentile(histogram, percentile);
            case COUNT, RATE, RATIO, BURN -> throw new IllegalArgumentException("no statistic of a time: " + statistic);
        };
    }

    private double count(long count, Statistic statistic, String operation, double objective) {
        return switch (statistic) {
            case COUNT -> count;
            case RATE -> seconds > 0 ? count / seconds : 0;
            case RATIO -> requests(operation) == 0 ? 0 : (double) count / requests(operation);
            case BURN -> count(count, Statistic.RATIO, operation, 0) / (1 - objective / 100);
            case MEAN, MIN, MAX, PERCENTILE ->
                throw new IllegalArgumentException("no statistic of a count: " + statistic);
        };
    }
}

package tradelab.loadgen.threshold;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.ThresholdResult;

/**
 * What a figure of the run must keep. Text and grammar: {@link ThresholdParser}.
 *
 * @param text as the test defined it
 * @param operation empty for the whole test
 * @param percentile 0 to 100, if {@code statistic} is {@link Statistic#PERCENTILE}
 */
public record Threshold(
        String text,
        String operation,
        Metric metric,
        Statistic statistic,
        double percentile,
        Comparison comparison,
        double limit) {

    /** What is measured. */
    public enum Metric {
        /** Intended start to last byte. */
        RESPONSE,
        /** Sending to last byte. */
        SERVICE,
        /** Waiting for a free connection. */
        WAIT,
        /** Intended start to ready to send: the generator's own lateness. */
        LAG,
        REQUESTS,
        ERRORS,
        /** Arrivals that were never sent. */
        DROPPED;

        Set<Statistic> statistics() {
            return switch (this) {
                case RESPONSE, SERVICE, WAIT, LAG ->
                    EnumSet.of(Statistic.MEAN, Statistic.MIN, Statistic.MAX, Statistic.PERCENTILE);
                case REQUESTS -> EnumSet.of(Statistic.COUNT, Statistic.RATE);
                case ERRORS, DROPPED -> EnumSet.of(Statistic.COUNT, Statistic.RATE, Statistic.RATIO);
            };
        }

        /** Service, wait, lag and drops are kept for the whole test only. */
        boolean perOperation() {
            return this == RESPONSE || this == REQUESTS || this == ERRORS;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which figure of a metric. */
    public enum Statistic {
        MEAN,
        MIN,
        MAX,
        PERCENTILE,
        COUNT,
        /** A second. */
        RATE,
        /** Of all requests. */
        RATIO;

        String word() {
            return this == PERCENTILE ? "p50 to p99.999" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** How measured and limit are compared. */
    public enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">="),
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        static String signs() {
            return Arrays.stream(values()).map(Comparison::sign).collect(Collectors.joining(" "));
        }

        boolean holds(double measured, double limit) {
            return switch (this) {
                case LESS -> measured < limit;
                case AT_MOST -> measured <= limit;
                case GREATER -> measured > limit;
                case AT_LEAST -> measured >= limit;
                case EQUAL -> Double.compare(measured, limit) == 0;
                case NOT_EQUAL -> Double.compare(measured, limit) != 0;
            };
        }
    }

    public Threshold {
        if (!metric.statistics().contains(statistic)) {
            throw Require.refused("thresholds", "a statistic of " + metric.word(), statistic.word());
        }
        if (!operation.isEmpty() && !metric.perOperation()) {
            throw Require.refused("thresholds", "response, requests or errors for one operation", metric.word());
        }
    }

    /** Returns what was measured and whether it kept the limit. */
    public ThresholdResult judge(Measures measures) {
        double measured = measures.value(operation, metric, statistic, percentile);
        return new ThresholdResult(text, measured, comparison.holds(measured, limit));
    }
}

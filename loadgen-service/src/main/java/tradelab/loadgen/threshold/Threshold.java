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
 * @param operation empty for the whole test; {@code key=value} for all operations with this tag
 * @param percentile 0 to 100, if {@code statistic} is {@link Statistic#PERCENTILE}; the objective of a burn rate
 */
public record Threshold(
        String text,
        String operation,
        Metric metric,
        Statistic statistic,
        double percentile,
        Comparison comparison,
        double limit,
        Scope scope) {

    /** What there is of one operation. */
    static final String PER_OPERATION = "response, service, requests, errors or checks for one operation";

    /**
     * What part of a run a threshold looks at, and what follows if it is not kept.
     *
     * @param windowSeconds every span of so many seconds must keep it; 0 for the whole
     * @param stage name of the only stage that counts; empty for all
     * @param abortOnFail ends the run as soon as it is not kept
     * @param delaySeconds after which it may end the run
     */
    public record Scope(long windowSeconds, String stage, boolean abortOnFail, long delaySeconds) {
        public static final Scope WHOLE = new Scope(0, "", false, 0);
        public static final int WINDOW_SECONDS_MAX = 600;

        public Scope {
            var _ = Require.range("window", windowSeconds, 0, WINDOW_SECONDS_MAX);
            var _ = Require.range("delayAbortEval", delaySeconds, 0, 86_400);
            stage = stage.isEmpty() ? "" : Require.id("stage", stage);
        }

        /** Returns whether the figures of the whole run suffice to judge it. */
        public boolean isWhole() {
            return windowSeconds == 0 && stage.isEmpty();
        }
    }

    /** What is measured. */
    public enum Metric {
        /** Intended start to last byte. */
        RESPONSE,
        /** Sending to last byte. */
        SERVICE,
        /** Sending to first byte. */
        FIRSTBYTE,
        /** Waiting for a free connection. */
        WAIT,
        /** Intended start to ready to send: the generator's own lateness. */
        LAG,
        REQUESTS,
        ERRORS,
        /** Checks of answers; their ratio is that of those that were kept. */
        CHECKS,
        /** Arrivals that were never sent. */
        DROPPED;

        Set<Statistic> statistics() {
            return switch (this) {
                case RESPONSE, SERVICE, FIRSTBYTE, WAIT, LAG ->
                    EnumSet.of(Statistic.MEAN, Statistic.MIN, Statistic.MAX, Statistic.PERCENTILE);
                case REQUESTS -> EnumSet.of(Statistic.COUNT, Statistic.RATE);
                case CHECKS -> EnumSet.of(Statistic.COUNT, Statistic.RATE, Statistic.RATIO);
                case ERRORS, DROPPED -> EnumSet.of(Statistic.COUNT, Statistic.RATE, Statistic.RATIO, Statistic.BURN);
            };
        }

        /** First byte, wait, lag and drops are kept for the whole test only. */
        boolean perOperation() {
            return this == RESPONSE || this == SERVICE || this == REQUESTS || this == ERRORS || this == CHECKS;
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
        RATIO,
        /** How many times faster than an objective allows the error budget is spent: ratio / (1 - objective). */
        BURN;

        String word() {
            return switch (this) {
                case PERCENTILE -> "p50 to p99.999";
                case BURN -> "burn(99.9)";
                default -> name().toLowerCase(Locale.ROOT);
            };
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
            throw Require.refused("thresholds", PER_OPERATION, metric.word());
        }
    }

    /** Returns the same threshold for another part of the run. */
    public Threshold in(Scope newScope) {
        return new Threshold(text, operation, metric, statistic, percentile, comparison, limit, newScope);
    }

    /** Returns the worse of two measured values. */
    public double worse(double a, double b) {
        return switch (comparison) {
            case LESS, AT_MOST -> Math.max(a, b);
            case GREATER, AT_LEAST -> Math.min(a, b);
            case EQUAL, NOT_EQUAL -> comparison.holds(a, limit) ? b : a;
        };
    }

    /** Returns whether {@code measured} kept the limit. */
    public ThresholdResult judged(double measured) {
        return new ThresholdResult(text, measured, comparison.holds(measured, limit));
    }

    /** Returns what was measured and whether it kept the limit. */
    public ThresholdResult judge(Measures measures) {
        return judged(measures.value(operation, metric, statistic, percentile));
    }
}

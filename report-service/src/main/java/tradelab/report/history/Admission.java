package tradelab.report.history;

import java.util.Collection;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.report.chart.PercentileCurve;
import tradelab.report.verdict.Outcome;

/** What a result must be before it may enter the history. Everything read from the history later relies on it. */
final class Admission {
    private static final int TEXT_LENGTH_MAX = 2_000;
    private static final int OPERATIONS_MAX = 10_000;
    private static final int THRESHOLDS_MAX = 1_000;
    private static final int STAGES_MAX = 1_000;
    private static final int CAUSES_MAX = 100;
    private static final int ENVIRONMENT_MAX = 500;
    private static final double SECONDS_MAX = 1e9;
    private static final long EPOCH_MILLIS_MAX = 253_402_300_799_999L;

    private Admission() {}

    /** @throws IllegalArgumentException naming the field, if {@code result} cannot enter */
    static void check(TestResult result) {
        text("suite", result.suite());
        text("name", result.name());
        text("target", result.target());
        if (!Outcome.known(Require.present("verdict", result.verdict()))) {
            throw Require.refused("verdict", "passed, failed or generator-limited", result.verdict());
        }
        var _started = Require.range("startedEpochMillis", result.startedEpochMillis(), 0, EPOCH_MILLIS_MAX);
        figure("durationSeconds", result.durationSeconds());
        figure("rate", result.rate());
        var _requests = Require.range("requests", result.requests(), 0, Long.MAX_VALUE);
        var _errors = Require.range("errors", result.errors(), 0, Long.MAX_VALUE);
        latency("responseMillis", result.responseMillis());
        latency("serviceMillis", result.serviceMillis());
        latency("lagMillis", result.lagMillis());
        count("operations", result.operations(), OPERATIONS_MAX);
        count("thresholds", result.thresholds(), THRESHOLDS_MAX);
        count("causes", result.causes(), CAUSES_MAX);
        count("environment", result.environment().keySet(), ENVIRONMENT_MAX);
        if (result.firstByteMillis() != null) {
            latency("firstByteMillis", result.firstByteMillis());
        }
        if (result.waitMillis() != null) {
            latency("waitMillis", result.waitMillis());
        }
        count("stages", result.stages(), STAGES_MAX);
        result.stages().forEach(Admission::stage);
        result.operations().forEach(Admission::operation);
        result.thresholds().forEach(Admission::threshold);
        result.intervals().forEach(Admission::interval);
        result.causes().forEach(cause -> text("causes", cause));
        result.environment().forEach((key, value) -> {
            text("environment", key);
            text("environment", value);
        });
        var _curve = PercentileCurve.read(Require.present("responseHistogram", result.responseHistogram()));
    }

    private static void operation(OperationResult operation) {
        text("operations.name", operation.name());
        operation.errorsByKind().keySet().forEach(kind -> text("operations.errorsByKind", kind));
        latency("operations.responseMillis", operation.responseMillis());
    }

    private static void stage(StageResult stage) {
        stage.errorsByKind().keySet().forEach(kind -> text("stages.errorsByKind", kind));
        latency("stages.responseMillis", stage.responseMillis());
        latency("stages.serviceMillis", stage.serviceMillis());
        latency("stages.waitMillis", stage.waitMillis());
        latency("stages.lagMillis", stage.lagMillis());
    }

    private static void threshold(ThresholdResult threshold) {
        text("thresholds.threshold", threshold.threshold());
        if (!Double.isFinite(threshold.measured())) {
            throw Require.refused("thresholds.measured", "a number", Double.toString(threshold.measured()));
        }
    }

    private static void interval(IntervalResult interval) {
        var _second = Require.range("intervals.second", interval.second(), 0, Integer.MAX_VALUE);
        figure("intervals.p50Millis", interval.p50Millis());
        figure("intervals.p90Millis", interval.p90Millis());
        figure("intervals.p99Millis", interval.p99Millis());
        figure("intervals.maxMillis", interval.maxMillis());
        figure("intervals.lagP99Millis", interval.lagP99Millis());
    }

    private static void latency(String field, LatencyMillis latency) {
        LatencyMillis there = Require.present(field, latency);
        figure(field + ".mean", there.mean());
        figure(field + ".p50", there.p50());
        figure(field + ".p90", there.p90());
        figure(field + ".p95", there.p95());
        figure(field + ".p99", there.p99());
        figure(field + ".p999", there.p999());
        figure(field + ".max", there.max());
    }

    private static void figure(String field, double value) {
        if (!(value >= 0 && value <= SECONDS_MAX)) {
            throw Require.refused(field, "0 to " + (long) SECONDS_MAX, Double.toString(value));
        }
    }

    private static void count(String field, Collection<?> items, int max) {
        var _items = Require.range(field, items.size(), 0, max);
    }

    /** PostgreSQL has no NUL in text. */
    private static void text(String field, String value) {
        String there = Require.present(field, value);
        if (there.length() > TEXT_LENGTH_MAX || there.indexOf('\0') >= 0) {
            throw Require.refused(field, "at most " + TEXT_LENGTH_MAX + " characters without NUL", there);
        }
    }
}

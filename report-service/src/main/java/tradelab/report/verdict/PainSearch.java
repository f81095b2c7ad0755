package tradelab.report.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.report.verdict.PainPoint.Severity;

/** Looks through one run after the other for what a reader would want to be shown. */
final class PainSearch {
    /** A second whose p99 is this many times that of the typical second stands out. */
    private static final double SPIKE_RATIO = 3;

    /** Below this no spike is worth a sentence. */
    private static final double SPIKE_MILLIS_MIN = 2;

    private static final double SHORTFALL_SHARE = 0.01;
    private static final double SLOW_OPERATION_RATIO = 2;
    private static final double LAG_SHARE = 0.10;
    private static final int SECONDS_MIN = 5;

    private final int position;
    private final TestResult run;
    private final List<PainPoint> found = new ArrayList<>();

    private PainSearch(int position, TestResult run) {
        this.position = position;
        this.run = run;
    }

    static List<PainPoint> over(List<TestResult> runs) {
        List<PainPoint> all = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            all.addAll(new PainSearch(i, runs.get(i)).search());
        }
        return all;
    }

    private List<PainPoint> search() {
        thresholds();
        errors();
        shortfall();
        spike();
        slowestOperation();
        lag();
        return found;
    }

    private void add(Severity severity, String text) {
        found.add(new PainPoint(severity, position, run.name(), text));
    }

    private void thresholds() {
        for (ThresholdResult threshold : run.thresholds()) {
            if (!threshold.passed()) {
                add(Severity.HIGH, SuiteVerdict.broken(threshold));
                continue;
            }
            Margin.of(threshold)
                    .filter(margin -> margin.limit() != 0 && margin.share() < Margin.TIGHT_SHARE)
                    .ifPresent(margin -> add(
                            Severity.LOW,
                            margin.metric() + " held with only " + Words.wholePercent(Math.max(0, margin.share()))
                                    + " to spare."));
        }
    }

    private void errors() {
        if (run.errors() <= 0) {
            return;
        }
        String most = run.operations().stream()
                .flatMap(operation -> operation.errorsByKind().entrySet().stream())
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(kind -> ", most of all " + kind.getKey() + " (" + Words.count(kind.getValue()) + ")")
                .orElse("");
        double share = (double) run.errors() / Math.max(1, run.requests());
        add(
                share > 0.01 ? Severity.HIGH : Severity.MEDIUM,
                Words.count(run.errors()) + " of " + Words.count(run.requests()) + " requests failed ("
                        + Words.percent(share) + ")" + most + ".");
    }

    private void shortfall() {
        long offered =
                run.intervals().stream().mapToLong(IntervalResult::offered).sum();
        long completed =
                run.intervals().stream().mapToLong(IntervalResult::completed).sum();
        if (offered > 0 && completed < offered * (1 - SHORTFALL_SHARE)) {
            add(
                    Severity.HIGH,
                    "Only " + Words.percent((double) completed / offered) + " of the offered load was answered: "
                            + Words.count(offered - completed) + " of " + Words.count(offered) + " were not.");
        }
    }

    private void spike() {
        List<IntervalResult> seconds = run.intervals();
        if (seconds.size() < SECONDS_MIN) {
            return;
        }
        double[] sorted =
                seconds.stream().mapToDouble(IntervalResult::p99Millis).sorted().toArray();
        double typical = sorted[sorted.length / 2];
        IntervalResult worst = seconds.stream()
                .max(Comparator.comparingDouble(IntervalResult::p99Millis))
                .orElseThrow();
        if (worst.p99Millis() > SPIKE_MILLIS_MIN && worst.p99Millis() > typical * SPIKE_RATIO) {
            add(
                    Severity.MEDIUM,
                    "Second " + worst.second() + " stands out: p99 " + Words.millis(worst.p99Millis()) + " against "
                            + Words.millis(typical) + " in a typical second.");
        }
    }

    private void slowestOperation() {
        List<OperationResult> busy = run.operations().stream()
                .filter(operation -> operation.requests() > 0)
                .sorted(Comparator.comparingDouble(
                        operation -> operation.responseMillis().p99()))
                .toList();
        if (busy.size() < 2) {
            return;
        }
        OperationResult slowest = busy.getLast();
        double median = busy.get((busy.size() - 1) / 2).responseMillis().p99();
        if (slowest.responseMillis().p99() > median * SLOW_OPERATION_RATIO) {
            add(
                    Severity.LOW,
                    "The slowest operation is " + slowest.name() + ": p99 "
                            + Words.millis(slowest.responseMillis().p99()) + " against " + Words.millis(median)
                            + " of the middle one.");
        }
    }

    private void lag() {
        double lag = run.lagMillis().p99();
        double response = run.responseMillis().p99();
        if (response > 0 && lag > response * LAG_SHARE) {
            add(
                    Severity.MEDIUM,
                    "The generator itself was late by " + Words.millis(lag) + " at p99, "
                            + Words.wholePercent(lag / response)
                            + " of the measured response time: read these latencies as an upper bound.");
        }
    }
}

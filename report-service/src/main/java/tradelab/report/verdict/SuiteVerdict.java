package tradelab.report.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;

/**
 * What the runs of a suite amount to.
 *
 * @param headline one sentence for whoever reads nothing else
 * @param reasons why, most important first
 * @param thresholdsHeld of all thresholds of all runs
 */
public record SuiteVerdict(Outcome outcome, String headline, List<String> reasons, int thresholdsHeld, int thresholds) {
    public SuiteVerdict {
        reasons = List.copyOf(reasons);
    }

    /** Judges {@code runs}: one failed run fails the suite; else one generator-limited run leaves it open. */
    public static SuiteVerdict of(List<TestResult> runs) {
        return of(runs, List.of());
    }

    /** As {@link #of(List)}, with reasons from elsewhere (a wrong fact) that fail the suite whatever the runs say. */
    public static SuiteVerdict of(List<TestResult> runs, List<String> otherFailures) {
        List<ThresholdResult> all =
                runs.stream().flatMap(run -> run.thresholds().stream()).toList();
        int held = (int) all.stream().filter(ThresholdResult::passed).count();
        List<String> reasons = new ArrayList<>();
        Outcome worst = Outcome.PASSED;
        for (Outcome wanted : List.of(Outcome.FAILED, Outcome.GENERATOR_LIMITED)) {
            for (TestResult run : runs) {
                if (Outcome.of(run) == wanted) {
                    worst = worse(worst, wanted);
                    reasons.addAll(wanted == Outcome.FAILED ? failures(run) : List.of(limited(run)));
                }
            }
        }
        if (runs.isEmpty()) {
            worst = Outcome.FAILED;
            reasons.add("No run was recorded, so nothing was shown.");
        }
        if (!otherFailures.isEmpty()) {
            worst = Outcome.FAILED;
            reasons.addAll(otherFailures);
        }
        if (worst == Outcome.PASSED) {
            reasons.addAll(held(runs, all));
        }
        return new SuiteVerdict(worst, headline(worst, runs, held, all.size()), reasons, held, all.size());
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String headline(Outcome outcome, List<TestResult> runs, int held, int thresholds) {
        return switch (outcome) {
            case PASSED ->
                thresholds == 0
                        ? "Finished, but no threshold was set: there was nothing to pass or fail."
                        : "Every threshold held: " + held + " of " + thresholds + " in "
                                + Words.count(runs.size(), "run") + ".";
            case FAILED ->
                held < thresholds
                        ? Words.count((long) thresholds - held, "threshold") + " of " + thresholds + " broken."
                        : runs.isEmpty() ? "Nothing ran." : "The thresholds held, but something else is wrong.";
            case GENERATOR_LIMITED ->
                "No verdict: the load generator, not the target, was the limit in "
                        + Words.count(limitedRuns(runs), "run") + ".";
        };
    }

    private static long limitedRuns(List<TestResult> runs) {
        return runs.stream()
                .filter(run -> Outcome.of(run) == Outcome.GENERATOR_LIMITED)
                .count();
    }

    private static List<String> failures(TestResult run) {
        List<String> reasons = new ArrayList<>();
        for (ThresholdResult threshold : run.thresholds()) {
            if (!threshold.passed()) {
                reasons.add(run.name() + ": " + broken(threshold));
            }
        }
        if (reasons.isEmpty()) {
            String causes = String.join("; ", run.causes());
            reasons.add(run.name() + ": ended as '" + run.verdict() + "'"
                    + (causes.isEmpty() ? ", without saying why." : ": " + causes + "."));
        }
        return reasons;
    }

    /** One broken threshold as a sentence. */
    static String broken(ThresholdResult threshold) {
        Optional<Margin> margin = Margin.of(threshold);
        if (margin.isEmpty()) {
            return threshold.threshold() + " was broken: measured " + Words.number(threshold.measured()) + ".";
        }
        Margin known = margin.get();
        String by = known.limit() == 0
                ? ""
                : ", " + Words.wholePercent(Math.abs(known.share())) + (known.upper() ? " over" : " short");
        return known.metric() + " was " + Words.quantity(known.measured(), known.unit()) + by + " the limit of "
                + Words.quantity(known.limit(), known.unit()) + ".";
    }

    private static String limited(TestResult run) {
        String causes = String.join("; ", run.causes());
        return run.name() + ": the generator could not keep its schedule, so these figures say nothing about the target"
                + (causes.isEmpty() ? "." : ": " + causes + ".");
    }

    private static List<String> held(List<TestResult> runs, List<ThresholdResult> thresholds) {
        long requests = runs.stream().mapToLong(TestResult::requests).sum();
        long errors = runs.stream().mapToLong(TestResult::errors).sum();
        List<String> reasons = new ArrayList<>();
        reasons.add(Words.count(requests, "request") + " answered as intended"
                + (errors == 0 ? ", none failed." : ", of which " + Words.count(errors) + " failed."));
        thresholds.stream()
                .flatMap(threshold -> Margin.of(threshold).stream())
                .filter(margin -> margin.limit() != 0)
                .min(Comparator.comparingDouble(Margin::share))
                .ifPresent(tightest -> reasons.add("The tightest was " + tightest.metric() + ": "
                        + Words.quantity(tightest.measured(), tightest.unit()) + " against a limit of "
                        + Words.quantity(tightest.limit(), tightest.unit()) + ", "
                        + Words.wholePercent(Math.max(0, tightest.share())) + " to spare."));
        return reasons;
    }
}

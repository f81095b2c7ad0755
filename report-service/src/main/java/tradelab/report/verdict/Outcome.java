package tradelab.report.verdict;

import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;

/** How a run, or a suite of runs, ended. */
public enum Outcome {
    /** Every threshold held. */
    PASSED("passed"),
    /** The generator could not keep its own schedule: the figures say nothing about the target. */
    GENERATOR_LIMITED("generator-limited"),
    /** A threshold was broken. */
    FAILED("failed");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** The word used in results, reports and JSON. */
    public String text() {
        return text;
    }

    /** Whether {@code verdict} is a word that a result may carry. */
    public static boolean known(String verdict) {
        for (Outcome outcome : values()) {
            if (outcome.text.equals(verdict)) {
                return true;
            }
        }
        return false;
    }

    /** Judges one run. What contradicts itself (a broken threshold in a "passed" run) has failed. */
    public static Outcome of(TestResult run) {
        if (run.verdict().equals(GENERATOR_LIMITED.text)) {
            return GENERATOR_LIMITED;
        }
        boolean held = run.thresholds().stream().allMatch(ThresholdResult::passed);
        return held && run.verdict().equals(PASSED.text) ? PASSED : FAILED;
    }
}

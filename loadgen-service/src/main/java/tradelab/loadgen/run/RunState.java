package tradelab.loadgen.run;

import tradelab.contracts.loadgen.TestResult;

/** Where a run, or the latest run of a test, stands. The last five are final. */
public enum RunState {
    /** Defined, never started. */
    CREATED,
    RUNNING,
    PASSED,
    FAILED,
    /** The figures are spoilt by the generator itself. */
    GENERATOR_LIMITED,
    /** Ended on request before its time. */
    STOPPED,
    /** It could not run at all: its target may no longer be loaded, or a defect on our side. */
    REFUSED;

    static RunState of(TestResult result, boolean stopped) {
        if (stopped) {
            return STOPPED;
        }
        return switch (result.verdict()) {
            case Verdict.PASSED -> PASSED;
            case Verdict.GENERATOR_LIMITED -> GENERATOR_LIMITED;
            default -> FAILED;
        };
    }
}

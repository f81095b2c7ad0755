package tradelab.contracts.loadgen;

/**
 * One threshold and whether the run kept it.
 *
 * @param threshold as the test defined it, for example {@code response.p99 < 50}
 * @param measured the value it was held against
 */
public record ThresholdResult(String threshold, double measured, boolean passed) {}

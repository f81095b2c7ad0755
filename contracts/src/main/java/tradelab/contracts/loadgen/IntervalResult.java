package tradelab.contracts.loadgen;

/**
 * One second of a test, by intended start.
 *
 * @param second since the test began, from 0
 * @param offered arrivals that the schedule intended
 * @param completed requests that got an answer
 */
public record IntervalResult(
        int second,
        long offered,
        long completed,
        long errors,
        double p50Millis,
        double p90Millis,
        double p99Millis,
        double maxMillis,
        double lagP99Millis) {}

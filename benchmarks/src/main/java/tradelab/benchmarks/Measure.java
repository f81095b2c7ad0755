package tradelab.benchmarks;

/**
 * What one side did in one phase.
 *
 * @param done operations that succeeded
 * @param cpuSeconds processor time of the measured processes
 */
record Measure(long done, long errors, double seconds, double cpuSeconds, double p50Millis, double p99Millis) {
    double perSecond() {
        return done / seconds;
    }

    double perCpuSecond() {
        return done / cpuSeconds;
    }
}

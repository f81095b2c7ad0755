package tradelab.benchmarks;

/**
 * What one side did in one phase.
 *
 * @param done operations that succeeded
 * @param cpuSeconds processor time of the measured processes
 */
record Measure(long done, long errors, double seconds, double cpuSeconds, double p50Millis, double p99Millis) {
    /** Returns the same, each operation counted as so many. */
    Measure times(int operations) {
        return new Measure(done * operations, errors, seconds, cpuSeconds, p50Millis, p99Millis);
    }

    double perSecond() {
        return done / seconds;
    }

    double perCpuSecond() {
        return done / cpuSeconds;
    }
}

package tradelab.contracts.loadgen;

/** Percentiles of a latency distribution, in milliseconds; the highest equivalent value of an HdrHistogram bucket. */
public record LatencyMillis(double mean, double p50, double p90, double p95, double p99, double p999, double max) {
    /** What an empty distribution says. */
    public static final LatencyMillis NONE = new LatencyMillis(0, 0, 0, 0, 0, 0, 0);
}

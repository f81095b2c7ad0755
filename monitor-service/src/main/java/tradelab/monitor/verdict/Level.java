package tradelab.monitor.verdict;

/** How bad it is, the mildest first. */
public enum Level {
    HEALTHY,
    /** Work is done, but something needs a look. */
    DEGRADED,
    /** Work is not done, or not done right. */
    FAILING
}

package tradelab.loadgen.threshold;

import tradelab.loadgen.threshold.Threshold.Metric;
import tradelab.loadgen.threshold.Threshold.Statistic;

/** The figures of a finished run, as thresholds ask for them. */
public interface Measures {

    /** Returns whether there is an operation of this name. */
    boolean has(String operation);

    /**
     * Returns the value: milliseconds for times, a second for rates, 0 to 1 for ratios.
     *
     * @param operation empty for the whole test
     * @param percentile 0 to 100, if {@code statistic} is {@link Statistic#PERCENTILE}
     */
    double value(String operation, Metric metric, Statistic statistic, double percentile);
}

package tradelab.loadgen.definition;

/** What a test is about. All types run as a load of the named endpoint; the type goes with the result. */
public enum TestType {
    API_LATENCY,
    LOAD_TEST,
    STRESS_TEST,
    ML_PREDICTION_THROUGHPUT,
    SIGNAL_GENERATION,
    STRATEGY_EXECUTION,
    END_TO_END
}

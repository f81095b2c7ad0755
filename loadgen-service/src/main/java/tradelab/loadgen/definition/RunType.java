package tradelab.loadgen.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.schedule.Paced;
import tradelab.loadgen.schedule.RateCurve;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Searched;
import tradelab.loadgen.schedule.Shapes;
import tradelab.loadgen.schedule.Stage;
import tradelab.loadgen.threshold.Threshold;
import tradelab.loadgen.threshold.ThresholdParser;

/**
 * A kind of run: what its schedule, operations and thresholds are, unless the definition says otherwise. The rate of the
 * definition is the usual one; what is many times as much is many times that.
 */
public enum RunType {
    /** A level, moderate load. */
    API_LATENCY(TestType.API_LATENCY, "errors.ratio < 0.01"),
    /** A tenth of the time up to the rate, and then level. */
    LOAD(TestType.LOAD_TEST, "errors.ratio < 0.01"),
    /** Ten steps from a fifth of the rate to twice the rate. */
    STRESS(TestType.STRESS_TEST),
    /** Ten times the rate for a fifth of the time. */
    SPIKE(TestType.STRESS_TEST, "errors.ratio < 0.10"),
    /** Twice the rate for half of the time. */
    PEAK(TestType.STRESS_TEST, "errors.ratio < 0.05"),
    /** A level load for long; watched for leaks. */
    ENDURANCE(TestType.LOAD_TEST, "errors.ratio < 0.01"),
    /** Searches for the highest rate that keeps the thresholds. */
    BREAKPOINT(TestType.STRESS_TEST),
    /** Orders as an opening auction brings them. */
    ORDER_STORM(TestType.STRESS_TEST, "errors.ratio < 0.01"),
    /** Orders, and waves of cancels of them. */
    CANCEL_STORM(TestType.STRESS_TEST, "errors.ratio < 0.01"),
    /**
     * A rate evenly at random between nothing and twice the rate, drawn from the seed anew each second, while the way to
     * the target goes wrong as {@link Chaos} has it.
     */
    MIXED_CHAOS(TestType.STRESS_TEST),
    /** Bursts of five times the rate, of reads that a cache can answer and of some that make it write. */
    CACHE_STORM(TestType.STRESS_TEST, "errors.ratio < 0.01"),
    PREDICTION(TestType.ML_PREDICTION_THROUGHPUT, "response.p95 < 100"),
    SIGNAL(TestType.SIGNAL_GENERATION, "errors.ratio < 0.01"),
    STRATEGY(TestType.STRATEGY_EXECUTION, "errors.ratio < 0.01"),
    END_TO_END(TestType.END_TO_END, "errors.ratio < 0.01");

    private static final String CANDLES = "/api/v1/candles/BITFINEX:tBTCUSD?timeframe=1m";
    private static final double SPIKE_FACTOR = 10;
    private static final double PEAK_FACTOR = 2;
    private static final double FIRST_RATE = 200;

    private static final int STRESS_STEPS = 10;
    private static final double BURST_FACTOR = 5;
    private static final int BURSTS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final TestType testType;
    private final List<String> thresholds;

    RunType(TestType testType, String... thresholds) {
        this.testType = testType;
        this.thresholds = List.of(thresholds);
    }

    TestType testType() {
        return testType;
    }

    List<Threshold> thresholds() {
        return thresholds.stream().map(ThresholdParser::parse).toList();
    }

    /** Returns null if the type has no shape of its own: a level load, or as fast as the connections allow. */
    @Nullable
    Schedule schedule(double rate, long seed, long nanos) {
        return switch (this) {
            case BREAKPOINT -> new Searched(rate > 0 ? rate : FIRST_RATE, nanos);
            case API_LATENCY, ENDURANCE, PREDICTION, SIGNAL, STRATEGY, END_TO_END -> null;
            case LOAD ->
                new Paced(
                        Shapes.ramp(0, some(rate), nanos / 10).then(RateCurve.constant(rate, nanos - nanos / 10)),
                        List.of(new Stage("ramp", 0), new Stage("hold", nanos / 10)));
            case STRESS -> new Paced(Shapes.steps(some(rate) / 5, 2 * rate, STRESS_STEPS, nanos), tenths(nanos));
            case SPIKE -> surge(rate, SPIKE_FACTOR, nanos, nanos * 2 / 5, nanos / 5, "spike");
            case PEAK -> surge(rate, PEAK_FACTOR, nanos, nanos / 4, nanos / 2, "peak");
            case ORDER_STORM -> new Paced(Shapes.openingAuction(some(rate) / 5, rate, nanos / 3, nanos));
            case CANCEL_STORM -> new Paced(Shapes.cancelStorm(some(rate) / 5, rate, nanos));
            case MIXED_CHAOS ->
                new Paced(Shapes.random(0, 2 * some(rate), Math.min(SECOND, nanos), seed, nanos), Chaos.stages(nanos));
            case CACHE_STORM ->
                new Paced(Shapes.burst(some(rate), BURST_FACTOR * rate, nanos / (2 * BURSTS), nanos / BURSTS, nanos));
        };
    }

    /** Returns the faults of a run of {@code nanos} if the definition names none. */
    List<FaultStep> faults(long nanos) {
        return this == MIXED_CHAOS ? Chaos.faults(nanos) : List.of();
    }

    private static double some(double rate) {
        if (!(rate > 0)) {
            throw Require.refused("rate", "above 0, because the run's shape is drawn around it", Double.toString(rate));
        }
        return rate;
    }

    private static Schedule surge(double rate, double factor, long nanos, long at, long length, String name) {
        return new Paced(
                Shapes.spike(some(rate), factor * rate, at, length, nanos),
                List.of(new Stage("before", 0), new Stage(name, at), new Stage("after", at + length)));
    }

    private static List<Stage> tenths(long nanos) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < STRESS_STEPS; i++) {
            stages.add(new Stage("step-" + (i + 1), nanos * i / STRESS_STEPS));
        }
        return stages;
    }

    /** Returns what the type sends if the definition names no operations; empty for a GET of the target. */
    List<Operation> operations() {
        return switch (this) {
            case ORDER_STORM -> List.of(order("submit", 1));
            case CANCEL_STORM ->
                List.of(
                        order("submit", 1),
                        new Operation(
                                "cancel",
                                1,
                                "DELETE",
                                "/api/v1/orders/load/${run}-submit-${recent:submit}",
                                Map.of(),
                                "",
                                new ExpectedStatuses(List.of("200", "202"))));
            case CACHE_STORM ->
                List.of(
                        Operation.get("read-one", 5, "/api/v1/quotes/BITFINEX:tBTCUSD"),
                        Operation.get("read-many", 3, CANDLES + "&limit=${random:100-999}"),
                        // Nobody asked for it before: the answer is fetched and written to all tiers.
                        Operation.get(
                                "write", 2, CANDLES + "&limit=100&end=17${random:10000000-60000000}${random:100-999}"));
            default -> List.of();
        };
    }

    private static Operation order(String name, int weight) {
        return Operation.post(name, weight, "/api/v1/orders", """
            {"account":"load","clientOrderId":"${run}-%s-${seq}","instrument":"BITFINEX:tBTCUSD","side":"BUY",\
            "type":"LIMIT","price":"${random:20000-21000}","amount":"${random:0.001-0.010}"}\
            """.formatted(name));
    }
}

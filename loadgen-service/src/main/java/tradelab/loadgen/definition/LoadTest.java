package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.endurance.GrowthWatch;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Searched;
import tradelab.loadgen.schedule.Stage;
import tradelab.loadgen.threshold.Threshold;
import tradelab.loadgen.threshold.ThresholdParser;

/**
 * A load test. Immutable and always valid; whether its target may be loaded is for the target guard to say.
 *
 * @param suite groups runs that belong together; empty if none
 * @param rate intended arrivals a second over all connections; 0 means as fast as the connections allow
 * @param connections kept open to the target, shared by the event loops
 * @param eventLoops how many engines share the schedule
 * @param timeout how long a request may take, and how long an arrival waits for a connection, before it is given up
 * @param waitingMax arrivals that may wait for a connection on each event loop; more are dropped and counted
 * @param seed of the choice of operations and of random values
 * @param shape when arrivals are intended, if not at a constant rate; {@code rate} is then its mean
 * @param growth what to watch of the target for leaks; null for nothing
 * @param conduct how the test is carried out
 */
public record LoadTest(
        String name,
        TestType type,
        String suite,
        TargetUrl target,
        double rate,
        Duration duration,
        int connections,
        int eventLoops,
        Duration timeout,
        int waitingMax,
        long seed,
        List<Operation> operations,
        List<Threshold> thresholds,
        @Nullable Schedule shape,
        @Nullable GrowthWatch growth,
        Conduct conduct) {
    public static final int CONNECTIONS_MAX = 10_000;
    public static final int EVENT_LOOPS_MAX = 64;
    public static final int WAITING_MAX = 1_000_000;
    public static final int WAITING_DEFAULT = 100_000;
    public static final int THRESHOLDS_MAX = 64;
    public static final double RATE_MAX = 1_000_000;
    public static final Duration DURATION_MIN = Duration.ofMillis(10);
    public static final Duration DURATION_MAX = Duration.ofNanos(ConstantRate.DURATION_NANOS_MAX);
    public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
    /** Together with waiting for a connection, twice this is the longest that an arrival stays open. */
    public static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);

    private static final int NAME_LENGTH_MAX = 200;
    private static final int SUITE_LENGTH_MAX = 64;

    public LoadTest {
        name = Require.text("name", name, NAME_LENGTH_MAX);
        type = Require.present("testType", type);
        suite = Require.present("suite", suite).isEmpty() ? "" : Require.text("suite", suite, SUITE_LENGTH_MAX);
        target = Require.present("target", target);
        if (!(rate >= 0 && rate <= RATE_MAX)) {
            throw Require.refused("rate", "0 to " + (long) RATE_MAX + " a second", Double.toString(rate));
        }
        requireBetween("duration", duration, DURATION_MIN, DURATION_MAX);
        requireBetween("timeout", timeout, Duration.ofMillis(1), TIMEOUT_MAX);
        var _ = Require.range("connections", connections, 1, CONNECTIONS_MAX);
        var _ = Require.range("eventLoops", eventLoops, 1, Math.min(EVENT_LOOPS_MAX, connections));
        var _ = Require.range("waitingMax", waitingMax, 1, WAITING_MAX);
        operations = List.copyOf(operations);
        OperationMix.requireConsistent(operations);
        requireShown(target, operations);
        thresholds = List.copyOf(thresholds);
        var _ = Require.range("thresholds", thresholds.size(), 0, THRESHOLDS_MAX);
        for (Threshold threshold : thresholds) {
            requireKnown(threshold, operations);
            requireStage(threshold, shape == null ? List.of() : shape.stages());
        }
        if (shape instanceof Searched && !conduct.faults().isEmpty()) {
            throw Require.refused(
                    "faults",
                    "none in a search, whose tries are many",
                    conduct.faults().size() + " faults");
        }
        if (shape != null && shape.durationNanos() != duration.toNanos()) {
            throw Require.refused("schedule.duration", duration.toString(), shape.durationNanos() + " ns");
        }
    }

    private static void requireBetween(String field, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw Require.refused(field, DurationText.of(min) + " to " + DurationText.of(max), DurationText.of(value));
        }
    }

    /** What no protocol shows cannot be looked at: every answer would count as one that failed its check. */
    private static void requireShown(TargetUrl target, List<Operation> operations) {
        if (target.scheme() == TargetUrl.Scheme.HTTP) {
            return;
        }
        for (Operation operation : operations) {
            String field = "operations." + operation.name();
            String expected = "none: answers are looked at over plain http only";
            if (!operation.step().checks().isEmpty()) {
                throw Require.refused(field + ".checks", expected, target.toString());
            }
            if (!operation.step().extract().isEmpty()) {
                throw Require.refused(field + ".extract", expected, target.toString());
            }
        }
    }

    private static void requireKnown(Threshold threshold, List<Operation> operations) {
        List<String> names = Stream.concat(
                        operations.stream().map(Operation::name),
                        operations.stream()
                                .flatMap(operation -> operation.step().tags().entrySet().stream())
                                .map(tag -> tag.getKey() + "=" + tag.getValue()))
                .distinct()
                .toList();
        if (!threshold.operation().isEmpty() && !names.contains(threshold.operation())) {
            throw Require.refused("thresholds", "one of the operations " + names, threshold.operation());
        }
    }

    private static void requireStage(Threshold threshold, List<Stage> stages) {
        List<String> names = stages.stream().map(Stage::name).toList();
        String stage = threshold.scope().stage();
        if (!stage.isEmpty() && !names.contains(stage)) {
            throw Require.refused(
                    "thresholds",
                    names.isEmpty() ? "no stage: the schedule has none" : "one of the stages " + names,
                    stage);
        }
    }

    /**
     * A plain test: one GET of the target.
     *
     * @throws IllegalArgumentException naming what is not accepted
     */
    public static LoadTest of(String target, double rate, Duration duration, int connections) {
        TargetUrl url = TargetUrl.parse(target);
        return new LoadTest(
                url.authority(),
                TestType.LOAD_TEST,
                "",
                url,
                rate,
                duration,
                connections,
                1,
                TIMEOUT_DEFAULT,
                WAITING_DEFAULT,
                1,
                plainOperations(url),
                List.of(),
                null,
                null,
                Conduct.DEFAULT);
    }

    /** What is sent when no operations are named: a GET of the URL itself. */
    static List<Operation> plainOperations(TargetUrl url) {
        return List.of(Operation.get("get", 1, literal(url.path())));
    }

    /** A path that was not written as a template is not one. */
    private static String literal(String path) {
        return path.replace("${", "$${");
    }

    /** Returns the same test with these operations; their paths are appended to the target's. */
    public LoadTest doing(List<Operation> newOperations) {
        return with(eventLoops, timeout, waitingMax, newOperations, thresholds);
    }

    /**
     * Returns the same test, whose one request is this instead of a GET of the URL; header values and body may contain
     * placeholders.
     */
    public LoadTest sending(String method, Map<String, String> headers, String body) {
        Operation request = new Operation(
                method.toLowerCase(Locale.ROOT),
                1,
                method,
                literal(target.path()),
                headers,
                body,
                ExpectedStatuses.SUCCESS);
        return new LoadTest(
                name,
                type,
                suite,
                new TargetUrl(target.scheme(), target.host(), target.port(), "/"),
                rate,
                duration,
                connections,
                eventLoops,
                timeout,
                waitingMax,
                seed,
                List.of(request),
                thresholds,
                shape,
                growth,
                conduct);
    }

    /** Returns the same test, held against these thresholds in the grammar of {@link ThresholdParser}. */
    public LoadTest keeping(String... newThresholds) {
        List<Threshold> parsed =
                Arrays.stream(newThresholds).map(ThresholdParser::parse).toList();
        return with(eventLoops, timeout, waitingMax, operations, parsed);
    }

    /** Returns the same test with other bounds of the engine. */
    public LoadTest bounded(Duration newTimeout, int newWaitingMax, int newEventLoops) {
        return with(newEventLoops, newTimeout, newWaitingMax, operations, thresholds);
    }

    /** Returns the same test at a constant rate. */
    public LoadTest at(double newRate, Duration newDuration) {
        return new LoadTest(
                name,
                type,
                suite,
                target,
                newRate,
                newDuration,
                connections,
                eventLoops,
                timeout,
                waitingMax,
                seed,
                operations,
                thresholds,
                null,
                null,
                conduct);
    }

    private LoadTest with(
            int newEventLoops,
            Duration newTimeout,
            int newWaitingMax,
            List<Operation> newOperations,
            List<Threshold> newThresholds) {
        return new LoadTest(
                name,
                type,
                suite,
                target,
                rate,
                duration,
                connections,
                newEventLoops,
                newTimeout,
                newWaitingMax,
                seed,
                newOperations,
                newThresholds,
                shape,
                growth,
                conduct);
    }

    /** Returns the part of the target's path that goes before each operation's; empty if there is none. */
    public String basePath() {
        boolean plain = operations.equals(plainOperations(target));
        String path = target.path();
        int query = path.indexOf('?');
        String before = query < 0 ? path : path.substring(0, query);
        return plain || before.equals("/")
                ? ""
                : before.endsWith("/") ? before.substring(0, before.length() - 1) : before;
    }

    /** Returns when arrivals are intended; a test that is a closed loop has no such schedule. */
    public Schedule schedule() {
        return shape == null ? new ConstantRate(rate, duration.toNanos()) : shape;
    }

    /** Returns whether the test has no schedule: each connection sends as soon as it may. */
    public boolean isClosedLoop() {
        return shape == null && rate <= 0;
    }
}

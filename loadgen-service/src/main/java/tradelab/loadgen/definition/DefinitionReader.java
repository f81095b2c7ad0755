package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.loadgen.endurance.GrowthWatch;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.threshold.Threshold;

/**
 * Reads a load test as people write it, in YAML or JSON. Fields left out have defaults; unknown ones are refused, with
 * file, line and column, as is everything else that cannot be used. The published schema: {@code load-test.schema.json}.
 */
public final class DefinitionReader {
    private static final int CONNECTIONS_DEFAULT = 32;
    private static final Duration DURATION_DEFAULT = Duration.ofSeconds(10);

    private final Fields fields;

    private DefinitionReader(Fields fields) {
        this.fields = fields;
    }

    /**
     * Returns the test that {@code text} defines.
     *
     * @param file its name, for messages
     * @throws IllegalArgumentException naming file, line, column, field, expectation and what came
     */
    public static LoadTest read(String file, String text) {
        Fields fields = Fields.of(DefinitionText.parse(file, text));
        return fields.whole(() -> new DefinitionReader(fields).test());
    }

    private LoadTest test() {
        String named = oneOf("target", "targetUrl");
        TargetUrl url = fields.placed(named, () -> TargetUrl.parse(fields.text(named)));
        long seed = fields.whole("seed", 1);
        Fields options = fields.object("options");
        K6Options k6 = options == null ? null : K6Options.read(options);
        Duration duration = k6 == null ? fields.duration("duration", DURATION_DEFAULT) : k6.duration();
        RunType run = fields.has("run") ? fields.oneOf("run", RunType.class, RunType.LOAD) : null;
        double rate = fields.number("rate", 0);
        Schedule schedule = k6 == null ? schedule(run, rate, seed, duration) : k6.schedule();
        List<Operation> operations = operations(url, run);
        return new LoadTest(
                fields.text("name", url.authority()),
                fields.oneOf("testType", TestType.class, run == null ? TestType.LOAD_TEST : run.testType()),
                fields.text("suite", ""),
                url,
                schedule == null ? rate : (double) schedule.count() / schedule.durationNanos() * 1e9,
                schedule == null ? duration : Duration.ofNanos(schedule.durationNanos()),
                (int) fields.whole(
                        oneOf("connections", "concurrent"),
                        k6 == null || k6.users() == 0 ? CONNECTIONS_DEFAULT : k6.users()),
                (int) fields.whole("eventLoops", 1),
                fields.duration("timeout", LoadTest.TIMEOUT_DEFAULT),
                (int) fields.whole("waitingMax", LoadTest.WAITING_DEFAULT),
                seed,
                operations,
                options == null ? thresholds(fields, run) : thresholds(options, run),
                schedule,
                growth());
    }

    private @Nullable GrowthWatch growth() {
        Fields watch = fields.object("watch");
        return watch == null
                ? null
                : watch.whole(() -> new GrowthWatch(
                        watch.placed("metrics", () -> TargetUrl.parse(watch.text("metrics"))),
                        watch.text("figure"),
                        watch.duration("every", Duration.ofSeconds(1)),
                        watch.number("limit", 0)));
    }

    /** Returns which of two names is used; both are too many. */
    private String oneOf(String name, String other) {
        if (!fields.has(other)) {
            return name;
        }
        if (fields.has(name)) {
            throw fields.refused(other, "either " + name + " or " + other);
        }
        return other;
    }

    private @Nullable Schedule schedule(@Nullable RunType run, double rate, long seed, Duration duration) {
        Fields written = fields.object("schedule");
        if (written != null) {
            if (fields.has("rate")) {
                throw fields.refused("rate", "either rate or schedule");
            }
            return ScheduleReader.read(written, seed, duration);
        }
        return run == null ? null : fields.placed("rate", () -> run.schedule(rate, duration.toNanos()));
    }

    private List<Operation> operations(TargetUrl url, @Nullable RunType run) {
        if (fields.has("operations")) {
            return fields.objects("operations", (operation, _) -> operation(operation));
        }
        return run == null || run.operations().isEmpty() ? LoadTest.plainOperations(url) : run.operations();
    }

    private static Operation operation(Fields fields) {
        Value body = fields.find("body");
        String text = switch (body) {
            case null -> "";
            case Value.Text written -> written.text();
            default -> Json.write(body.plain()).toString();
        };
        List<String> statuses = new ArrayList<>();
        fields.items("expectedStatuses").forEach(status -> statuses.add(status.shown()));
        return new Operation(
                Require.present("name", fields.has("name") ? fields.text("name") : null),
                (int) fields.whole("weight", 1),
                fields.text("method", text.isEmpty() ? "GET" : "POST"),
                fields.text("path", "/"),
                fields.texts("headers"),
                text,
                statuses.isEmpty() ? ExpectedStatuses.SUCCESS : new ExpectedStatuses(statuses));
    }

    private static List<Threshold> thresholds(Fields fields, @Nullable RunType run) {
        List<Threshold> read = new ArrayList<>();
        switch (fields.find("thresholds")) {
            case null -> {
                if (run != null) {
                    read.addAll(run.thresholds());
                }
            }
            case Value.Items list -> list.items().forEach(item -> read.add(ThresholdReader.read("", item)));
            case Value.Members k6 ->
                k6.members().forEach((metric, expressions) -> {
                    if (!(expressions instanceof Value.Items list)) {
                        throw Require.refused(
                                expressions.place() + ": thresholds." + metric, "a list of texts", expressions.shown());
                    }
                    list.items().forEach(item -> read.add(ThresholdReader.read(metric + ": ", item)));
                });
            default -> throw fields.refused("thresholds", "a list of texts");
        }
        return read;
    }
}

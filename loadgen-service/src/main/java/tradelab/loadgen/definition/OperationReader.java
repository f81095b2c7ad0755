package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.loadgen.operation.Check;
import tradelab.loadgen.operation.Check.Comparison;
import tradelab.loadgen.operation.Data;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.Source;
import tradelab.loadgen.operation.Step;

/** Reads operations, and sessions as chains of operations: each step follows the one before it. */
final class OperationReader {
    private static final int REPEAT_MAX = 50;

    private final Data data;

    OperationReader(Data data) {
        this.data = data;
    }

    /** Returns all operations that the test names, those of sessions at the end; empty if it names none. */
    List<Operation> read(Fields fields) {
        List<Operation> all = new ArrayList<>(fields.objects(
                "operations",
                (operation, _) -> operation(operation, operation.count("weight", 1, Operation.WEIGHT_MAX))));
        fields.objects("sessions", (session, _) -> session(session)).forEach(all::addAll);
        return all;
    }

    private List<Operation> session(Fields fields) {
        String name = Require.id("name", fields.text("name"));
        int weight = fields.count("weight", 1, Operation.WEIGHT_MAX);
        int repeat = fields.has("repeat") ? fields.count("repeat", 1, REPEAT_MAX) : 1;
        List<Duration[]> pauses = new ArrayList<>();
        List<Operation> once = fields.objects("steps", (step, i) -> {
            pauses.add(pause(step));
            return operation(step, i == 0 ? weight : 0);
        });
        if (once.isEmpty() || repeat < 1) {
            throw fields.refused(repeat < 1 ? "repeat" : "steps", "at least one");
        }
        List<Operation> steps = new ArrayList<>();
        for (int round = 1; round <= repeat; round++) {
            for (Operation step : once) {
                steps.add(named(
                        step, round == 1 ? step.name() : step.name() + "." + round, steps.isEmpty() ? weight : 0));
            }
        }
        List<Operation> chain = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Operation step = steps.get(i);
            Duration[] pause = pauses.get(i % once.size());
            String then = i + 1 < steps.size() ? steps.get(i + 1).name() : "";
            Map<String, String> tags = new LinkedHashMap<>(step.step().tags());
            var _ = tags.putIfAbsent("session", name);
            Step tagged = new Step(step.step().checks(), step.step().extract(), "", 0, 0, tags);
            chain.add(step.with(step.weight(), tagged.then(then, pause[0].toNanos(), pause[1].toNanos())));
        }
        return chain;
    }

    private static Operation named(Operation operation, String name, int weight) {
        return new Operation(
                name,
                weight,
                operation.method(),
                operation.path(),
                operation.headers(),
                operation.body(),
                operation.expected(),
                operation.step(),
                operation.data(),
                operation.answers());
    }

    /** Returns the shortest and the longest pause: {@code think: 1s}, or {@code think: {min: 1s, max: 3s}}. */
    private static Duration[] pause(Fields step) {
        if (step.find("think") instanceof Value.Members) {
            Fields range = Require.present("think", step.object("think"));
            return range.whole(() -> new Duration[] {range.duration("min", Duration.ZERO), range.duration("max")});
        }
        Duration same = step.duration("think", Duration.ZERO);
        return new Duration[] {same, same};
    }

    private Operation operation(Fields fields, int weight) {
        String text = text(fields.find("body"));
        List<String> statuses = new ArrayList<>();
        fields.items("expectedStatuses").forEach(status -> statuses.add(status.shown()));
        return new Operation(
                fields.text("name"),
                weight,
                fields.text("method", text.isEmpty() ? "GET" : "POST"),
                fields.text("path", "/"),
                fields.texts("headers"),
                text,
                statuses.isEmpty() ? ExpectedStatuses.SUCCESS : new ExpectedStatuses(statuses),
                new Step(
                        fields.objects("checks", (check, i) -> check(check, i)),
                        extract(fields),
                        "",
                        0,
                        0,
                        fields.texts("tags")),
                data,
                fields.count("answers", 1, 1, Operation.ANSWERS_MAX));
    }

    private static String text(@Nullable Value body) {
        return switch (body) {
            case null -> "";
            case Value.Text written -> written.text();
            default -> Json.write(body.plain()).toString();
        };
    }

    private static Map<String, Source> extract(Fields fields) {
        Fields named = fields.object("extract");
        Map<String, Source> sources = new LinkedHashMap<>();
        if (named != null) {
            named.names().forEach(name -> {
                Fields source = named.object(name);
                if (source == null) {
                    throw named.refused(name, "where it stands: header, pointer or pattern");
                }
                sources.put(name, source.whole(() -> source(source)));
            });
        }
        return sources;
    }

    private static Source source(Fields fields) {
        if (fields.has("header")) {
            return new Source(Source.Kind.HEADER, fields.text("header"), 0);
        }
        if (fields.has("pointer")) {
            return new Source(Source.Kind.POINTER, fields.text("pointer"), 0);
        }
        if (fields.has("pattern")) {
            return new Source(Source.Kind.PATTERN, fields.text("pattern"), fields.count("group", 0, 100));
        }
        return new Source(Source.Kind.BODY, "", 0);
    }

    private static Check check(Fields fields, int index) {
        Source source = source(fields);
        Comparison comparison = Comparison.EXISTS;
        String value = "";
        for (Comparison possible : List.of(Comparison.EQUALS, Comparison.CONTAINS, Comparison.MATCHES)) {
            String word = possible.name().toLowerCase(Locale.ROOT);
            if (fields.has(word)) {
                if (comparison != Comparison.EXISTS) {
                    throw fields.refused(word, "one of equals, contains and matches");
                }
                comparison = possible;
                Value written = Require.present(word, fields.find(word));
                if (written instanceof Value.Members || written instanceof Value.Items) {
                    throw fields.refused(word, "a text, a number, true, false or null");
                }
                value = written.shown();
            }
        }
        if (source.kind() == Source.Kind.BODY && comparison == Comparison.EXISTS) {
            throw fields.refused("contains", "what the body must contain, match or equal");
        }
        return new Check(fields.text("name", "check " + (index + 1)), source, comparison, value);
    }
}

package tradelab.loadgen.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradelab.contracts.Require;

/** Whether operations make sense together. Pure. */
final class Consistency {
    private Consistency() {}

    static void require(List<Operation> operations) {
        var _ = Require.range("operations", operations.size(), 1, OperationMix.OPERATIONS_MAX);
        Map<String, Operation> named = new HashMap<>();
        for (Operation operation : operations) {
            if (named.put(operation.name(), operation) != null) {
                throw Require.refused("operations.name", "a name only once", operation.name());
            }
            if (!operation.data().equals(operations.getFirst().data())) {
                throw Require.refused("operations." + operation.name(), "the data of all others", "other data");
            }
        }
        Map<String, String> before = predecessors(operations, named);
        for (Operation operation : operations) {
            requireReachable(operation, before);
            requireRecent(operation, named);
            requireNames(operation, named, before);
        }
        if (operations.stream()
                .noneMatch(operation -> operation.recentName().isEmpty() && !before.containsKey(operation.name()))) {
            throw Require.refused(
                    "operations", "at least one without ${recent:NAME}", String.join(", ", named.keySet()));
        }
    }

    /** Returns who comes before each operation that follows another. */
    private static Map<String, String> predecessors(List<Operation> operations, Map<String, Operation> named) {
        Map<String, String> before = new HashMap<>();
        for (Operation operation : operations) {
            String then = operation.step().then();
            if (then.isEmpty()) {
                continue;
            }
            if (!named.containsKey(then)) {
                throw Require.refused("operations." + operation.name() + ".then", "an operation", then);
            }
            if (before.put(then, operation.name()) != null) {
                throw Require.refused(
                        "operations." + operation.name() + ".then", "one that follows no other yet", then);
            }
        }
        return before;
    }

    private static void requireReachable(Operation operation, Map<String, String> before) {
        String name = operation.name();
        boolean follows = before.containsKey(name);
        if (follows != (operation.weight() == 0)) {
            throw Require.refused(
                    "operations." + name + ".weight",
                    follows ? "0, because it follows another" : "at least 1",
                    Integer.toString(operation.weight()));
        }
        Set<String> seen = new HashSet<>();
        for (String at = name; at != null; at = before.get(at)) {
            if (!seen.add(at)) {
                throw Require.refused("operations." + name + ".then", "an end of the session", "a circle");
            }
        }
    }

    private static void requireRecent(Operation operation, Map<String, Operation> named) {
        if (!operation.recentName().isEmpty() && !named.containsKey(operation.recentName())) {
            throw Require.refused(
                    "operations." + operation.name() + " ${recent:NAME}",
                    "one of " + named.keySet().stream().sorted().toList(),
                    operation.recentName());
        }
        if (!operation.recentName().isEmpty() && operation.weight() == 0) {
            throw Require.refused(
                    "operations." + operation.name() + " ${recent:NAME}",
                    "none inside of a session, where ${var:NAME} is",
                    operation.recentName());
        }
    }

    private static void requireNames(Operation operation, Map<String, Operation> named, Map<String, String> before) {
        List<String> variables = new ArrayList<>();
        for (String at = before.get(operation.name()); at != null; at = before.get(at)) {
            variables.addAll(Require.present(at, named.get(at)).step().extract().keySet());
        }
        Names names = new Names(operation.data(), variables);
        try {
            operation.parts().forEach(part -> requireName(part, names));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("operations." + operation.name() + ": " + e.getMessage(), e);
        }
    }

    private static void requireName(Template.Part part, Names names) {
        switch (part) {
            case Template.FeedValue(String feed, String column) -> {
                var _ = names.column(names.feed(feed), column);
            }
            case Template.Key(String key) -> {
                var _ = names.key(key);
            }
            case Template.Variable(String variable) -> {
                var _ = names.variable(variable);
            }
            case Template.Literal _,
                    Template.Run _,
                    Template.Sequence _,
                    Template.Uuid _,
                    Template.RandomDecimal _,
                    Template.Recent _ -> {
                // refer to nothing of a session
            }
        }
    }
}

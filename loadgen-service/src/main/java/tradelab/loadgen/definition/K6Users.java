package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Require;
import tradelab.loadgen.definition.K6Options.Executor;
import tradelab.loadgen.engine.Population;
import tradelab.loadgen.engine.Population.Step;
import tradelab.loadgen.schedule.Stage;

/** Reads those of k6's executors whose virtual users set the pace themselves: the closed model. */
final class K6Users {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MAX_DURATION = Duration.ofMinutes(10);

    private K6Users() {}

    /** So many users for so long. */
    static K6Options constant(String name, Fields fields, String exec) {
        int users = users(fields, "vus");
        long length = fields.duration("duration", SECOND, MILLI).toNanos();
        return options(name, fields, List.of(new Step(0, length, users, users)), 0, false, exec, Executor.CONSTANT_VUS);
    }

    /**
     * Users that come and go: from stage to stage evenly to its target.
     *
     * @param start the field that says how many there are in the beginning
     */
    static K6Options ramping(String name, Fields fields, String exec, String start) {
        int[] users = {fields.count(start, 1, LoadTest.CONNECTIONS_MAX)};
        long[] at = {0};
        List<Step> steps = fields.objects("stages", (stage, _) -> {
            long length =
                    stage.duration("duration", Duration.ofNanos(-1), MILLI).toNanos();
            if (length < 0) {
                throw stage.refused("duration", "a duration such as 30s, or milliseconds");
            }
            if (!stage.has("target")) {
                throw stage.refused("target", "a number of virtual users");
            }
            int target = stage.count("target", 0, LoadTest.CONNECTIONS_MAX);
            Step step = new Step(at[0], at[0] + length, users[0], target);
            at[0] += length;
            users[0] = target;
            return step;
        });
        var _ = fields.placed("stages", () -> Require.range("stages", steps.size(), 1, Stage.STAGES_MAX));
        return options(name, fields, steps, 0, false, exec, Executor.RAMPING_VUS);
    }

    /**
     * So many iterations, and then it is over.
     *
     * @param each whether every user has so many; otherwise all share them
     * @param longest the field that says when it is over at the latest
     */
    static K6Options iterating(String name, Fields fields, String exec, boolean each, String longest) {
        int users = users(fields, "vus");
        long length = fields.duration(longest, MAX_DURATION, MILLI).toNanos();
        long iterations = fields.whole("iterations", 1);
        long least = each ? 1 : users;
        if (iterations < least || iterations > Population.ITERATIONS_MAX) {
            throw fields.refused(
                    "iterations", least + " to " + Population.ITERATIONS_MAX + (each ? "" : ", at least one a user"));
        }
        return options(
                name,
                fields,
                List.of(new Step(0, length, users, users)),
                iterations,
                each,
                exec,
                Executor.SHARED_ITERATIONS);
    }

    private static int users(Fields fields, String field) {
        int users = fields.count(field, 1, LoadTest.CONNECTIONS_MAX);
        if (users == 0) {
            throw fields.refused(field, "at least 1");
        }
        return users;
    }

    private static K6Options options(
            String name,
            Fields fields,
            List<Step> steps,
            long iterations,
            boolean each,
            String exec,
            Executor executor) {
        long start = fields.duration("startTime", Duration.ZERO, MILLI).toNanos();
        List<Step> moved = new ArrayList<>();
        if (start > 0) {
            moved.add(new Step(0, start, 0, 0));
        }
        int most = 0;
        for (Step step : steps) {
            moved.add(new Step(step.fromNanos() + start, step.toNanos() + start, step.from(), step.to()));
            most = Math.max(most, Math.max(step.from(), step.to()));
        }
        if (most == 0) {
            throw fields.refused("stages", "at least one virtual user at some time");
        }
        boolean level = start == 0
                && steps.size() == 1
                && steps.getFirst().from() == steps.getFirst().to();
        return new K6Options(
                name,
                null,
                Duration.ofNanos(moved.getLast().toNanos()),
                most,
                new Population(level ? List.of() : moved, iterations, each),
                exec,
                K6Options.grace(fields, executor));
    }
}

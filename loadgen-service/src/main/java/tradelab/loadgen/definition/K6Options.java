package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.schedule.Paced;
import tradelab.loadgen.schedule.RateCurve;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Shapes;
import tradelab.loadgen.schedule.Stage;

/**
 * One scenario of k6's {@code options}, of the executors that a stream of requests can stand for. Plain numbers are
 * milliseconds, as k6 has it. Whatever of k6 cannot be kept is refused with the reason.
 *
 * @param name of the scenario; empty if the options name none
 * @param schedule null for a closed model
 * @param users virtual users, each a connection; 0 if the scenario does not say
 * @param exec the only operation, or first step of a session, that it does; empty for all
 */
record K6Options(String name, @Nullable Schedule schedule, Duration duration, int users, String exec) {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SCENARIOS_MAX = 16;

    /** What k6 knows and this does not, and why. */
    private static final Map<String, String> REFUSED = refused();

    private enum Executor {
        CONSTANT_ARRIVAL_RATE,
        RAMPING_ARRIVAL_RATE,
        CONSTANT_VUS
    }

    private static Map<String, String> refused() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("stages", "no users that come and go: a scenario of ramping-arrival-rate has stages");
        reasons.put("iterations", "no number of iterations: rate times duration is one");
        reasons.put("gracefulStop", "timeout instead, which requests under way have at the end");
        reasons.put("gracefulRampDown", "no users that come and go");
        reasons.put("startVUs", "no users that come and go: a scenario of ramping-arrival-rate has a startRate");
        reasons.put("maxDuration", "duration");
        reasons.put("rps", "a rate: a limit on top of it would only hide that it is not reached");
        reasons.put("env", "no script that could read it");
        reasons.put("tags", "tags on operations");
        reasons.put("userAgent", "a user-agent among the headers of operations");
        reasons.put("noConnectionReuse", "connections that are kept, as the target's real clients do");
        reasons.put("insecureSkipTLSVerify", "a target whose certificate can be verified");
        reasons.put("minIterationDuration", "think of a session's steps");
        reasons.put("summaryTrendStats", "nothing: results always have mean, p50 to p99.9 and max");
        reasons.put("setupTimeout", "no script that has a setup");
        reasons.put("teardownTimeout", "no script that has a teardown");
        reasons.put("executionSegment", "agents, which divide the schedule themselves");
        reasons.put("executionSegmentSequence", "agents, which divide the schedule themselves");
        return reasons;
    }

    private static void refuse(Fields fields, boolean hasStages) {
        REFUSED.forEach((name, instead) -> {
            if (fields.has(name) && !(hasStages && name.equals("stages"))) {
                throw fields.refused(name, instead);
            }
        });
    }

    /** Returns the scenarios, at least one. */
    static List<K6Options> read(Fields options) {
        return options.whole(() -> {
            var _ = options.find("thresholds"); // read beside those of the test
            var _ = options.flag("discardResponseBodies", true); // kept only for operations that look at them
            refuse(options, false);
            Fields scenarios = options.object("scenarios");
            if (scenarios == null) {
                return List.of(closed("", options, ""));
            }
            if (options.has("vus") || options.has("duration")) {
                throw options.refused("scenarios", "either scenarios or vus and duration");
            }
            var _ = Require.range("scenarios", scenarios.names().size(), 1, SCENARIOS_MAX);
            List<K6Options> all = new ArrayList<>();
            for (String name : scenarios.names()) {
                Fields scenario = scenarios.object(name);
                if (scenario == null) {
                    throw scenarios.refused(name, "an object with an executor");
                }
                all.add(scenario.whole(() -> scenario(Require.id("scenarios", name), scenario)));
            }
            return all;
        });
    }

    private static K6Options closed(String name, Fields fields, String exec) {
        if (!fields.duration("startTime", Duration.ZERO, MILLI).isZero()) {
            throw fields.refused("startTime", "0, because users without a schedule cannot come later");
        }
        int users = Math.max(1, fields.count("vus", 1, LoadTest.CONNECTIONS_MAX));
        return new K6Options(name, null, fields.duration("duration", SECOND, MILLI), users, exec);
    }

    private static K6Options scenario(String name, Fields fields) {
        refuseExecutor(fields);
        Executor executor = fields.oneOf("executor", Executor.class, Executor.CONSTANT_VUS);
        refuse(fields, executor == Executor.RAMPING_ARRIVAL_RATE);
        List<String> names = new ArrayList<>();
        List<Shapes.Target> targets = executor == Executor.RAMPING_ARRIVAL_RATE
                ? fields.objects("stages", (stage, i) -> {
                    names.add("stage-" + (i + 1));
                    return ScheduleReader.target(stage, MILLI);
                })
                : List.of();
        String exec = fields.text("exec", "");
        if (executor == Executor.CONSTANT_VUS) {
            return closed(name, fields, exec);
        }
        long unit = fields.duration("timeUnit", SECOND, MILLI).toNanos();
        RateCurve curve;
        if (executor == Executor.CONSTANT_ARRIVAL_RATE) {
            long length = fields.duration("duration", Duration.ZERO, MILLI).toNanos();
            double rate = fields.number("rate");
            names.add("all");
            targets = List.of(new Shapes.Target(length, rate));
            curve = Shapes.stages(rate, unit, targets);
        } else {
            curve = Shapes.stages(fields.number("startRate", 0), unit, targets);
        }
        long start = fields.duration("startTime", Duration.ZERO, MILLI).toNanos();
        int users = fields.count("preAllocatedVUs", 0, LoadTest.CONNECTIONS_MAX);
        return new K6Options(
                name,
                later(curve, start, ScheduleReader.named(targets, names)),
                Duration.ofNanos(start + curve.durationNanos()),
                Math.max(users, fields.count("maxVUs", users, LoadTest.CONNECTIONS_MAX)),
                exec);
    }

    private static void refuseExecutor(Fields fields) {
        String reason = switch (fields.text("executor", "")) {
            case "ramping-vus" -> "no users that come and go: ramping-arrival-rate instead";
            case "per-vu-iterations", "shared-iterations" ->
                "no number of iterations: constant-arrival-rate, whose rate times duration is one";
            case "externally-controlled" -> "a rate, which can be changed while the test runs";
            default -> "";
        };
        if (!reason.isEmpty()) {
            throw fields.refused("executor", reason);
        }
    }

    /** Returns the schedule of {@code curve}, {@code startNanos} later. */
    private static Schedule later(RateCurve curve, long startNanos, List<Stage> stages) {
        if (startNanos == 0) {
            return new Paced(curve, stages);
        }
        List<Stage> moved = new ArrayList<>(List.of(new Stage("before", 0)));
        stages.forEach(stage -> moved.add(new Stage(stage.name(), stage.fromNanos() + startNanos)));
        return new Paced(RateCurve.constant(0, startNanos).then(curve), moved);
    }
}

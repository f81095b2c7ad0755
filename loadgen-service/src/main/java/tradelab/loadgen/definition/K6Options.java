package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.engine.Grace;
import tradelab.loadgen.engine.Population;
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
 * @param population when the users of a closed model are there, and how often they begin
 * @param grace of what has begun, at the end and when a user must go
 * @param exec the only operation, or first step of a session, that it does; empty for all
 */
record K6Options(
        String name,
        @Nullable Schedule schedule,
        Duration duration,
        int users,
        Population population,
        String exec,
        Grace grace) {
    /** What k6 gives whoever must end, unless it is told otherwise. */
    private static final Duration GRACE_DEFAULT = Duration.ofSeconds(30);

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SCENARIOS_MAX = 16;

    /** What k6 knows and this does not, and why. */
    private static final Map<String, String> REFUSED = refused();

    enum Executor {
        CONSTANT_ARRIVAL_RATE,
        RAMPING_ARRIVAL_RATE,
        CONSTANT_VUS,
        RAMPING_VUS,
        SHARED_ITERATIONS,
        PER_VU_ITERATIONS;

        boolean hasStages() {
            return this == RAMPING_ARRIVAL_RATE || this == RAMPING_VUS;
        }

        boolean hasIterations() {
            return this == SHARED_ITERATIONS || this == PER_VU_ITERATIONS;
        }
    }

    private static Map<String, String> refused() {
        Map<String, String> reasons = new LinkedHashMap<>();
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

    private static void refuse(Fields fields, Executor executor) {
        REFUSED.forEach((name, instead) -> refuse(fields, name, instead, true));
        refuse(fields, "stages", "an executor of stages: ramping-arrival-rate or ramping-vus", !executor.hasStages());
        refuse(
                fields,
                "iterations",
                "an executor of iterations: shared-iterations or per-vu-iterations",
                !executor.hasIterations());
        refuse(fields, "startVUs", "an executor that has it: ramping-vus", executor != Executor.RAMPING_VUS);
        refuse(fields, "maxDuration", "duration", !executor.hasIterations());
        refuse(fields, "gracefulRampDown", "an executor that has it: ramping-vus", executor != Executor.RAMPING_VUS);
    }

    /** Returns how long whatever has begun may go on; what is not said is as k6 has it. */
    static Grace grace(Fields fields, Executor executor) {
        Duration stop = fields.duration("gracefulStop", GRACE_DEFAULT, MILLI);
        Duration rampDown = fields.duration("gracefulRampDown", GRACE_DEFAULT, MILLI);
        return new Grace(stop.toNanos(), executor == Executor.RAMPING_VUS ? rampDown.toNanos() : -1);
    }

    private static void refuse(Fields fields, String name, String instead, boolean unless) {
        if (unless && fields.has(name)) {
            throw fields.refused(name, instead);
        }
    }

    /** Returns the scenarios, at least one. */
    static List<K6Options> read(Fields options) {
        return options.whole(() -> {
            var _ = options.find("thresholds"); // read beside those of the test
            var _ = options.flag("discardResponseBodies", true); // kept only for operations that look at them
            Fields scenarios = options.object("scenarios");
            if (scenarios == null) {
                return List.of(shorthand(options));
            }
            for (String other : List.of("vus", "duration", "iterations", "stages")) {
                if (options.has(other)) {
                    throw options.refused("scenarios", "either scenarios or vus, duration, iterations and stages");
                }
            }
            refuse(options, Executor.CONSTANT_VUS);
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

    /** What stands outside of scenarios is one without a name: of stages, of iterations, or of neither. */
    private static K6Options shorthand(Fields options) {
        boolean ramping = options.has("stages");
        if (ramping && (options.has("iterations") || options.has("duration"))) {
            throw options.refused("stages", "either stages or duration and iterations");
        }
        if (ramping) {
            refuse(options, Executor.RAMPING_VUS);
            return K6Users.ramping("", options, "", "vus");
        }
        if (options.has("iterations")) {
            refuse(options, Executor.SHARED_ITERATIONS);
            return K6Users.iterating("", options, "", false, "duration");
        }
        refuse(options, Executor.CONSTANT_VUS);
        return K6Users.constant("", options, "");
    }

    private static K6Options scenario(String name, Fields fields) {
        if (fields.text("executor", "").equals("externally-controlled")) {
            throw fields.refused("executor", "a rate, which can be changed while the test runs");
        }
        Executor executor = fields.oneOf("executor", Executor.class, Executor.CONSTANT_VUS);
        refuse(fields, executor);
        String exec = fields.text("exec", "");
        return switch (executor) {
            case CONSTANT_VUS -> K6Users.constant(name, fields, exec);
            case RAMPING_VUS -> K6Users.ramping(name, fields, exec, "startVUs");
            case SHARED_ITERATIONS -> K6Users.iterating(name, fields, exec, false, "maxDuration");
            case PER_VU_ITERATIONS -> K6Users.iterating(name, fields, exec, true, "maxDuration");
            case CONSTANT_ARRIVAL_RATE -> {
                double rate = fields.number("rate");
                long length = fields.duration("duration", Duration.ZERO, MILLI).toNanos();
                yield arrivals(name, fields, rate, List.of(new Shapes.Target(length, rate)), List.of("all"), exec);
            }
            case RAMPING_ARRIVAL_RATE -> {
                List<String> names = new ArrayList<>();
                List<Shapes.Target> targets = fields.objects("stages", (stage, i) -> {
                    names.add("stage-" + (i + 1));
                    return ScheduleReader.target(stage, MILLI);
                });
                yield arrivals(name, fields, fields.number("startRate", 0), targets, names, exec);
            }
        };
    }

    private static K6Options arrivals(
            String name,
            Fields fields,
            double startRate,
            List<Shapes.Target> targets,
            List<String> names,
            String exec) {
        long unit = fields.duration("timeUnit", SECOND, MILLI).toNanos();
        RateCurve curve = Shapes.stages(startRate, unit, targets);
        long start = fields.duration("startTime", Duration.ZERO, MILLI).toNanos();
        int users = fields.count("preAllocatedVUs", 0, LoadTest.CONNECTIONS_MAX);
        return new K6Options(
                name,
                later(curve, start, ScheduleReader.named(targets, names)),
                Duration.ofNanos(start + curve.durationNanos()),
                Math.max(users, fields.count("maxVUs", users, LoadTest.CONNECTIONS_MAX)),
                Population.ALL,
                exec,
                grace(fields, Executor.RAMPING_ARRIVAL_RATE));
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

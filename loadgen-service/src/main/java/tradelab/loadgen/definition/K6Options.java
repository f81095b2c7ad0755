package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.schedule.Paced;
import tradelab.loadgen.schedule.RateCurve;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Shapes;

/**
 * Reads k6's {@code options}: the executors that a stream of requests can stand for. Plain numbers are milliseconds, as
 * k6 has it. What needs a script, or more than one scenario, is refused by its name.
 *
 * @param schedule null for a closed model
 * @param users virtual users of a closed model, each a connection; 0 for an open one
 */
record K6Options(@Nullable Schedule schedule, Duration duration, int users) {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** What k6 has to do with virtual users that an open model does not need. */
    private static final List<String> OF_USERS =
            List.of("preAllocatedVUs", "maxVUs", "gracefulStop", "startTime", "exec");

    private enum Executor {
        CONSTANT_ARRIVAL_RATE,
        RAMPING_ARRIVAL_RATE,
        CONSTANT_VUS
    }

    static K6Options read(Fields options) {
        return options.whole(() -> {
            var _ = options.find("thresholds"); // read beside those of the test
            Fields scenarios = options.object("scenarios");
            if (scenarios == null) {
                return closed(options);
            }
            if (scenarios.names().size() != 1) {
                throw options.refused("scenarios", "one scenario; each further one is a test of its own");
            }
            String name = scenarios.names().iterator().next();
            Fields scenario = Require.present(name, scenarios.object(name));
            return scenario.whole(() -> scenario(scenario));
        });
    }

    private static K6Options closed(Fields fields) {
        return new K6Options(null, fields.duration("duration", SECOND, MILLI), users(fields));
    }

    private static int users(Fields fields) {
        return Math.max(1, fields.count("vus", 1, LoadTest.CONNECTIONS_MAX));
    }

    private static K6Options scenario(Fields fields) {
        OF_USERS.forEach(name -> {
            var _ = fields.find(name);
        });
        Executor executor = fields.oneOf("executor", Executor.class, Executor.CONSTANT_VUS);
        if (executor == Executor.CONSTANT_VUS) {
            return closed(fields);
        }
        long unit = fields.duration("timeUnit", SECOND, MILLI).toNanos();
        if (executor == Executor.CONSTANT_ARRIVAL_RATE) {
            long length = fields.duration("duration", Duration.ZERO, MILLI).toNanos();
            double rate = fields.number("rate");
            return open(Shapes.stages(rate, unit, List.of(new Shapes.Target(length, rate))), List.of("all"), null);
        }
        List<String> names = new ArrayList<>();
        List<Shapes.Target> targets = fields.objects("stages", (stage, i) -> {
            names.add("stage-" + (i + 1));
            return ScheduleReader.target(stage, MILLI);
        });
        return open(Shapes.stages(fields.number("startRate", 0), unit, targets), names, targets);
    }

    private static K6Options open(RateCurve curve, List<String> names, @Nullable List<Shapes.Target> targets) {
        Schedule schedule = targets == null ? new Paced(curve) : new Paced(curve, ScheduleReader.named(targets, names));
        return new K6Options(schedule, Duration.ofNanos(curve.durationNanos()), 0);
    }
}

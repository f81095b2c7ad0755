package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tradelab.contracts.Require;
import tradelab.loadgen.schedule.Paced;
import tradelab.loadgen.schedule.PoissonArrivals;
import tradelab.loadgen.schedule.RateCurve;
import tradelab.loadgen.schedule.Replayed;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Segments;
import tradelab.loadgen.schedule.Shapes;
import tradelab.loadgen.schedule.Stage;

/** Reads the {@code schedule} of a definition: a shape and what it needs. Rates are arrivals a second. */
final class ScheduleReader {
    private static final double SPIKE_FACTOR = 10;
    private static final int STEPS_DEFAULT = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    /** The shapes that a definition may name. */
    enum Shape {
        CONSTANT,
        RAMP,
        STEPS,
        SPIKE,
        BURST,
        WAVE,
        RANDOM,
        STAGES,
        NEWS_SPIKE,
        OPENING_AUCTION,
        LIMIT_UP_LOCK,
        CANCEL_STORM,
        REPLAY,
        PHASES;

        static Shape of(Fields fields) {
            String text = fields.text("shape", "").toLowerCase(Locale.ROOT).replace('_', '-');
            String name = text.equals("ramp-up") ? "ramp" : text;
            return Arrays.stream(values())
                    .filter(shape -> shape.word().equals(name))
                    .findFirst()
                    .orElseThrow(() -> fields.refused(
                            "shape",
                            "one of " + Arrays.stream(values()).map(Shape::word).toList()));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private enum Arrivals {
        EVEN,
        POISSON
    }

    private final Fields fields;
    private final long seed;
    private final Duration duration;
    private final DataReader.Files files;

    private ScheduleReader(Fields fields, long seed, Duration durationDefault, DataReader.Files files) {
        this.fields = fields;
        this.seed = seed;
        this.files = files;
        this.duration = fields.duration("duration", durationDefault);
    }

    /**
     * @param durationDefault if the schedule does not say its own
     * @param files where recorded times may be
     */
    static Schedule read(Fields fields, long seed, Duration durationDefault, DataReader.Files files) {
        return fields.whole(() -> new ScheduleReader(fields, seed, durationDefault, files).schedule());
    }

    private Schedule schedule() {
        Shape shape = Shape.of(fields);
        return switch (shape) {
            case REPLAY -> replay();
            case PHASES -> phases();
            case STAGES -> stages();
            case CONSTANT,
                    RAMP,
                    STEPS,
                    SPIKE,
                    BURST,
                    WAVE,
                    RANDOM,
                    NEWS_SPIKE,
                    OPENING_AUCTION,
                    LIMIT_UP_LOCK,
                    CANCEL_STORM -> arriving(curve(shape), stagesOf(shape));
        };
    }

    private Schedule arriving(RateCurve curve, List<Stage> stages) {
        RateCurve scaled = fields.has("scale") ? curve.times(fields.number("scale")) : curve;
        return switch (fields.oneOf("arrivals", Arrivals.class, Arrivals.EVEN)) {
            case EVEN -> new Paced(scaled, stages);
            case POISSON -> PoissonArrivals.of(scaled, fields.whole("seed", seed), stages);
        };
    }

    private RateCurve curve(Shape shape) {
        long length = duration.toNanos();
        double base = fields.number("base", 0);
        return switch (shape) {
            case CONSTANT -> RateCurve.constant(fields.number("rate"), length);
            case RAMP -> Shapes.ramp(fields.number("from", 0), fields.number("to"), length);
            case STEPS -> Shapes.steps(fields.number("from"), fields.number("to"), steps(), length);
            case SPIKE ->
                Shapes.spike(base, peak(), at(length * 2 / 5), nanos("length", Math.max(1, length / 5)), length);
            case BURST -> {
                long period = within("period", nanos("period", -1), length);
                yield Shapes.burst(base, peak(), within("length", nanos("length", -1), period), period, length);
            }
            case WAVE -> Shapes.wave(fields.number("min"), most(), nanos("period", length), length);
            case RANDOM ->
                Shapes.random(
                        fields.number("min"),
                        most(),
                        within("period", nanos("period", (long) NANOS_PER_SECOND), length),
                        fields.whole("seed", seed),
                        length);
            case NEWS_SPIKE ->
                Shapes.newsSpike(base, peak(), at(length / 3), nanos("halfLife", length / 12 + 1), length);
            case OPENING_AUCTION -> Shapes.openingAuction(base, peak(), at(length / 3), length);
            case LIMIT_UP_LOCK -> Shapes.limitUpLock(base, peak(), length);
            case CANCEL_STORM -> Shapes.cancelStorm(base, peak(), length);
            case STAGES, REPLAY, PHASES -> throw new IllegalStateException("no curve: " + shape);
        };
    }

    private double peak() {
        return fields.number("peak", fields.number("base", 0) * fields.number("factor", SPIKE_FACTOR));
    }

    private double most() {
        double most = fields.number("max");
        if (most < fields.number("min")) {
            throw fields.refused("max", "min or more");
        }
        return most;
    }

    private int steps() {
        return fields.count("steps", STEPS_DEFAULT, 2, Stage.STAGES_MAX);
    }

    private long at(long otherwise) {
        long at = nanos("at", otherwise);
        if (fields.has("at") && at >= duration.toNanos()) {
            throw fields.refused("at", "a time before the end, " + DurationText.of(duration));
        }
        return at;
    }

    private long within(String name, long nanos, long longest) {
        if (fields.has(name) && (nanos < 1 || nanos > longest)) {
            throw fields.refused(name, "above 0 and at most " + DurationText.of(Duration.ofNanos(longest)));
        }
        return nanos;
    }

    private long nanos(String name, long otherwise) {
        if (!fields.has(name) && otherwise >= 0) {
            return otherwise;
        }
        return fields.duration(name).toNanos();
    }

    private List<Stage> stagesOf(Shape shape) {
        if (shape == Shape.SPIKE) {
            long length = duration.toNanos();
            long at = nanos("at", length * 2 / 5);
            long until = at + nanos("length", Math.max(1, length / 5));
            List<Stage> stages = new ArrayList<>(List.of(new Stage("before", 0), new Stage("spike", at)));
            if (until < length) {
                stages.add(new Stage("after", until));
            }
            return stages;
        }
        if (shape != Shape.STEPS) {
            return List.of(Stage.WHOLE);
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < steps(); i++) {
            stages.add(new Stage("step-" + (i + 1), duration.toNanos() * i / steps()));
        }
        return stages;
    }

    private Schedule stages() {
        long unit = fields.duration("timeUnit", Duration.ofSeconds(1)).toNanos();
        List<String> names = new ArrayList<>();
        List<Shapes.Target> targets = fields.objects("stages", (stage, i) -> {
            names.add(stage.text("name", "stage-" + (i + 1)));
            return target(stage, Duration.ofSeconds(1));
        });
        if (targets.stream().allMatch(target -> target.durationNanos() == 0)) {
            throw fields.refused("stages", "at least one stage of target and duration above 0");
        }
        return arriving(Shapes.stages(fields.number("startRate", 0), unit, targets), named(targets, names));
    }

    /** @param unit of a duration without one */
    static Shapes.Target target(Fields stage, Duration unit) {
        long nanos = stage.duration("duration", Duration.ofNanos(-1), unit).toNanos();
        if (nanos < 0) {
            throw stage.refused("duration", "a duration such as 30s, or seconds");
        }
        double target = stage.number("target");
        if (target < 0) {
            throw stage.refused("target", "0 or more");
        }
        return new Shapes.Target(nanos, target);
    }

    static List<Stage> named(List<Shapes.Target> targets, List<String> names) {
        var _ = Require.range("stages", targets.size(), 1, Stage.STAGES_MAX);
        List<Stage> stages = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).durationNanos() > 0) {
                stages.add(new Stage(names.get(i), at));
            }
            at += targets.get(i).durationNanos();
        }
        return stages;
    }

    private Schedule replay() {
        double speed = fields.number("speed", 1);
        if (!fields.has("file")) {
            return Replayed.of(times(), speed);
        }
        if (fields.has("times")) {
            throw fields.refused("times", "either times or file");
        }
        String file = fields.text("file");
        String column = fields.text("column", "time");
        RecordedTimes.Unit unit = fields.oneOf("unit", RecordedTimes.Unit.class, RecordedTimes.Unit.S);
        return fields.placed(
                "file", () -> Replayed.of(RecordedTimes.parse(file, files.read(file), column, unit), speed));
    }

    private long[] times() {
        List<Value> times = fields.items("times");
        if (times.isEmpty()) {
            throw fields.refused("times", "at least one, or a file");
        }
        long[] nanos = new long[times.size()];
        for (int i = 0; i < nanos.length; i++) {
            if (!(times.get(i) instanceof Value.Number number)) {
                throw Require.refused(
                        times.get(i).place() + ": schedule.times[" + i + "]",
                        "seconds",
                        times.get(i).shown());
            }
            nanos[i] = Math.round(Double.parseDouble(number.text()) * NANOS_PER_SECOND);
            if (i > 0 && nanos[i] < nanos[i - 1]) {
                throw Require.refused(
                        number.place() + ": schedule.times[" + i + "]",
                        "no time before the one before it",
                        number.text());
            }
        }
        return nanos;
    }

    private Schedule phases() {
        List<Schedule> phases = fields.objects(
                "phases", (phase, i) -> new ScheduleReader(phase, seed + i, Duration.ofSeconds(1), files).schedule());
        var _ = Require.range("phases", phases.size(), 1, Stage.STAGES_MAX);
        return Segments.inOrder(phases);
    }
}

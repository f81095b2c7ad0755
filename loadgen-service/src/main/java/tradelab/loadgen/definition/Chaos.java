package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.proxy.Fault;
import tradelab.loadgen.proxy.Fault.Kind;
import tradelab.loadgen.schedule.Stage;

/**
 * What goes wrong in a run of mixed chaos, on its own way to the target: one fault after the other, each with its time to
 * live, and a calm of the same length before, between and after them. Each window is a stage, so that results tell what
 * happened in it. Pure.
 */
final class Chaos {
    private static final long SECOND = 1_000_000_000L;

    private static final long LIVE_NANOS_MAX = Fault.TIME_TO_LIVE_MAX.toNanos();

    private record Harm(Kind kind, long amount, long jitterMillis, long liveNanosMax) {}

    /** What a way over a bad network does, the milder first; the last two would not leave a request alive for longer. */
    private static final List<Harm> HARMS = List.of(
            new Harm(Kind.LATENCY, 40, 20, LIVE_NANOS_MAX),
            new Harm(Kind.SLICE, 64, 2, LIVE_NANOS_MAX),
            new Harm(Kind.BANDWIDTH, 20_000, 0, LIVE_NANOS_MAX),
            new Harm(Kind.RESET, 0, 0, SECOND / 2),
            new Harm(Kind.BLACK_HOLE, 0, 0, SECOND));

    private static final int WINDOWS = 2 * HARMS.size() + 1;

    private Chaos() {}

    /** Whole seconds where there is time for them, since results are divided by seconds. */
    private static long windowNanos(long nanos) {
        long window = nanos / WINDOWS;
        return window > SECOND ? window / SECOND * SECOND : window;
    }

    /** Returns the windows of a run of {@code nanos}. */
    static List<Stage> stages(long nanos) {
        long window = windowNanos(nanos);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < HARMS.size(); i++) {
            String name = HARMS.get(i).kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            stages.add(new Stage(i == 0 ? "calm" : "after-" + stages.getLast().name(), 2 * i * window));
            stages.add(new Stage(name, (2 * i + 1) * window));
        }
        stages.add(new Stage("after-" + stages.getLast().name(), (WINDOWS - 1) * window));
        return stages;
    }

    /** Returns the faults of a run of {@code nanos}. */
    static List<FaultStep> faults(long nanos) {
        long window = windowNanos(nanos);
        List<FaultStep> steps = new ArrayList<>();
        for (int i = 0; i < HARMS.size(); i++) {
            Harm harm = HARMS.get(i);
            Duration timeToLive = Duration.ofNanos(Math.min(Math.max(1_000_000, window), harm.liveNanosMax));
            Fault fault = Fault.of(harm.kind, null, harm.amount, harm.jitterMillis, null, timeToLive);
            steps.add(new FaultStep(Duration.ofNanos((2 * i + 1) * window), new FaultStep.Way("", fault)));
        }
        return steps;
    }
}

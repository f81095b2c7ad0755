package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.fault.LocalFault;
import tradelab.loadgen.proxy.Fault;

/** Reads the faults that a test brings about itself. */
final class FaultReader {
    private FaultReader() {}

    static List<FaultStep> read(Fields fields) {
        List<FaultStep> steps = fields.objects("faults", (step, _) -> step(step));
        var _ = fields.placed("faults", () -> Require.range("faults", steps.size(), 0, FaultStep.STEPS_MAX));
        return steps;
    }

    private static FaultStep step(Fields step) {
        Duration at = step.duration("at", Duration.ZERO);
        String kind = step.text("kind").toUpperCase(Locale.ROOT).replace('-', '_');
        for (LocalFault.Kind local : LocalFault.Kind.values()) {
            if (local.name().equals(kind)) {
                return new FaultStep(
                        at,
                        new FaultStep.Local(
                                LocalFault.of(local, step.text("process", ""), amount(step), timeToLive(step))));
            }
        }
        for (Fault.Kind way : Fault.Kind.values()) {
            if (way.name().equals(kind)) {
                return new FaultStep(at, new FaultStep.Way(step.text("proxy", ""), way(step, way)));
            }
        }
        throw step.refused(
                "kind",
                "one of "
                        + Stream.<Enum<?>>concat(
                                        Arrays.stream(Fault.Kind.values()), Arrays.stream(LocalFault.Kind.values()))
                                .map(Enum::name)
                                .toList());
    }

    private static Fault way(Fields step, Fault.Kind kind) {
        Duration timeToLive = timeToLive(step);
        if (timeToLive == null) {
            throw step.refused("timeToLive", "a duration such as 5s, after which the fault is over");
        }
        return Fault.of(
                kind,
                step.oneOf("direction", Fault.Direction.class, Fault.Direction.BOTH),
                amount(step),
                step.has("jitterMillis") ? step.whole("jitterMillis", 0) : null,
                step.has("share") ? step.number("share", 1) : null,
                timeToLive);
    }

    private static @Nullable Long amount(Fields step) {
        return step.has("amount") ? step.whole("amount", 0) : null;
    }

    private static @Nullable Duration timeToLive(Fields step) {
        return step.has("timeToLive") ? step.duration("timeToLive") : null;
    }
}

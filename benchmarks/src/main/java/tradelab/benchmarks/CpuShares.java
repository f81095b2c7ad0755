package tradelab.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Who spent the processor time of one side's phases: on few cores, load and database share them with what is measured. */
final class CpuShares {
    private final String name;
    private final Map<String, CpuClock> clocks = new LinkedHashMap<>();
    private final Map<String, Double> spent = new LinkedHashMap<>();
    private long done;
    private double seconds;

    /** @param name of the side */
    CpuShares(String name) {
        this.name = name;
    }

    /** Counts what {@code clock} says as {@code part}. */
    CpuShares part(String part, CpuClock clock) {
        clocks.put(part, clock);
        return this;
    }

    /** Runs a phase. */
    Measure around(Supplier<Measure> phase) {
        Map<String, Double> before = new LinkedHashMap<>();
        clocks.forEach((part, clock) -> before.put(part, clock.seconds()));
        Measure measure = phase.get();
        clocks.forEach(
                (part, clock) -> spent.merge(part, clock.seconds() - before.getOrDefault(part, 0.0), Double::sum));
        done += measure.done();
        seconds += measure.seconds();
        return measure;
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        double sum = spent.values().stream().mapToDouble(Double::doubleValue).sum();
        return String.format(
                Locale.ROOT,
                "%s, microseconds of an operation: %s; %.2f CPUs",
                name,
                spent.entrySet().stream()
                        .map(part -> String.format(Locale.ROOT, "%s %.1f", part.getKey(), 1e6 * part.getValue() / done))
                        .collect(Collectors.joining(", ")),
                sum / seconds);
    }
}

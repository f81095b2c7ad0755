package tradelab.cli.load;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tradelab.contracts.loadgen.IterationResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;

/** A result as people read it, not wider than forty columns where its names allow. */
final class Summary {
    private static final int NAME_LENGTH = 15;

    private final PrintStream out;
    private final Terminal terminal;

    Summary(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** @param named whether to say which test it was */
    void print(TestResult result, boolean named) {
        out.println();
        if (named) {
            out.println(result.name());
        }
        line(
                "requests %d, errors %d, %.1f s, %.0f/s",
                result.requests(),
                result.errors(),
                result.durationSeconds(),
                result.requests() / Math.max(1e-3, result.durationSeconds()));
        IterationResult iterations = result.iterations();
        if (iterations != null && (iterations.cut() > 0 || iterations.completed() != result.requests())) {
            line("iterations %d, %d cut", iterations.completed(), iterations.cut());
        }
        times(result);
        parts(result);
        result.operations().stream()
                .filter(operation -> !operation.errorsByKind().isEmpty())
                .forEach(operation -> line("errors of %s: %s", operation.name(), kinds(operation.errorsByKind())));
        result.thresholds().forEach(this::threshold);
        breakpoint(result.environment());
        String faults = result.environment().getOrDefault("faults", "");
        if (!faults.isEmpty()) {
            line("faults: %s", faults);
        }
        boolean passed = result.verdict().equals("passed");
        Colour colour = passed ? Colour.GREEN : result.verdict().equals("failed") ? Colour.RED : Colour.YELLOW;
        out.println(colour.when(true, terminal, "verdict " + result.verdict()));
        result.causes().forEach(cause -> out.println("  " + cause));
    }

    private void times(TestResult result) {
        LatencyMillis[] times = {result.responseMillis(), result.serviceMillis(), result.lagMillis()};
        line("%-5s%11s%11s%11s", "ms", "response", "service", "lag");
        row("mean", times[0].mean(), times[1].mean(), times[2].mean());
        row("p50", times[0].p50(), times[1].p50(), times[2].p50());
        row("p90", times[0].p90(), times[1].p90(), times[2].p90());
        row("p99", times[0].p99(), times[1].p99(), times[2].p99());
        row("p99.9", times[0].p999(), times[1].p999(), times[2].p999());
        row("max", times[0].max(), times[1].max(), times[2].max());
    }

    private void row(String name, double response, double service, double lag) {
        line("%-5s%11.3f%11.3f%11.3f", name, response, service, lag);
    }

    /** Operations and stages, if there is more than one: the figures of the whole hide theirs. */
    private void parts(TestResult result) {
        List<OperationResult> operations = result.operations();
        if (operations.size() > 1) {
            head("operation");
            operations.forEach(one -> part(
                    one.name(),
                    one.requests(),
                    one.errors(),
                    one.responseMillis().p99()));
        }
        List<StageResult> stages = result.stages();
        if (!stages.isEmpty()) {
            head("stage");
            stages.forEach(one -> part(
                    one.name(),
                    one.offered(),
                    one.errors(),
                    one.responseMillis().p99()));
        }
    }

    private void head(String what) {
        line("%-" + NAME_LENGTH + "s%9s%7s%9s", what, "requests", "errors", "p99 ms");
    }

    private void part(String name, long requests, long errors, double p99) {
        line("%-" + NAME_LENGTH + "s%9d%7d%9.2f", name, requests, errors, p99);
    }

    private static String kinds(Map<String, Long> byKind) {
        return byKind.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
    }

    private void threshold(ThresholdResult threshold) {
        String word = String.format(Locale.ROOT, "%-6s", threshold.passed() ? "kept" : "BROKEN");
        line(
                "%s %s (measured %.3f)",
                Colour.RED.when(!threshold.passed(), terminal, word), threshold.threshold(), threshold.measured());
    }

    private void breakpoint(Map<String, String> environment) {
        String found = environment.get("breakpoint");
        if (found != null) {
            line(
                    "breakpoint %s/s, with 95 %% confidence %s to %s/s",
                    found,
                    environment.getOrDefault("breakpointLow", ""),
                    environment.getOrDefault("breakpointHigh", ""));
        }
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}

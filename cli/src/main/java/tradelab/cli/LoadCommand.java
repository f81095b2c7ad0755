package tradelab.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tradelab.cli.local.Awaiting;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.run.LoadRun;
import tradelab.runtime.settings.Durations;

/** {@code tradelab load}: a load test of one URL, from this process. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Loads a URL at a constant rate, or as fast as the connections allow, and reports what it saw.")
final class LoadCommand implements Callable<Integer> {
    private static final long GRACE_SECONDS = 180;

    @Parameters(paramLabel = "URL", description = "What to load, on this machine: http://127.0.0.1:8081/path")
    private String url = "";

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Intended arrivals a second; left out: as fast as possible.")
    private double rate;

    @Option(names = "--duration", paramLabel = "D", description = "Such as 10s (default), 2m.")
    private String duration = "10s";

    @Option(
            names = "--connections",
            paramLabel = "C",
            description = "Kept open to the target; default ${DEFAULT-VALUE}.")
    private int connections = 32;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "Such as 'response.p99 < 50'; may be given many times. A broken one ends with 99.")
    private List<String> thresholds = new ArrayList<>();

    @Option(names = "--json", description = "Print one line of JSON and nothing else.")
    private boolean json;

    /** The line that {@code --json} prints. */
    record Line(
            long requests,
            long errors,
            double durationSeconds,
            LatencyMillis responseMillis,
            LatencyMillis serviceMillis,
            LatencyMillis lagMillis,
            List<ThresholdResult> thresholds,
            String verdict,
            List<String> causes) {
        static Line of(TestResult result) {
            return new Line(
                    result.requests(),
                    result.errors(),
                    result.durationSeconds(),
                    result.responseMillis(),
                    result.serviceMillis(),
                    result.lagMillis(),
                    result.thresholds(),
                    result.verdict(),
                    result.causes());
        }
    }

    @Override
    public Integer call() {
        Duration length = Durations.parse(duration);
        LoadTest test = LoadTest.of(url, rate, length, connections).keeping(thresholds.toArray(String[]::new));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Consumer<IntervalResult> live = json ? _ -> {} : LoadCommand::print;
        TestResult result =
                Awaiting.await("the run", LoadRun.run(vertx, test, live), length.toSeconds() + GRACE_SECONDS);
        var _ = Awaiting.await("the end", vertx.close(), GRACE_SECONDS);
        if (json) {
            System.out.println(Json.write(Line.of(result)));
        } else {
            print(result);
        }
        return result.verdict().equals("passed") ? ExitCode.PASSED : ExitCode.THRESHOLDS_FAILED;
    }

    private static void print(IntervalResult second) {
        System.out.printf(
                Locale.ROOT,
                "%4d s  offered %7d/s  done %7d/s  errors %5d  p50 %8.2f ms  p99 %8.2f ms  lag p99 %6.2f ms%n",
                second.second() + 1,
                second.offered(),
                second.completed(),
                second.errors(),
                second.p50Millis(),
                second.p99Millis(),
                second.lagP99Millis());
    }

    private static void print(TestResult result) {
        System.out.printf(
                Locale.ROOT,
                "%nrequests %d, errors %d, %.1f s, %.0f/s%n",
                result.requests(),
                result.errors(),
                result.durationSeconds(),
                result.requests() / Math.max(1e-3, result.durationSeconds()));
        print("response", result.responseMillis());
        print("service", result.serviceMillis());
        print("lag", result.lagMillis());
        result.thresholds()
                .forEach(threshold -> System.out.printf(
                        Locale.ROOT,
                        "%-6s %s (measured %.3f)%n",
                        threshold.passed() ? "kept" : "BROKEN",
                        threshold.threshold(),
                        threshold.measured()));
        System.out.println("verdict " + result.verdict());
        result.causes().forEach(cause -> System.out.println("  " + cause));
    }

    private static void print(String name, LatencyMillis millis) {
        System.out.printf(
                Locale.ROOT,
                "%-9s mean %.3f  p50 %.3f  p90 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms%n",
                name,
                millis.mean(),
                millis.p50(),
                millis.p90(),
                millis.p99(),
                millis.p999(),
                millis.max());
    }
}

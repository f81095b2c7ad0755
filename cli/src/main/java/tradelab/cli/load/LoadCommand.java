package tradelab.cli.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.cli.local.Awaiting;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.LoadLimits;
import tradelab.loadgen.breakpoint.BreakpointSearch;
import tradelab.loadgen.breakpoint.BreakpointSearch.Found;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.run.BreakpointRun;
import tradelab.loadgen.run.LoadRun;

/** {@code tradelab load}: a load test of one URL, from this process. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        subcommands = LoadRunCommand.class,
        description = "Loads a URL at a constant rate, or as fast as the connections allow, and reports what it saw.")
public final class LoadCommand implements Callable<Integer> {
    private static final long GRACE_SECONDS = 180;
    /** What a file of options says itself, or cannot be said beside it. */
    private static final List<String> SAID_BY_OPTIONS =
            List.of("--rate", "--duration", "--connections", "--threads", "--threshold", "--breakpoint");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "What to load, such as http://127.0.0.1:8081/path; must be among loadgen.allowed-targets:"
                    + " this machine, unless set.")
    private String url = "";

    @Option(
            names = {"-R", "--rate"},
            paramLabel = "R",
            description = "Intended arrivals a second; left out: as fast as possible.")
    private double rate;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = {"-d", "-z", "--duration"},
            paramLabel = "D",
            description = "Such as 10s (default), 2m.")
    private String duration = "10s";

    @Option(
            names = {"-c", "-u", "--connections", "--vus"},
            paramLabel = "C",
            description = "Kept open to the target; default ${DEFAULT-VALUE}.")
    private int connections = 32;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Event loops that share the load; default ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Option(
            names = "--options",
            paramLabel = "FILE",
            description = "k6's options, YAML or JSON: scenarios, or vus and duration, and thresholds.")
    private @Nullable Path options;

    @Option(names = "--latency", hidden = true, description = "Accepted for wrk's sake; latency is always shown.")
    private boolean latency;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "Such as 'response.p99 < 50'; may be given many times. A broken one ends with 99.")
    private List<String> thresholds = new ArrayList<>();

    @Option(
            names = "--breakpoint",
            description = "Search the highest rate that keeps the thresholds, from --rate on; takes up to a minute.")
    private boolean breakpoint;

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() {
        if (url.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'URL'");
        }
        if (options != null) {
            return LocalRun.of(byOptions(options).stream().map(request::applyTo).toList(), limits.limits(), report);
        }
        Duration length = request.length("--duration", duration);
        LoadTest plain = LoadTest.of(url, rate, length, connections);
        LoadTest test = request.applyTo(
                plain.bounded(plain.timeout(), plain.waitingMax(), threads).keeping(thresholds.toArray(String[]::new)));
        return breakpoint ? search(test) : LocalRun.of(List.of(test), limits.limits(), report);
    }

    private List<LoadTest> byOptions(Path file) {
        for (String said : SAID_BY_OPTIONS) {
            if (spec.commandLine().getParseResult().hasMatchedOption(said)) {
                throw new CommandException(
                        ExitCode.BAD_INPUT,
                        said + ": expected in " + file + ", which --options names, and nowhere else");
            }
        }
        try {
            return DefinitionReader.readOptions(file, url);
        } catch (IOException e) {
            throw new CommandException(ExitCode.BAD_INPUT, "--options " + file + ": cannot be read: " + e);
        }
    }

    private int search(LoadTest test) {
        BreakpointSearch.Plan usual = BreakpointSearch.Plan.DEFAULT;
        LoadLimits allowed = limits.limits();
        LoadRun.Setup setup = LoadRun.Setup.of(allowed.guard(), allowed.bounds());
        double first = rate > 0 ? rate : usual.firstRate();
        BreakpointSearch.Plan plan = new BreakpointSearch.Plan(
                first,
                Math.max(first, Math.min(usual.rateMax(), setup.rateMax(test))),
                usual.roughSeconds(),
                usual.trySeconds(),
                usual.budgetSeconds());
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Found found = Awaiting.await(
                "the search",
                BreakpointRun.run(vertx, setup, test, plan, result -> {
                    if (!report.json()) {
                        print(result);
                    }
                }),
                GRACE_SECONDS);
        var _ = Awaiting.await("the end", vertx.close(), GRACE_SECONDS);
        if (report.json()) {
            System.out.println(Json.write(found));
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "breakpoint %.0f/s, with 95 %% confidence %.0f to %.0f/s (%.0f %% sure within 5 %%); %d tries, %d"
                            + " spoilt, %.0f s%n",
                    found.rate(),
                    found.low(),
                    found.high(),
                    found.confidence() * 100,
                    found.tries(),
                    found.spoilt(),
                    found.seconds());
        }
        return found.rate() > 0 ? ExitCode.PASSED : ExitCode.THRESHOLDS_FAILED;
    }

    private static void print(TestResult result) {
        boolean kept = result.thresholds().stream().allMatch(threshold -> threshold.passed());
        System.out.printf(
                Locale.ROOT,
                "%8.0f/s for %.0f s  p99 %8.2f ms  lag p99 %6.2f ms  errors %d  %s%n",
                result.rate(),
                result.durationSeconds(),
                result.responseMillis().p99(),
                result.lagMillis().p99(),
                result.errors(),
                kept ? "kept" : "broken");
    }
}

package tradelab.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tradelab.cli.Build;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.cli.SettingsOptions;
import tradelab.cli.local.Awaiting;
import tradelab.cli.local.LocalStores;
import tradelab.cli.local.Suite;
import tradelab.cli.local.Wiring;
import tradelab.report.html.SuiteReport;
import tradelab.report.suite.SuiteSummary;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceHost;

/** {@code tradelab demo}: the whole chain, from the venue's first frame to the report, in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts every service on embedded PostgreSQL and Redis, feeds them market data, runs the quick suite,",
            "checks the ledger, prints the verdict and writes report.html and result.json.",
            "Exit code 0, or 99 if a threshold or a check failed."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final long START_SECONDS_MAX = 60;

    @Option(names = "--replay", paramLabel = "FILE", description = "Recorded raw frames instead of the generator.")
    private @Nullable Path replay;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "For report.html and result.json; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("out");

    @Option(names = "--keep", description = "Keep everything running afterwards, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--json", description = "Print the result as one line of JSON instead of tables.")
    private boolean json;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err, System.console() != null && !json, processStartNanos());
        Map<String, String> settings = settings();
        prepareOut();
        AtomicBoolean over = new AtomicBoolean();
        LocalStores stores = LocalStores.begin(settings);
        try {
            stopWhenInterrupted(stores, over);
            stores.settings().forEach(settings::putIfAbsent);
            Wiring.complete(settings);
            Future<ServiceHost> starting = ServiceHost.start(settings, services());
            stores.await();
            ServiceHost host = Awaiting.await("the start", starting, START_SECONDS_MAX);
            SuiteSummary summary = new Demo(host, progress, replay, environment()).run();
            write(summary);
            print(summary);
            if (keep) {
                System.err.println(
                        "dashboard http://127.0.0.1:" + host.port("monitor-service", "http") + "/ - Ctrl-C stops");
                over.set(true);
                Awaiting.untilStopped(() -> close(host));
            } else {
                close(host);
            }
            return summary.passed() ? ExitCode.PASSED : ExitCode.THRESHOLDS_FAILED;
        } finally {
            over.set(true);
            stores.close();
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = options.settings();
        Path recording = replay;
        if (recording != null) {
            if (!Files.isReadable(recording) || Files.isDirectory(recording)) {
                throw new CommandException(
                        ExitCode.BAD_INPUT, "--replay: expected a readable file, got '" + recording + "'");
            }
            settings.putIfAbsent("venue.replay.file", recording.toString());
            settings.putIfAbsent("venue.replay.speed", "0");
            settings.putIfAbsent("venue.replay.subscribers-min", "1");
            settings.putIfAbsent("venue.replay.after-end", "repeat");
            settings.putIfAbsent("market-data.bitfinex.symbols", "tBTCUSD");
        }
        return settings;
    }

    private void prepareOut() {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BAD_INPUT, "--out: expected a folder that can be written, got '" + out + "' (" + e + ")");
        }
    }

    private static Service[] services() {
        return Suite.named(java.util.List.of()).stream().map(Suite::create).toArray(Service[]::new);
    }

    private void write(SuiteSummary summary) throws IOException {
        Files.writeString(out.resolve("report.html"), SuiteReport.html(summary));
        Files.write(out.resolve("result.json"), SuiteReport.json(summary).getBytes());
    }

    private void print(SuiteSummary summary) {
        if (json) {
            Buffer document = SuiteReport.json(summary);
            System.out.println(new JsonObject(document).encode());
            return;
        }
        System.out.print(VerdictTable.of(summary));
        System.out.println("report " + out.resolve("report.html"));
    }

    private static void close(ServiceHost host) {
        var _ = Awaiting.await("the stop", host.close(), START_SECONDS_MAX);
    }

    /** Ctrl-C in the middle leaves no server behind and says so by its exit code. */
    private static void stopWhenInterrupted(LocalStores stores, AtomicBoolean over) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (over.compareAndSet(false, true)) {
                                stores.close();
                                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                            }
                        },
                        "interrupted"));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        Build build = Build.current();
        environment.put("version", build.version());
        environment.put("commit", build.commit());
        environment.put("jdk", Build.jdk());
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("heap max", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        return environment;
    }

    private static long processStartNanos() {
        return System.nanoTime() - ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
    }
}

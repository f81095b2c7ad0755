package tradelab.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tradelab.cli.local.Awaiting;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/** {@code tradelab venue}: the exchange alone, for whatever client wants to trade on it. */
@Command(
        name = "venue",
        mixinStandardHelpOptions = true,
        description = "Runs the venue simulator alone until Ctrl-C: an exchange that Bitfinex clients accept.")
final class VenueCommand implements Callable<Integer> {
    private static final long START_SECONDS_MAX = 60;

    @Option(names = "--port", description = "Of REST and WebSocket; default ${DEFAULT-VALUE}.")
    private int port = 8086;

    @Option(names = "--key", description = "API key of the account; default ${DEFAULT-VALUE}.")
    private String key = "demo";

    @Option(names = "--secret", description = "API secret of the account; default ${DEFAULT-VALUE}.")
    private String secret = "demo-secret";

    @Option(names = "--replay", paramLabel = "FILE", description = "Recorded raw frames instead of the generator.")
    private @Nullable Path replay;

    @Option(names = "--speed", paramLabel = "X", description = "Of the replay: 1 as recorded, 0 as fast as possible.")
    private String speed = "1";

    @Option(
            names = "--regime",
            description = "What the generated markets go through: calm, open, crash, bubble or flash-crash.")
    private @Nullable String regime;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Takes down every input, so that \"tradelab journal FILE\" can do it again.")
    private @Nullable Path journal;

    @Option(names = "--faults", paramLabel = "FILE", description = "Faults in force from the start, as JSON.")
    private @Nullable Path faults;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        Map<String, String> settings = options.settings();
        settings.putIfAbsent("venue.http.port", Integer.toString(port));
        settings.putIfAbsent("venue.key", key);
        settings.putIfAbsent("venue.secret", secret);
        settings.putIfAbsent("venue.taiwan.enabled", "true");
        if (replay != null) {
            settings.putIfAbsent("venue.replay.file", replay.toString());
            settings.putIfAbsent("venue.replay.speed", speed);
            settings.putIfAbsent("venue.replay.after-end", "repeat");
        }
        if (regime != null) {
            settings.putIfAbsent("venue.generator.regime", regime);
        }
        if (journal != null) {
            settings.putIfAbsent("venue.journal-file", journal.toString());
        }
        if (faults != null) {
            settings.putIfAbsent("venue.faults-file", faults.toString());
        }
        ServiceHost host =
                Awaiting.await("the start", ServiceHost.start(settings, new VenueService()), START_SECONDS_MAX);
        int bound = host.port("venue-simulator", "http");
        System.out.println("venue ready");
        System.out.println("  REST       http://127.0.0.1:" + bound + "/v2");
        System.out.println("  WebSocket  ws://127.0.0.1:" + bound + "/ws/2");
        System.out.println("  account    key " + key + ", balances in USD, BTC and ETH - Ctrl-C stops");
        Awaiting.untilStopped(() -> {
            var _ = Awaiting.await("the stop", host.close(), START_SECONDS_MAX);
        });
        return ExitCode.PASSED;
    }
}

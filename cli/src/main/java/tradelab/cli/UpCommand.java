package tradelab.cli;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tradelab.cli.local.Awaiting;
import tradelab.cli.local.LocalStores;
import tradelab.cli.local.ProcessCluster;
import tradelab.cli.local.Suite;
import tradelab.cli.local.Wiring;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceHost;
import tradelab.runtime.ServiceMain;

/** {@code tradelab up}: the suite on one machine until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the suite on embedded PostgreSQL and Redis until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
    private static final long START_SECONDS_MAX = 60;

    @Option(names = "--processes", description = "One JVM for each service, in a real cluster on the loopback.")
    private boolean processes;

    @Option(names = "--market-maker", description = "With the example that makes a market on the venue.")
    private boolean marketMaker;

    @Parameters(paramLabel = "SERVICE", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        List<Suite> chosen = new ArrayList<>(Suite.named(services));
        if (marketMaker && !chosen.contains(Suite.MARKET_MAKER)) {
            chosen.add(Suite.MARKET_MAKER);
        }
        Map<String, String> settings = options.settings();
        LocalStores stores = LocalStores.begin(settings);
        stores.settings().forEach(settings::putIfAbsent);
        Wiring.complete(settings);
        try {
            if (processes) {
                stores.await();
                inProcesses(chosen, settings);
            } else {
                inOneProcess(chosen, settings, stores);
            }
        } finally {
            stores.close();
        }
        return ExitCode.PASSED;
    }

    private static void inProcesses(List<Suite> chosen, Map<String, String> settings) {
        ProcessCluster cluster = ProcessCluster.start(chosen, settings, System.out::println);
        System.out.println("tradelab up: " + chosen.size() + " processes, dashboard at http://127.0.0.1:"
                + settings.getOrDefault("monitor.http.port", "8084") + "/ - Ctrl-C stops");
        Awaiting.untilStopped(cluster::close, cluster::kill);
    }

    private static void inOneProcess(List<Suite> chosen, Map<String, String> settings, LocalStores stores) {
        long began = System.nanoTime();
        Service[] started = chosen.stream().map(Suite::create).toArray(Service[]::new);
        Future<ServiceHost> starting = ServiceHost.start(settings, started);
        stores.await();
        ServiceHost host = Awaiting.await("the start", starting, START_SECONDS_MAX);
        host.ports().forEach((service, ports) -> System.out.println(ServiceMain.ready(service, ports, began)));
        System.out.println("tradelab up: Ctrl-C stops");
        Awaiting.untilStopped(() -> {
            var _ = Awaiting.await("the stop", host.close(), START_SECONDS_MAX);
        });
    }
}

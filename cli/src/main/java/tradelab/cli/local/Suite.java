package tradelab.cli.local;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tradelab.examples.marketmaker.MarketMakerMain;
import tradelab.examples.marketmaker.MarketMakerService;
import tradelab.loadgen.LoadgenMain;
import tradelab.loadgen.LoadgenService;
import tradelab.marketdata.MarketDataMain;
import tradelab.marketdata.MarketDataService;
import tradelab.monitor.MonitorMain;
import tradelab.monitor.MonitorService;
import tradelab.report.ReportMain;
import tradelab.report.ReportService;
import tradelab.runtime.Service;
import tradelab.trading.TradingMain;
import tradelab.trading.TradingService;
import tradelab.venue.VenueMain;
import tradelab.venue.VenueService;

/** The services of the suite, in the order in which they are of use to each other. */
public enum Suite {
    VENUE("venue-simulator", VenueService::new, VenueMain.class),
    MARKET_DATA("market-data-service", MarketDataService::new, MarketDataMain.class),
    TRADING("trading-service", TradingService::new, TradingMain.class),
    LOADGEN("loadgen-service", LoadgenService::new, LoadgenMain.class),
    MONITOR("monitor-service", MonitorService::new, MonitorMain.class),
    REPORT("report-service", ReportService::new, ReportMain.class),
    /** An example of a client, which runs only where it is asked for. */
    MARKET_MAKER("market-maker", MarketMakerService::new, MarketMakerMain.class);

    private final String serviceName;
    private final Supplier<Service> factory;
    private final Class<?> main;

    Suite(String serviceName, Supplier<Service> factory, Class<?> main) {
        this.serviceName = serviceName;
        this.factory = factory;
        this.main = main;
    }

    public String serviceName() {
        return serviceName;
    }

    public Service create() {
        return factory.get();
    }

    /** The class whose {@code main} runs the service in a process of its own. */
    Class<?> main() {
        return main;
    }

    /**
     * Returns the services with these names; all but the example for no name.
     *
     * @throws IllegalArgumentException for a name that is none
     */
    public static List<Suite> named(List<String> names) {
        if (names.isEmpty()) {
            return Arrays.stream(values())
                    .filter(service -> service != MARKET_MAKER)
                    .toList();
        }
        return names.stream().map(Suite::named).distinct().sorted().toList();
    }

    private static Suite named(String name) {
        return Arrays.stream(values())
                .filter(service -> service.serviceName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("SERVICE: expected one of "
                        + Arrays.stream(values()).map(Suite::serviceName).collect(Collectors.joining(", "))
                        + ", got '" + name + "'"));
    }
}

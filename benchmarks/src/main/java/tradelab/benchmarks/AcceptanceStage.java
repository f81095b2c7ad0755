package tradelab.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.TradingMain;
import tradelab.trading.TradingService;
import tradelab.venue.VenueMain;

/**
 * What an acceptance is measured with: one PostgreSQL that syncs every commit, a trading service in a process of its own
 * for HTTP and one in this process for the bus, each with a database and a venue simulator of its own, and the peers.
 */
final class AcceptanceStage implements AutoCloseable {
    /** The database of the service in a process of its own; the other has the server's first one. */
    private static final String HTTP_DATABASE = "over_http";

    private static final boolean VENUE = "on".equals(System.getProperty("tradelab.benchmark.venue"));

    private final EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(null, true);
    private final ServerProcess parser = ServerProcess.start(ParsingServer.class);
    private final ServerProcess busVenue = venue();
    private final ServerProcess httpVenue = venue();
    private final ServiceHost host;
    private final PlainInserts inserts;
    private final ServerProcess service;

    AcceptanceStage(int insertsInFlight) {
        host = Awaiting.await(ServiceHost.start(settings(postgres.database(), busVenue), new TradingService()));
        inserts = PlainInserts.create(host.vertx(), postgres, insertsInFlight);
        inserts.createDatabase(HTTP_DATABASE);
        service = ServerProcess.start(TradingMain.class, arguments(settings(HTTP_DATABASE, httpVenue)));
    }

    /** Starts a venue simulator. */
    static ServerProcess venue() {
        return ServerProcess.start(
                List.of("-Xms64m", "-Xmx512m", "-XX:-AlwaysPreTouch"),
                VenueMain.class,
                "--set",
                "venue.http.port=0",
                "--set",
                "venue.management.port=0");
    }

    private Map<String, String> settings(String database, ServerProcess venue) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.http.port",
                "0",
                "trading.management.port",
                "0",
                "trading.postgres.port",
                Integer.toString(postgres.port()),
                "trading.postgres.database",
                database,
                "trading.postgres.user",
                postgres.user(),
                "trading.bitfinex.rest-url",
                "http://127.0.0.1:" + venue.port(),
                "trading.bitfinex.websocket-url",
                "ws://127.0.0.1:" + venue.port() + "/ws/2",
                "trading.desk.queue-wait-max",
                "1000000h",
                "trading.desk.order-age-max",
                "24h"));
        if (!VENUE) {
            settings.put("trading.calls-per-minute", "2");
        }
        return settings;
    }

    private static String[] arguments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .flatMap(setting -> Stream.of("--set", setting.getKey() + "=" + setting.getValue()))
                .toArray(String[]::new);
    }

    /** Returns what the venue does with the orders, for people. */
    String venueUse() {
        return VENUE ? "takes orders meanwhile" : "paced to two calls a minute";
    }

    ServiceHost host() {
        return host;
    }

    PlainInserts inserts() {
        return inserts;
    }

    /** The port of the service in a process of its own. */
    int servicePort() {
        return service.port();
    }

    int parserPort() {
        return parser.port();
    }

    /** Counts the processor time of the service in a process of its own, and of PostgreSQL. */
    CpuClock serviceCpu() {
        return new CpuClock(service.handle(), inserts.server());
    }

    CpuClock parserCpu() {
        return new CpuClock(parser.handle());
    }

    /** Counts the processor time of this process, callers included, and of PostgreSQL. */
    CpuClock busCpu() {
        return new CpuClock(ProcessHandle.current(), inserts.server());
    }

    /** Counts this process and none that it started. */
    CpuClock hereAlone() {
        return CpuClock.alone(ProcessHandle.current());
    }

    CpuClock serviceAlone() {
        return CpuClock.alone(service.handle());
    }

    CpuClock parserAlone() {
        return CpuClock.alone(parser.handle());
    }

    /** Counts PostgreSQL with its workers. */
    CpuClock postgresAlone() {
        return new CpuClock(inserts.server());
    }

    /** Returns how many orders the services have, over HTTP and over the bus. */
    List<Long> stored() {
        return List.of(inserts.orders(HTTP_DATABASE), inserts.orders(postgres.database()));
    }

    @Override
    public void close() {
        service.close();
        inserts.close();
        var _ = Awaiting.await(host.close());
        busVenue.close();
        httpVenue.close();
        parser.close();
        postgres.close();
    }
}

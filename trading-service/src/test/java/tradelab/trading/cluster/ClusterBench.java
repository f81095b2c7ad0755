package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.trading.TradingBench.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.stores.StoreException;
import tradelab.venue.VenueService;

/** A durable PostgreSQL, a venue simulator, and trading services in processes of one cluster on the loopback. */
final class ClusterBench implements AutoCloseable {
    private static final long WAIT_SECONDS = 90;
    private static final long LOOK_NANOS = 50_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final List<Integer> clusterPorts;
    private final List<TradingProcess> processes = new ArrayList<>();
    private final ServiceHost venue;
    private EmbeddedPostgresServer postgres;

    /** @param membersMax how many trading services there may be at a time */
    ClusterBench(Path directory, int membersMax) {
        this.directory = directory;
        this.clusterPorts = freePorts(membersMax);
        this.postgres = EmbeddedPostgresServer.start(directory, true);
        this.venue = await(ServiceHost.start(
                Map.of("venue.http.port", "0", "venue.management.port", "0", "venue.balances", "USD=1000000000,BTC=1"),
                new VenueService()));
    }

    VenueProxy proxy(long seed) {
        return new VenueProxy(vertx, venuePort(), seed);
    }

    NaiveGateway naive(VenueProxy proxy) {
        return new NaiveGateway(vertx, proxy);
    }

    /** Starts the trading service that has this place in the cluster. */
    TradingProcess start(int place, VenueProxy proxy, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.http.port", "0",
                "trading.management.port", "0",
                "trading.postgres.port", Integer.toString(postgres.port()),
                "trading.postgres.database", postgres.database(),
                "trading.postgres.user", postgres.user(),
                "trading.bitfinex.rest-url", proxy.url(),
                "trading.bitfinex.websocket-url", "ws://127.0.0.1:" + venuePort() + "/ws/2",
                "cluster.port", Integer.toString(clusterPorts.get(place)),
                "cluster.members",
                        String.join(
                                ",",
                                clusterPorts.stream()
                                        .map(port -> "127.0.0.1:" + port)
                                        .toList())));
        settings.putAll(Map.of(
                "cluster.mode", "clustered",
                "cluster.name", "trading-" + clusterPorts.getFirst(),
                "cluster.partitions", "31",
                "cluster.leave-timeout", "1s",
                "trading.desk.commit-wait-max", "20s",
                "trading.intent-age", "1s",
                "trading.bitfinex.call-timeout", "1s",
                "trading.reconcile.interval", "500ms",
                "trading.reconcile.quarantine", "2500ms"));
        settings.putAll(more);
        TradingProcess process = TradingProcess.start(settings);
        processes.add(process);
        return process;
    }

    EmbeddedPostgresServer postgres() {
        return postgres;
    }

    /** Kills the database with all its processes, and lets it recover at the same address. */
    void killPostgres() throws IOException {
        int port = postgres.port();
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> family = new ArrayList<>(postmaster.descendants().toList());
        family.addFirst(postmaster);
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(process -> process.onExit().join());
        try {
            postgres.close();
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("PostgreSQL"); // it cannot be stopped: it is gone
        }
        postgres = EmbeddedPostgresServer.start(directory, true, port);
    }

    JsonObject get(TradingProcess process, String path) {
        return get("http://127.0.0.1:" + process.port() + path);
    }

    JsonObject venue(String path) {
        return get("http://127.0.0.1:" + venuePort() + path);
    }

    /** Waits until no order is on its way any more; returns the summary then. */
    JsonObject awaitSettled(TradingProcess process) {
        JsonObject[] last = new JsonObject[1];
        awaitTrue(
                () -> {
                    last[0] = get(process, "/api/v1/orders/summary");
                    JsonObject status = last[0].getJsonObject("byStatus");
                    return status.getLong("QUEUED") + status.getLong("SENDING") + status.getLong("IN_DOUBT") == 0;
                },
                () -> String.valueOf(last[0]));
        return last[0];
    }

    /** Waits until {@code condition} holds; looks now and then. */
    static void awaitTrue(BooleanSupplier condition, Supplier<String> state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(state.get()).isLessThan(deadline);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        processes.reversed().forEach(TradingProcess::close);
        await(venue.close());
        await(vertx.close());
        postgres.close();
    }

    private int venuePort() {
        return venue.port("venue-simulator", "http");
    }

    private JsonObject get(String url) {
        try {
            return new JsonObject(
                    http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.stores.StoreException;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.GatewayDatabase;
import tradelab.trading.ledger.SimulatorHistory;
import tradelab.venue.VenueService;

/** A durable PostgreSQL, a venue simulator, and trading services in processes of one cluster on the loopback. */
final class ClusterBench implements AutoCloseable {
    private static final int PUT_TRIES_MAX = 200;
    private static final String VENUE_ACCOUNT = "trading";
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
        return new VenueProxy(vertx, venuePort(), "gateway-" + seed, seed);
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
                "trading.bitfinex.websocket-url", proxy.websocketUrl(),
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
        crashPostgres();
        postgres = EmbeddedPostgresServer.start(directory, true, port);
    }

    /** Kills the database with all its processes. */
    void crashPostgres() throws IOException {
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
    }

    /** Goes on with the database in another directory; the one before has crashed. */
    void postgresFrom(Path other) {
        postgres = EmbeddedPostgresServer.start(other, true);
    }

    /** Returns the address of a database, as {@code ledger verify} takes it. */
    static String jdbc(EmbeddedPostgresServer server) {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database() + "?user="
                + server.user();
    }

    JsonObject get(TradingProcess process, String path) {
        return get("http://127.0.0.1:" + process.port() + path);
    }

    JsonObject venue(String path) {
        return get("http://127.0.0.1:" + venuePort() + path);
    }

    /** Returns what the venue has written down, as {@code ledger verify} reads it. */
    List<Entry> venueHistory() {
        return SimulatorHistory.read(
                path -> Buffer.buffer(text("http://127.0.0.1:" + venuePort() + path)), VENUE_ACCOUNT);
    }

    /** Returns what venue and gateway have written down, as {@code ledger verify} reads it. */
    List<Entry> history() {
        List<Entry> entries = new ArrayList<>(venueHistory());
        entries.addAll(GatewayDatabase.read(jdbc(postgres), "trading"));
        return entries;
    }

    /** Returns everything that arrived at the venue, refused or not, oldest first. */
    List<JsonObject> arrivals() {
        List<JsonObject> arrivals = new ArrayList<>();
        JsonObject page = venue("/sim/arrivals?limit=10000");
        while (!page.getJsonArray("entries").isEmpty()) {
            page.getJsonArray("entries").forEach(entry -> arrivals.add((JsonObject) entry));
            page = venue("/sim/arrivals?limit=10000&after=" + page.getLong("next"));
        }
        return arrivals;
    }

    /** Puts {@code body} to a service, again as long as it says that it cannot take it now. */
    JsonObject put(TradingProcess process, String path, JsonObject body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            for (int tries = 1; answer.statusCode() == 503 && tries < PUT_TRIES_MAX; tries++) {
                LockSupport.parkNanos(LOOK_NANOS);
                answer = http.send(request, BodyHandlers.ofString());
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonObject(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until no order is on its way any more; returns the summary then. */
    JsonObject awaitSettled(TradingProcess process) {
        return until("no order on its way", () -> get(process, "/api/v1/orders/summary"), summary -> {
            JsonObject status = summary.getJsonObject("byStatus");
            return status.getLong("QUEUED") + status.getLong("SENDING") + status.getLong("IN_DOUBT") == 0;
        });
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
        return new JsonObject(text(url));
    }

    private String text(String url) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
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

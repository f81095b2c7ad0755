package tradelab.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.cli.ExitCode;
import tradelab.cli.Tradelab;
import tradelab.contracts.Json;
import tradelab.trading.ledger.Entry;

/** A real cluster of processes, a real {@code kill -9} in the middle of an order storm, and a count of what is left. */
class KillTradingIT {
    private static final int CLIENTS = 8;
    private static final int ORDERS_EACH = 150;
    private static final int KILLED_AFTER = CLIENTS * ORDERS_EACH / 4;
    private static final Pattern PID = Pattern.compile("trading-service ready .* pid=(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<Entry.Call> calls = new ConcurrentLinkedQueue<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final AtomicInteger acknowledged = new AtomicInteger();

    @Test
    void noAcknowledgedOrderIsLostOrDoubledByAKill() throws Exception {
        try (LocalStores stores = LocalStores.start(Map.of())) {
            Map<String, String> settings = settings(stores);
            String trading = "http://127.0.0.1:" + settings.get("trading.http.port");
            String venue = "http://127.0.0.1:" + settings.get("venue.http.port");
            try (ProcessCluster _ = ProcessCluster.start(List.of(Suite.VENUE, Suite.TRADING), settings, lines::add)) {
                storm(trading);

                int orders = CLIENTS * ORDERS_EACH;
                assertThat(acknowledged).hasValue(orders);
                assertThat(lines).anyMatch(line -> line.startsWith("trading-service ended with code 137"));
                JsonObject rows = settled(trading);
                JsonObject ledger = get(venue + "/sim/ledger/summary");
                assertThat(rows.getLong("total")).isEqualTo(orders);
                assertThat(ledger.getLong("acceptances")).isEqualTo(orders);
                assertThat(ledger.getLong("distinctCids")).isEqualTo(orders);
                assertThat(ledger.getLong("repeatedCids")).isZero();
                verify(settings, venue);
            }
        }
    }

    /** The same by the checker: what the clients saw, what PostgreSQL holds, what arrived at the venue. */
    private void verify(Map<String, String> settings, String venue) throws IOException {
        Path file = folder.resolve("calls.jsonl");
        Files.write(
                file, calls.stream().map(call -> Json.write(call).toString()).toList());
        String database =
                "jdbc:postgresql://127.0.0.1:" + settings.get("trading.postgres.port") + "/postgres?user=postgres";
        Path heads = folder.resolve("heads.jsonl");
        assertThat(verify(
                        ExitCode.PASSED,
                        "--postgres",
                        database,
                        "--venue",
                        venue,
                        "--heads",
                        heads.toString(),
                        file.toString()))
                .contains("1,200 orders, 1,200 arrivals at the venue: all laws hold");
        // the streams end where they were said to; nobody has written their chains anew
        assertThat(verify(ExitCode.PASSED, "--postgres", database, heads.toString()))
                .contains("I12  holds");
        Path others = folder.resolve("others.jsonl");
        Files.writeString(others, Files.readString(heads).replaceAll("\"link\":\"[0-9a-f]{8}", "\"link\":\"01234567"));
        assertThat(verify(ExitCode.THRESHOLDS_FAILED, "--postgres", database, others.toString()))
                .contains("LAWS ARE BROKEN");
    }

    private static String verify(int expected, String... what) {
        StringWriter out = new StringWriter();
        int code = Tradelab.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of("ledger", "verify"), Stream.of(what))
                        .toArray(String[]::new));
        assertThat(code).as(out.toString()).isEqualTo(expected);
        return out.toString();
    }

    private void storm(String trading) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(CLIENTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                var _ = clients.submit(() -> {
                    for (int i = 0; i < ORDERS_EACH; i++) {
                        submitUntilAcknowledged(trading, number + "-" + i);
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** As a client must: the same id and body again until there is an answer. */
    private void submitUntilAcknowledged(String trading, String id) {
        JsonObject order = new JsonObject()
                .put("account", "storm")
                .put("clientOrderId", id)
                .put("instrument", "BITFINEX:tBTCUSD")
                .put("side", "BUY")
                .put("type", "LIMIT")
                .put("price", "1000")
                .put("amount", "0.001");
        HttpRequest request = HttpRequest.newBuilder(URI.create(trading + "/api/v1/orders"))
                .timeout(Duration.ofSeconds(2))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(order.encode()))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            long sent = System.currentTimeMillis();
            try {
                int status = http.send(request, BodyHandlers.ofString()).statusCode();
                if (status == 201 || status == 200) {
                    calls.add(call(id, order, sent, System.currentTimeMillis(), Entry.Outcome.OK));
                    if (acknowledged.incrementAndGet() == KILLED_AFTER) {
                        kill();
                    }
                    return;
                }
                calls.add(call(
                        id,
                        order,
                        sent,
                        System.currentTimeMillis(),
                        status == 429 || status == 503 ? Entry.Outcome.FAIL : Entry.Outcome.INFO));
            } catch (IOException e) {
                calls.add(call(id, order, sent, null, Entry.Outcome.INFO));
                // No answer: it may be there or not. That is what the id is for.
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Entry.Call call(
            String id, JsonObject order, long sent, @Nullable Long answered, Entry.Outcome outcome) {
        return new Entry.Call("storm", id, order.encode(), sent, answered, outcome, null);
    }

    private void kill() {
        Matcher pid = lines.stream()
                .map(PID::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow();
        ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow().destroyForcibly();
    }

    /** Waits until no order is on its way any more. */
    private JsonObject settled(String trading) throws Exception {
        return until("no order on its way", () -> get(trading + "/api/v1/orders/summary"), summary -> {
            JsonObject status = summary.getJsonObject("byStatus");
            return status.getLong("QUEUED", 0L) + status.getLong("SENDING", 0L) + status.getLong("IN_DOUBT", 0L) == 0;
        });
    }

    private JsonObject get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return new JsonObject(http.send(request, BodyHandlers.ofString()).body());
    }

    private static Map<String, String> settings(LocalStores stores) throws IOException {
        Map<String, String> settings = new HashMap<>(stores.settings());
        for (String service : List.of("venue", "trading")) {
            settings.put(service + ".http.port", Integer.toString(freePort()));
            settings.put(service + ".management.port", "0");
        }
        int port = freePort();
        settings.put("cluster.name", "kill-" + port);
        settings.put("cluster.port", Integer.toString(port));
        Wiring.complete(settings);
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

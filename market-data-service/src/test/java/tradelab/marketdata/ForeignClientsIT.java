package tradelab.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tradelab.contracts.Require;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/**
 * Clients that are not ours: the documentation's examples, each in a process of its own, and the WebSocket and HTTP client
 * of the JDK. The one for Node runs where {@code npm install} was run beside it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final String INSTRUMENT = "BITFINEX:tBTCUSD";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private int memberPort;
    private int httpPort;

    @BeforeAll
    void start() throws Exception {
        ServiceHost venue = kept(ServiceHost.start(
                Map.of(
                        "venue.http.port", "0",
                        "venue.management.port", "0",
                        "venue.instruments", "tBTCUSD=60000",
                        "venue.generator.events-per-second", "50"),
                new VenueService()));
        memberPort = freePort();
        Map<String, String> settings = new HashMap<>();
        settings.put("cluster.mode", "clustered");
        settings.put("cluster.port", Integer.toString(memberPort));
        settings.put("cluster.members", "127.0.0.1:" + memberPort);
        settings.put("market-data.http.port", "0");
        settings.put("market-data.management.port", "0");
        settings.put("market-data.redis.enabled", "false");
        settings.put("market-data.history.backfill", "false");
        settings.put("market-data.bitfinex.symbols", "tBTCUSD");
        settings.put("market-data.bitfinex.url", "ws://127.0.0.1:" + venue.port("venue-simulator", "http") + "/ws/2");
        ServiceHost host = kept(ServiceHost.start(settings, new MarketDataService()));
        httpPort = host.port("market-data-service", "http");
        HttpRequest quote = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + httpPort + "/api/v1/quotes/" + INSTRUMENT + "?maxAgeMillis=60000"))
                .build();
        var _ = until(
                "a quote of what it is given",
                () -> http.send(quote, HttpResponse.BodyHandlers.ofString()).statusCode(),
                status -> status == 200);
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable one : closing.reversed()) {
            one.close();
        }
        http.close();
    }

    @Test
    void aBusClientInAProcessOfItsOwnReadsABookAndLiveQuotes() throws Exception {
        BlockingQueue<String> lines = lines(
                EXAMPLES,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--add-modules",
                "java.se",
                "-cp",
                System.getProperty("java.class.path"),
                "BusClient.java",
                Integer.toString(freePort()),
                Integer.toString(memberPort),
                INSTRUMENT);

        var _ = next(lines, line -> line.startsWith("book ") || line.startsWith("no book"));
        for (int i = 0; i < 10; i++) {
            var _ = next(lines, line -> line.startsWith("quote ") && line.contains(" LIVE, "));
        }
    }

    @Test
    void theJdksWebSocketAndEventStreamReadLive() throws Exception {
        BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        WebSocket socket = await(http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + httpPort + "/api/v1/stream"), new Collector(frames)));
        closing.add(socket::abort);
        var _ = socket.sendText("{\"op\":\"subscribe\",\"streams\":[\"book:" + INSTRUMENT + "@25\"]}", true);
        JsonObject last = new JsonObject(next(frames, frame -> frame.contains("\"snapshot\"")));
        for (int i = 0; i < 10; i++) {
            JsonObject delta = new JsonObject(next(frames, frame -> frame.contains("\"delta\"")));
            assertThat(delta.getLong("prevSequence")).isEqualTo(last.getLong("sequence"));
            last = delta;
        }

        HttpResponse<Stream<String>> events = http.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + httpPort + "/api/v1/stream/sse?streams=quote:" + INSTRUMENT))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        assertThat(events.headers().firstValue("content-type")).hasValue("text/event-stream");
        try (Stream<String> lines = events.body()) {
            assertThat(lines.filter(line -> line.startsWith("data: ") && line.contains("\"LIVE\""))
                            .limit(5))
                    .hasSize(5);
        }
    }

    @Test
    void clientsFromNpmReadLiveWhereTheyAreInstalled() throws Exception {
        boolean installed = Files.isDirectory(EXAMPLES.resolve("node_modules"));
        System.out.println("docs/examples/stream.mjs: " + (installed ? "runs" : "npm install was not run beside it"));
        String script = Files.readString(EXAMPLES.resolve("stream.mjs"));
        assertThat(script).contains("/api/v1/stream'", "/api/v1/stream/sse?streams=quote:", "prevSequence");
        if (!installed) {
            return;
        }
        BlockingQueue<String> lines =
                lines(EXAMPLES, "node", "stream.mjs", "http://127.0.0.1:" + httpPort, INSTRUMENT, "20");

        var _ = next(lines, line -> line.startsWith("ws  snapshot"));
        for (int i = 0; i < 20; i++) {
            var _ = next(lines, line -> line.startsWith("ws  delta"));
        }
    }

    /** What a process says, line by line. */
    private BlockingQueue<String> lines(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        closing.add(() -> {
            process.destroyForcibly();
            var _ = process.waitFor();
        });
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        var _ = Thread.ofVirtual().start(() -> {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                out.lines().forEach(lines::add);
            } catch (Exception e) {
                lines.add("ended: " + e);
            }
        });
        return lines;
    }

    private static String next(BlockingQueue<String> lines, Predicate<String> wanted) throws Exception {
        List<String> others = new ArrayList<>();
        String line = "";
        while (!wanted.test(line)) {
            others.add(line);
            line = Require.present("a line after " + others, lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return line;
    }

    private static final class Collector implements WebSocket.Listener {
        private final BlockingQueue<String> frames;
        private final StringBuilder text = new StringBuilder();

        Collector(BlockingQueue<String> frames) {
            this.frames = frames;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                frames.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }
    }

    private ServiceHost kept(Future<ServiceHost> starting) throws Exception {
        ServiceHost host = await(starting);
        closing.add(() -> {
            var _ = await(host.close());
        });
        return host;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package tradelab.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceHost;
import tradelab.testing.Await;

/** Every service in one process, seen from outside. */
class SuiteIT {
    private static LocalStores stores;
    private static ServiceHost host;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        stores = LocalStores.start(Map.of());
        Map<String, String> settings = new HashMap<>(stores.settings());
        for (String prefix : List.of("market-data", "trading", "loadgen", "monitor", "report", "venue")) {
            settings.put(prefix + ".http.port", "0");
            settings.put(prefix + ".management.port", "0");
        }
        settings.put("venue.http.port", Integer.toString(freePort()));
        Wiring.complete(settings);
        Service[] services = Suite.named(List.of()).stream().map(Suite::create).toArray(Service[]::new);
        host = await(ServiceHost.start(settings, services));
    }

    @AfterAll
    static void stop() throws Exception {
        await(host.close());
        stores.close();
    }

    @Test
    void everyServiceIsReadyAndDescribesItself() throws Exception {
        for (Suite service : Suite.named(List.of())) {
            String name = service.serviceName();
            assertThat(get(name, "management", "/health/live").statusCode())
                    .as(name)
                    .isEqualTo(200);
            assertThat(get(name, "management", "/health/started").statusCode())
                    .as(name)
                    .isEqualTo(200);
            assertThat(get(name, "http", "/openapi.yaml").body()).as(name).contains("openapi: 3.");
            assertThat(get(name, "http", "/docs").statusCode()).as(name).isEqualTo(200);
        }
    }

    @Test
    void everyScrapeFollowsTheConventions() throws Exception {
        for (Suite service : Suite.named(List.of())) {
            String scrape = get(service.serviceName(), "management", "/metrics").body();
            assertThat(scrape).as(service.serviceName()).contains("event_loop_lag_seconds_bucket");
            assertThat(promtool(scrape)).as(service.serviceName()).isEmpty();
        }
    }

    /** What is asked of the load generator's API, with the port of the service that it is for. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "market-data-service ; 'profile':'mixed','rate':40",
                "market-data-service ; 'profile':'cached','rate':40",
                "market-data-service ; 'profile':'uncached','rate':10",
                "market-data-service ; 'profile':'news-spike','schedule':{'shape':'news-spike','base':5,'peak':40}",
                "market-data-service ; 'run':'CACHE_STORM','rate':10",
                "trading-service ; 'profile':'order-flow','rate':20",
                "trading-service ; 'profile':'order-session','rate':10",
                "trading-service ;"
                        + " 'profile':'opening-auction','schedule':{'shape':'opening-auction','base':5,'peak':30}",
                "trading-service ; 'profile':'limit-up-lock','schedule':{'shape':'limit-up-lock','base':5,'peak':30}",
                "trading-service ; 'profile':'cancel-storm','schedule':{'shape':'cancel-storm','base':5,'peak':30}",
                "trading-service ; 'profile':'mixed-chaos','rate':20",
                "trading-service ; 'run':'ORDER_STORM','rate':20",
                "trading-service ; 'run':'CANCEL_STORM','rate':20"
            })
    void whatTheLoadGeneratorAsksOfTheServicesIsWhatTheyKnow(String service, String test) throws Exception {
        Await.until(
                "a quote",
                () -> get("market-data-service", "http", "/api/v1/quotes/BITFINEX:tBTCUSD")
                                .statusCode()
                        == 200);
        String target = "http://127.0.0.1:" + host.port(service, "http");
        JsonObject started = new JsonObject(post(
                "/api/performance/load-test",
                ("{'target':'" + target + "','duration':'2s'," + test + "}").replace('\'', '"')));
        String run = "/api/performance/results/" + started.getString("runId");

        JsonObject result = new JsonObject(
                Await.until("a result", () -> get("loadgen-service", "http", run), answer -> answer.statusCode() != 202)
                        .body());
        assertThat(result.getLong("requests")).as(result.toString()).isPositive();
        for (Object each : result.getJsonArray("operations")) {
            JsonObject operation = (JsonObject) each;
            // A machine that stands still lets requests time out, or be turned away for their number.
            assertThat(operation.getJsonObject("errorsByKind").fieldNames())
                    .as(operation.toString())
                    .noneMatch(kind -> kind.matches("status_(?!429|503).*|check.*"));
        }
    }

    private String post(String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port("loadgen-service", "http") + path);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.body();
    }

    private static String promtool(String scrape) throws IOException {
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            // Not installed: hold the scrape against the rule that is broken most.
            return scrape.lines()
                    .filter(line -> line.startsWith("# TYPE ") && line.endsWith(" counter"))
                    .filter(line -> !line.split(" ")[2].endsWith("_total"))
                    .findFirst()
                    .orElse("");
        }
        try (var in = promtool.getOutputStream()) {
            in.write(scrape.getBytes(StandardCharsets.UTF_8));
        }
        return new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(String service, String what, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port(service, what) + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

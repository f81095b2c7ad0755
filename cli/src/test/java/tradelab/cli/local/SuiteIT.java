package tradelab.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

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
import tradelab.runtime.Service;
import tradelab.runtime.ServiceHost;

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

package tradelab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Deployable;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.cli.local.LocalStores;
import tradelab.contracts.trading.OrderEvents;
import tradelab.contracts.trading.TradingApi;
import tradelab.marketdata.MarketDataService;
import tradelab.runtime.ServiceHost;
import tradelab.trading.TradingService;
import tradelab.venue.VenueService;

/** Compiles the example of the docs against contracts and Vert.x alone, and runs it. */
class EventBusClientExampleIT {
    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "QuoteAndOrder.java");
    private static final List<String> CLIENT_LIBRARIES =
            List.of("contracts", "vertx-core", "jackson-", "netty-", "jspecify");

    @Test
    void subscribesToQuotesAndPlacesAnOrderThatTheGatewayKeeps(@TempDir Path classes) throws Exception {
        compile(classes);
        try (LocalStores stores = LocalStores.start(Map.of())) {
            ServiceHost host = start(stores);
            try (URLClassLoader loader = new URLClassLoader(
                    new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
                CompletableFuture<OrderEvents> placed = new CompletableFuture<>();
                var _ = TradingApi.ORDER_EVENTS.subscribe(host.vertx().eventBus(), placed::complete);
                Deployable example = (Deployable) loader.loadClass("QuoteAndOrder")
                        .getDeclaredConstructor()
                        .newInstance();

                var _ = await(host.vertx().deployVerticle(example));

                String clientOrderId = await(placed).orders().getFirst().clientOrderId();
                assertThat(order(host, clientOrderId).getString("instrument")).isEqualTo("BITFINEX:tBTCUSD");
            } finally {
                await(host.close());
            }
        }
    }

    private static ServiceHost start(LocalStores stores) throws Exception {
        Map<String, String> venue = new HashMap<>(Map.of("venue.http.port", "0", "venue.management.port", "0"));
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            venue.put("venue.http.port", Integer.toString(socket.getLocalPort()));
        }
        Map<String, String> settings = new HashMap<>(stores.settings());
        settings.putAll(venue);
        tradelab.cli.local.Wiring.complete(settings);
        for (String service : List.of("market-data", "trading")) {
            settings.put(service + ".http.port", "0");
            settings.put(service + ".management.port", "0");
        }
        return await(ServiceHost.start(settings, new VenueService(), new MarketDataService(), new TradingService()));
    }

    private static void compile(Path classes) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(EventBusClientExampleIT::isClientLibrary)
                .collect(Collectors.joining(File.pathSeparator));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", classPath, EXAMPLE.toString());
        assertThat(code).isZero();
        assertThat(Files.exists(classes.resolve("QuoteAndOrder.class"))).isTrue();
    }

    private static boolean isClientLibrary(String entry) {
        Path path = Path.of(entry);
        boolean ours = path.endsWith(Path.of("contracts", "target", "classes"));
        return ours || CLIENT_LIBRARIES.stream().anyMatch(path.getFileName().toString()::startsWith);
    }

    private static JsonObject order(ServiceHost host, String clientOrderId) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + host.port("trading-service", "http") + "/api/v1/orders/example/" + clientOrderId);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonObject(response.body());
    }
}

package tradelab.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.monitor.MonitorApi;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.monitor.ServiceSample;
import tradelab.runtime.ServiceHost;
import tradelab.testing.Await;

/** The whole service over real HTTP and a real event bus. */
class MonitorIT {
    private static final Map<String, String> SETTINGS = Map.of(
            "monitor.http.port", "0",
            "monitor.management.port", "0",
            "monitor.lost-after", "1500ms",
            "monitor.stream.tick", "100ms",
            "monitor.stream.subscribers-max", "2");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/page/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z]+\\.js)\"");

    private ServiceHost host;
    private WebClient web;

    @BeforeEach
    void start() throws Exception {
        host = await(ServiceHost.start(SETTINGS, new MonitorService()));
        web = WebClient.create(host.vertx());
    }

    @AfterEach
    void stop() throws Exception {
        web.close();
        await(host.close());
    }

    @Test
    void showsWhatAServiceSaysAndMarksItLostWhenItFallsSilent() throws Exception {
        publish("trading-service", Map.of(SampleKeys.ORDERS_ACCEPTED_PER_SECOND, 120.0));
        JsonObject ready = until("/api/v1/services", body -> "READY".equals(stateOf(body, "trading-service")));
        assertThat(service(ready, "trading-service").getJsonObject("values").getDouble("orders.accepted.perSecond"))
                .isEqualTo(120.0);

        JsonObject overview = until(
                "/api/v1/overview",
                body -> body.getJsonObject("verdict").getString("level").equals("FAILING"));
        assertThat(overview.getJsonObject("verdict").getString("summary")).contains("trading-service has been silent");
        JsonObject lost = until("/api/v1/services", body -> "LOST".equals(stateOf(body, "trading-service")));
        assertThat(stateOf(lost, "monitor-service")).as("it watches itself").isEqualTo("READY");
    }

    @Test
    void tellsTheHistoryOfAKeyAndSaysWhatItDoesNotKnow() throws Exception {
        publish("trading-service", Map.of("k", 7.5));
        JsonObject history =
                until("/api/v1/history?service=trading-service&key=k&seconds=60", body -> body.containsKey("series"));
        assertThat(history.getJsonArray("series").getJsonObject(0).getJsonArray("values"))
                .isEqualTo(new JsonArray().add(7.5));

        assertThat(get("/api/v1/history?service=nobody&key=k").statusCode()).isEqualTo(404);
        HttpResponse<Buffer> unknownKey = get("/api/v1/history?service=trading-service&key=x");
        assertThat(unknownKey.statusCode()).isEqualTo(404);
        assertThat(unknownKey.bodyAsString()).contains("key: expected one of [k], got 'x'");
        assertThat(get("/api/v1/history?service=trading-service").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/history?service=trading-service&key=k&seconds=0")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void dropsAMalformedSampleAndGoesOn() throws Exception {
        host.vertx().eventBus().publish(MonitorApi.SAMPLES.address(), Buffer.buffer("{\"service\":1"));
        host.vertx().eventBus().publish(MonitorApi.SAMPLES.address(), "not even a buffer");
        publish("trading-service", Map.of());
        JsonObject body = until("/api/v1/services", it -> stateOf(it, "trading-service") != null);
        assertThat(stateOf(body, "trading-service")).isEqualTo("READY");
    }

    @Test
    void streamsTheHistoryAndThenTicks() throws Exception {
        publish("trading-service", Map.of("k", 1.0));
        var _ = until("/api/v1/services", it -> stateOf(it, "trading-service") != null);
        HttpClient client = host.vertx().createHttpClient();
        String text = await(read(client, 3));
        assertThat(text).startsWith("retry: 2000\n\nevent: history\n");
        assertThat(text.indexOf("event: tick\n")).isGreaterThan(0);
        assertThat(text).contains("\"trading-service\"").contains("\"verdict\"");
        await(client.close());
    }

    @Test
    void refusesMoreWatchersThanTheSettingSays() throws Exception {
        HttpClient client = host.vertx().createHttpClient();
        var _ = await(read(client, 1));
        var _ = await(read(client, 1));
        HttpResponse<Buffer> refused = get("/api/v1/stream");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.bodyAsString()).contains("\"error\":\"OVERLOADED\"");
        await(client.close());
    }

    @Test
    void servesThePageWithAStrictPolicyAndEverythingItLoads() throws Exception {
        HttpResponse<Buffer> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.bodyAsString()).doesNotContain("style=\"").doesNotContain("http://", "https://");
        Matcher link = LINK.matcher(page.bodyAsString());
        while (link.find()) {
            assertThat(get(link.group(1)).statusCode()).as(link.group(1)).isEqualTo(200);
        }
        for (String script : new String[] {"main.js", "charts.js", "cards.js", "catalog.js", "stream.js"}) {
            Matcher imported = IMPORT.matcher(get("/page/" + script).bodyAsString());
            while (imported.find()) {
                assertThat(get("/page/" + imported.group(1)).statusCode())
                        .as(imported.group(1))
                        .isEqualTo(200);
            }
        }
        assertThat(get("/page/../openapi.yaml").statusCode()).isNotEqualTo(500);
        assertThat(get("/page/package-info.class").statusCode()).isEqualTo(404);
    }

    @Test
    void servesTheChartLibraryCompressedAndForever() throws Exception {
        HttpResponse<Buffer> library = await(web.get(port(), "127.0.0.1", "/page/echarts-6.0.0.js")
                .putHeader("accept-encoding", "gzip")
                .send());
        assertThat(library.getHeader("content-encoding")).isEqualTo("gzip");
        assertThat(library.getHeader("cache-control")).contains("immutable");
        assertThat(library.getHeader("content-length")).hasSize(6);
        HttpResponse<Buffer> again = await(web.get(port(), "127.0.0.1", "/page/echarts-6.0.0.js")
                .putHeader("if-none-match", library.getHeader("etag"))
                .send());
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void measuresItself() throws Exception {
        publish("trading-service", Map.of());
        var _ = until("/api/v1/services", it -> stateOf(it, "trading-service") != null);
        int management = host.port("monitor-service", "management");
        String scrape =
                await(web.get(management, "127.0.0.1", "/metrics").send()).bodyAsString();
        assertThat(scrape)
                .contains("monitor_samples_total{")
                .contains("outcome=\"late\"")
                .contains("monitor_instances{")
                .contains("monitor_stream_subscribers");
    }

    /** Reads the stream until {@code events} events have come; the connection stays open. */
    private Future<String> read(HttpClient client, int events) {
        Promise<String> done = Promise.promise();
        return client.request(HttpMethod.GET, port(), "127.0.0.1", "/api/v1/stream")
                .compose(request -> request.send())
                .compose(response -> {
                    StringBuilder text = new StringBuilder();
                    response.handler(chunk -> {
                        text.append(chunk);
                        if (Pattern.compile("^event: ", Pattern.MULTILINE)
                                        .matcher(text)
                                        .results()
                                        .count()
                                >= events) {
                            var _ = done.tryComplete(text.toString());
                        }
                    });
                    return done.future();
                });
    }

    private void publish(String service, Map<String, Double> values) {
        long now = System.currentTimeMillis();
        MonitorApi.SAMPLES.publish(
                host.vertx().eventBus(),
                new ServiceSample(service, service + "-1", now, now, 1_000, true, "ready", values));
    }

    /** Asks again until the answer is as expected. */
    private JsonObject until(String path, Predicate<JsonObject> expected) {
        return Await.until(path, () -> get(path).bodyAsJsonObject(), expected);
    }

    private HttpResponse<Buffer> get(String path) throws Exception {
        return await(web.get(port(), "127.0.0.1", path).send());
    }

    private int port() {
        return host.port("monitor-service", "http");
    }

    private static @Nullable String stateOf(JsonObject services, String name) {
        JsonObject service = service(services, name);
        return service.isEmpty() ? null : service.getString("state");
    }

    private static JsonObject service(JsonObject services, String name) {
        return services.getJsonArray("services").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("service").equals(name))
                .findFirst()
                .orElseGet(JsonObject::new);
    }
}

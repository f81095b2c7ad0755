package tradelab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tradelab.contracts.monitor.MonitorApi;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.monitor.ServiceSample;
import tradelab.runtime.settings.SettingsException;

class ServiceHostIT {
    private final ProbeService probe = new ProbeService();
    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceHost host;

    @BeforeEach
    void start() throws Exception {
        host = await(ServiceHost.start(Map.of(), probe));
    }

    @AfterEach
    void stop() throws Exception {
        await(host.close());
    }

    @Test
    void healthTellsReadyFromNotReadyAndSaysWhy() throws Exception {
        assertThat(management("/health/live").statusCode()).isEqualTo(200);
        assertThat(management("/health/started").statusCode()).isEqualTo(200);
        assertThat(management("/health/ready").statusCode()).isEqualTo(200);

        probe.dependency.set(Future.failedFuture("the store is down"));
        HttpResponse<String> unready = management("/health/ready");

        assertThat(unready.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(unready.body()).getString("status")).isEqualTo("dependency: the store is down");
        assertThat(management("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aDependencyThatNeverAnswersIsNotReadyAndDoesNotHangTheProbe() throws Exception {
        probe.dependency.set(io.vertx.core.Promise.<Void>promise().future());

        assertThat(management("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void theScrapeFollowsThePrometheusConventions() throws Exception {
        var _ = api("GET", "/things/1?depth=3", "");
        String scrape = management("/metrics").body();

        assertThat(scrape)
                .contains("event_loop_lag_seconds_bucket", "event_loop_blocked_seconds_total")
                .contains("http_server_requests_seconds_count{method=\"GET\",route=\"/things/{id}\",status=\"200\"}")
                .contains("jvm_memory_used_bytes");
        Promtool.check(scrape);
    }

    @Test
    void everyBadRequestNamesFieldExpectationAndValue() throws Exception {
        assertError(api("GET", "/things/1?depth=99", ""), 400, "depth: expected an integer from 1 to 10, got '99'");
        assertError(api("GET", "/things/1?depth=x", ""), 400, "depth: expected an integer from 1 to 10, got 'x'");
        assertError(api("GET", "/things/1?side=up", ""), 400, "side: expected one of BUY, SELL, got 'up'");
        assertError(api("GET", "/things/1?name=", ""), 400, "name: expected text of 1 to 8 characters, got ''");
        assertError(api("GET", "/search", ""), 400, "by: expected text, got nothing");
        assertError(api("POST", "/orders", "{\"name\":\"a\",\"price\":1.5}"), 400, "price: expected");
        assertError(
                api("POST", "/orders", "{\"name\":\"a\",\"price\":\"1e3\"}"), 400, "price: expected a plain decimal");
        assertError(api("POST", "/orders", "{\"name\":\"a\",\"name\":\"b\",\"price\":\"1\"}"), 400, "Duplicate");
        assertError(api("POST", "/orders", "{\"name\":\"a\",\"price\":\"1\",\"x\":1}"), 400, "x: unknown field");
        assertError(api("POST", "/orders", "{\"name\":"), 400, "syntax error");
        assertError(api("GET", "/things/none", ""), 404, "thing: no such");
        assertError(api("GET", "/nowhere", ""), 404, "GET /nowhere");
        assertError(api("DELETE", "/orders", ""), 405, "DELETE /orders");
        assertError(api("POST", "/orders", "x".repeat(70_000)), 413, "body: expected at most 65536 bytes, got 70000");
    }

    @Test
    void whoSendsTooMuchOverAWebSocketReadsWhy() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = await(http.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + host.port("probe-service", "http") + "/socket"),
                        new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletableFuture<Void> onClose(
                                    WebSocket which, int status, String reason) {
                                closed.complete(status);
                                return null;
                            }

                            @Override
                            public void onError(WebSocket which, Throwable error) {
                                closed.completeExceptionally(error);
                            }
                        }));
        var _ = socket.sendText("x".repeat(300_000), true);
        assertThat(await(closed)).isEqualTo(1009);
    }

    @Test
    void refusalsSayWhenToRetryAndDefectsSayNothing() throws Exception {
        assertThat(api("GET", "/things/busy", "").headers().firstValue("retry-after"))
                .hasValue("1");
        HttpResponse<String> defect = api("GET", "/things/bug", "");
        assertThat(defect.statusCode()).isEqualTo(500);
        assertThat(defect.body()).doesNotContain("IllegalState");
    }

    @Test
    void theDocumentAndItsPageAreServedWithoutANetwork() throws Exception {
        assertThat(api("GET", "/openapi.yaml", "").body()).contains("operationId: getThing");
        assertThat(api("GET", "/docs", "").body()).contains("swagger-ui-bundle.js");
        assertThat(api("GET", "/docs/swagger-ui-bundle.js", "").statusCode()).isEqualTo(200);
        assertThat(api("GET", "/docs/other.js", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aSampleASecondIsPublished() throws Exception {
        CompletableFuture<ServiceSample> first = new CompletableFuture<>();
        var _ = MonitorApi.SAMPLES.subscribe(host.vertx().eventBus(), first::complete);

        ServiceSample sample = await(first);

        assertThat(sample.service()).isEqualTo("probe-service");
        assertThat(sample.ready()).isTrue();
        assertThat(sample.values())
                .containsKeys("probe", SampleKeys.HEAP_USED_BYTES, SampleKeys.HTTP_REQUESTS_PER_SECOND);
    }

    @Test
    void startsAndEndsWithoutAWarning() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        root.addAppender(heard);
        await(await(ServiceHost.start(Map.of(), new ProbeService())).close());
        root.detachAppender(heard);
        heard.stop();

        assertThat(heard.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                // loops are held up where the machine is busy
                .filteredOn(event -> !event.getLoggerName().matches(".*(LoopMonitor|BlockedThreadChecker)"))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Test
    void drainRunsItsStepsInOrderAndClosesStoresLast() throws Exception {
        await(host.close());

        assertThat(probe.drained).containsExactly("first", "second", "store");
    }

    @Test
    void allWrongSettingsAreReportedAtOnce() {
        Map<String, String> wrong = Map.of(
                "probe.http.port",
                "80x",
                "probe.http.idle-timeout",
                "soon",
                "probe.htp.port",
                "1",
                "cluster.mode",
                "both");

        assertThatThrownBy(() -> await(ServiceHost.start(wrong, new ProbeService())))
                .isInstanceOfSatisfying(SettingsException.class, e -> {
                    List<String> keys = new ArrayList<>();
                    e.problems().forEach(problem -> keys.add(problem.key()));
                    assertThat(keys)
                            .containsExactlyInAnyOrder(
                                    "probe.http.port", "probe.http.idle-timeout", "probe.htp.port", "cluster.mode");
                    assertThat(e).hasMessageContaining("probe.http.port: expected a port from 0 to 65535, got '80x'");
                });
    }

    @Test
    void aPortInUseIsOneClearSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThatThrownBy(() -> await(ServiceHost.start(Map.of("probe.http.port", port), new ProbeService())))
                    .hasMessageStartingWith("probe.http.port: port " + port + " cannot be bound");
        }
    }

    private void assertError(HttpResponse<String> response, int status, String message) {
        assertThat(response.body()).contains(message);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private HttpResponse<String> management(String path) throws Exception {
        return send("GET", host.port("probe-service", "management"), path, "");
    }

    private HttpResponse<String> api(String method, String path, String body) throws Exception {
        return send(method, host.port("probe-service", "http"), path, body);
    }

    private HttpResponse<String> send(String method, int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}

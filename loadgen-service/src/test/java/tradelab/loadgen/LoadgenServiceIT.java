package tradelab.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.monitor.MonitorApi;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.report.RecordedResult;
import tradelab.contracts.report.ReportApi;
import tradelab.loadgen.agent.DistributedRun;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.runtime.ServiceHost;

class LoadgenServiceIT {
    private static final String TESTS = "/api/performance/tests";
    private static final String LOAD_TEST = "/api/performance/load-test";

    @SuppressWarnings("NullAway.Init") // these are set before all tests
    private static ServiceHost host;

    @SuppressWarnings("NullAway.Init")
    private static WebClient client;

    private static int port;
    private static int target;

    @BeforeAll
    static void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of(
                        "loadgen.http.port",
                        "0",
                        "loadgen.management.port",
                        "0",
                        "loadgen.rate-max",
                        "5000",
                        "loadgen.connections-max",
                        "64",
                        "loadgen.duration-max",
                        "1h",
                        "loadgen.forbidden-ports",
                        "9,10"),
                new LoadgenService()));
        port = host.port("loadgen-service", "http");
        client = WebClient.create(host.vertx());
        target = await(host.vertx()
                        .createHttpServer()
                        .requestHandler(request -> request.response().end("ok"))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterAll
    static void close() throws Exception {
        var _ = await(host.close());
    }

    @Test
    void definesStartsAndReportsATest() throws Exception {
        HttpResponse<Buffer> created = post(TESTS, definition("1s"));
        assertThat(created.statusCode()).isEqualTo(201);
        String testId = json(created).getString("testId");
        assertThat(created.getHeader("location")).isEqualTo(TESTS + "/" + testId);
        assertThat(json(created).getString("state")).isEqualTo("CREATED");

        HttpResponse<Buffer> started = post(TESTS + "/" + testId + "/start", "");
        assertThat(started.statusCode()).isEqualTo(202);
        String runId = json(started).getString("runId");
        JsonObject result = finished(runId);
        assertThat(result.getInteger("requests")).isEqualTo(100);
        assertThat(result.getString("testId")).isEqualTo(testId);
        assertThat(logged(get("/api/performance/results/" + runId + "/hlog"))).isEqualTo(100);

        JsonObject runs = json(get(TESTS + "/" + testId + "/results"));
        assertThat(runs.getJsonArray("results")).hasSize(1);
        assertThat(json(get(TESTS + "/" + testId)).getString("state")).isNotEqualTo("RUNNING");
        assertThat(json(get(TESTS)).getJsonArray("tests")).isNotEmpty();
    }

    /** Returns how many response times HdrHistogram's own reader finds in a log. */
    private static long logged(HttpResponse<Buffer> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        long counted = 0;
        try (HistogramLogReader reader = new HistogramLogReader(
                new ByteArrayInputStream(Objects.requireNonNull(answer.body()).getBytes()))) {
            while (reader.nextIntervalHistogram() instanceof Histogram second) {
                counted += second.getTotalCount();
            }
        }
        return counted;
    }

    @Test
    void loadsInOneCallAndTellsTheReportServiceAndTheMonitor() throws Exception {
        CompletableFuture<TestResult> recorded = new CompletableFuture<>();
        CompletableFuture<Double> sampled = new CompletableFuture<>();
        var report = ReportApi.RECORD_RESULT.serve(host.vertx().eventBus(), result -> {
            recorded.complete(result);
            return Future.succeededFuture(new RecordedResult(1, result.runId(), false));
        });
        var samples = MonitorApi.SAMPLES.subscribe(host.vertx().eventBus(), sample -> {
            Double offered = sample.values().get(SampleKeys.LOAD_OFFERED_PER_SECOND);
            if (offered != null && offered > 0) {
                sampled.complete(offered);
            }
        });
        HttpResponse<Buffer> started = post(LOAD_TEST, definition("600s"));
        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(await(sampled)).isPositive();
        assertThat(post(TESTS + "/" + json(started).getString("testId") + "/stop", "")
                        .statusCode())
                .isEqualTo(202);
        JsonObject result = finished(json(started).getString("runId"));
        assertThat(await(recorded).requests()).isPositive().isEqualTo(result.getLong("requests"));
        var _ = await(report.unregister());
        var _ = await(samples.unregister());
    }

    @Test
    void aRunUnderWayIsNotStartedAgainAndIsStopped() throws Exception {
        JsonObject started = json(post(LOAD_TEST, definition("600s")));
        String test = TESTS + "/" + started.getString("testId");
        assertThat(post(test + "/start", "").statusCode()).isEqualTo(409);
        assertThat(get("/api/performance/results/" + started.getString("runId")).statusCode())
                .isEqualTo(202);
        assertThat(get("/api/performance/results/" + started.getString("runId") + "/hlog")
                        .statusCode())
                .isEqualTo(409);
        HttpResponse<Buffer> stopped = post(test + "/stop", "");
        assertThat(stopped.statusCode()).isEqualTo(202);
        assertThat(finished(started.getString("runId")).getJsonArray("causes").toString())
                .contains("stopped on request");
        assertThat(json(get(test)).getString("state")).isEqualTo("STOPPED");
    }

    @Test
    void aChangeBeyondTheCapsIsRefusedAndTheRunGoesOn() throws Exception {
        JsonObject started = json(post(LOAD_TEST, definition("600s")));
        String test = TESTS + "/" + started.getString("testId");
        HttpResponse<Buffer> changed = change(HttpMethod.PATCH, test + "/rate", "{\"rate\":200}");
        while (changed.statusCode() == 409) { // it has not begun
            changed = change(HttpMethod.PATCH, test + "/rate", "{\"rate\":200}");
        }
        assertThat(changed.statusCode()).isEqualTo(202);
        HttpResponse<Buffer> tooFast = change(HttpMethod.PATCH, test + "/rate", "{\"rate\":5001}");
        assertThat(tooFast.statusCode()).isEqualTo(400);
        assertThat(json(tooFast).getString("field")).isEqualTo("rate");
        assertThat(json(tooFast).getString("message")).contains("loadgen.rate-max 5000.0", "5001.0");
        HttpResponse<Buffer> tooLong = change(HttpMethod.POST, test + "/extend", "{\"duration\":\"51m\"}");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(json(tooLong).getString("field")).isEqualTo("duration");
        assertThat(change(HttpMethod.POST, test + "/extend", "{\"duration\":\"50m\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(post(test + "/stop", "").statusCode()).isEqualTo(202);
        assertThat(finished(started.getString("runId"))
                        .getJsonObject("environment")
                        .getString("changes"))
                .contains("200.0", "PT50M")
                .doesNotContain("5001", "PT51M");
    }

    private static HttpResponse<Buffer> change(HttpMethod method, String path, String body) throws Exception {
        return await(client.request(method, port, "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
    }

    @Test
    void stopAllEndsEveryRunThoughTheBusIsDown() throws Exception {
        String agents = definition("600s").replace("}", ",\"agents\":1}");
        String here = json(post(LOAD_TEST, definition("600s"))).getString("runId");
        String onAgents = json(post(LOAD_TEST, agents)).getString("runId");
        awaitRequests(here);
        awaitRequests(onAgents);
        Handler<DeliveryContext<Object>> nothingPasses = _ -> {};
        var _ = host.vertx().eventBus().addOutboundInterceptor(nothingPasses);
        HttpResponse<Buffer> stopped = post("/api/performance/stop-all", "");
        assertThat(stopped.statusCode()).isEqualTo(202);
        assertThat(json(stopped).getJsonArray("runs").stream()
                        .map(run -> ((JsonObject) run).getString("runId"))
                        .toList())
                .containsExactlyInAnyOrder(here, onAgents);
        assertThat(json(stopped).getJsonArray("sharesOfRuns")).isEmpty();
        assertThat(finished(here).getJsonArray("causes").toString()).contains("stopped on request");
        assertThat(finished(onAgents).getDouble("durationSeconds")).isLessThan(600);
        var _ = host.vertx().eventBus().removeOutboundInterceptor(nothingPasses);
        // An agent takes a run only after it has let go of the one before.
        String next = json(post(LOAD_TEST, agents.replace("600s", "1s"))).getString("runId");
        assertThat(finished(next).getInteger("requests")).isEqualTo(100);
        assertThat(json(post("/api/performance/stop-all", "")).getJsonArray("runs"))
                .isEmpty();
    }

    @Test
    void stopAllEndsTheShareOfARunThatAnotherControls() throws Exception {
        LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        CompletableFuture<Object> first = new CompletableFuture<>();
        DistributedRun run = DistributedRun.start(
                host.vertx(),
                definition("600s"),
                Optional.empty(),
                setup,
                new DistributedRun.Control(1, DistributedRun.Control.SILENCE_MAX_DEFAULT),
                first::complete);
        var _ = await(first);
        assertThat(json(post("/api/performance/stop-all", "")).getJsonArray("sharesOfRuns"))
                .containsExactly(run.runId());
        assertThatThrownBy(() -> await(run.result())).hasMessageContaining("it was asked to stop all");
    }

    private static void awaitRequests(String runId) throws Exception {
        until("a request", () -> json(get("/api/performance/results/" + runId)).getInteger("requests") > 0);
    }

    @Test
    void searchesABreakpointAsARunLikeAnyOther() throws Exception {
        HttpResponse<Buffer> started = post(
                LOAD_TEST,
                "{\"target\":\"http://127.0.0.1:" + target
                        + "\",\"run\":\"BREAKPOINT\",\"rate\":50,\"duration\":\"3s\","
                        + "\"connections\":4,\"thresholds\":[\"requests.rate < 150\"]}");
        assertThat(started.statusCode()).isEqualTo(202);
        JsonObject running = json(started);
        assertThat(await(client.request(
                                        HttpMethod.PATCH,
                                        port,
                                        "127.0.0.1",
                                        TESTS + "/" + running.getString("testId") + "/rate")
                                .putHeader("content-type", "application/json")
                                .sendBuffer(Buffer.buffer("{\"rate\":1}")))
                        .statusCode())
                .isEqualTo(409);
        JsonObject result = finished(running.getString("runId"));

        assertThat(result.getString("runId")).isEqualTo(running.getString("runId"));
        assertSearched(result, result.getJsonObject("environment"));
    }

    /**
     * Whether a try keeps its limit follows from its rate alone, so 50/s always does and 200/s never: however few tries a
     * busy machine has time for, and however many it spoils, these hold.
     */
    private static void assertSearched(JsonObject result, JsonObject environment) {
        double found = Double.parseDouble(environment.getString("breakpoint"));
        assertThat(found).as(environment.toString()).isBetween(50.0, 260.0);
        boolean unknown = environment.getString("breakpointHigh").equals("unknown");
        if (unknown) {
            assertThat(found).isIn(50.0, 100.0);
        }
        boolean blind = unknown && !environment.getString("triesSpoilt").equals("0");
        assertThat(result.getString("verdict")).isEqualTo(blind ? "generator-limited" : "passed");
        if (blind) {
            assertThat(result.getJsonArray("causes").toString()).contains("what lies above");
        }
        if (Double.parseDouble(environment.getString("breakpointConfidence")) >= 0.95) {
            assertThat(found).as(environment.toString()).isBetween(125.0, 175.0);
        }
    }

    @Test
    void refusesWithFieldExpectationAndWhatCame() throws Exception {
        assertRefused(definition("soon"), "duration");
        assertRefused("{\"target\":\"http://169.254.169.254/\"}", "target");
        assertRefused("{\"target\":\"http://10.0.0.1/\"}", "target");
        for (int closed : new int[] {5432, 6379, 5701, 9, 10}) {
            assertRefused("{\"target\":\"http://127.0.0.1:" + closed + "/\"}", "target");
        }
        assertRefused("{\"target\":\"ftp://127.0.0.1/\"}", "target");
        assertRefused("{\"target\":\"http://127.0.0.1/\",\"rate\":5001}", "rate");
        assertRefused("{\"target\":\"http://127.0.0.1/\",\"rate\":501,\"run\":\"SPIKE\"}", "rate");
        assertRefused("{\"target\":\"http://127.0.0.1/\",\"schedule\":{\"shape\":\"ramp\",\"to\":5001}}", "rate");
        assertRefused("{\"target\":\"http://127.0.0.1/\",\"duration\":\"61m\"}", "duration");
        assertRefused("{\"target\":\"http://127.0.0.1/\",\"connections\":65}", "connections");
        assertRefused("{\"target\":\"http://127.0.0.1/\",\"speed\":1}", "speed");
        assertRefused("{", "body");
        assertThat(get(TESTS + "/none").statusCode()).isEqualTo(404);
        assertThat(get("/api/performance/results/none").statusCode()).isEqualTo(404);
        assertThat(post(TESTS + "/none/start", "").statusCode()).isEqualTo(404);
    }

    private static void assertRefused(String definition, String field) throws Exception {
        HttpResponse<Buffer> refused = post(TESTS, definition);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getString("field")).isEqualTo(field);
        assertThat(json(refused).getString("message")).contains("expected");
    }

    private static String definition(String duration) {
        return "{\"target\":\"http://127.0.0.1:" + target + "\",\"rate\":100,\"connections\":4,\"duration\":\""
                + duration + "\",\"thresholds\":[\"errors.ratio < 0.01\"]}";
    }

    /** Asks until the run has ended. */
    private static JsonObject finished(String runId) throws Exception {
        HttpResponse<Buffer> answer = until(
                "the end of run " + runId,
                () -> get("/api/performance/results/" + runId),
                now -> now.statusCode() != 202);
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private static JsonObject json(HttpResponse<Buffer> response) {
        return new JsonObject(Objects.requireNonNull(response.body()));
    }

    private static HttpResponse<Buffer> get(String path) throws Exception {
        return await(client.request(HttpMethod.GET, port, "127.0.0.1", path).send());
    }

    private static HttpResponse<Buffer> post(String path, String body) throws Exception {
        return await(client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
    }
}

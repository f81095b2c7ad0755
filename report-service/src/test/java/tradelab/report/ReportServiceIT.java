package tradelab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Json;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.report.RecordedResult;
import tradelab.contracts.report.ReportApi;
import tradelab.report.suite.SyntheticRuns;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;

class ReportServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static EmbeddedPostgresServer postgres;
    private static ServiceHost host;
    private static WebClient client;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgresServer.start(null, false);
        host = await(ServiceHost.start(
                Map.of(
                        "report.http.port", "0",
                        "report.management.port", "0",
                        "report.postgres.port", Integer.toString(postgres.port()),
                        "report.postgres.database", postgres.database(),
                        "report.postgres.user", postgres.user()),
                new ReportService()));
        client = WebClient.create(host.vertx());
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        var _ = await(host.close());
        postgres.close();
    }

    @Test
    void keepsARunOnceHoweverOftenItComes() throws Exception {
        TestResult run = run(1, "once");
        List<Future<RecordedResult>> racing = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            racing.add(ReportApi.RECORD_RESULT.call(host.vertx().eventBus(), run, PATIENCE));
        }
        var _ = await(Future.all(racing));
        assertThat(racing.stream().filter(one -> !one.result().duplicate())).hasSize(1);
        assertThat(racing.stream().map(one -> one.result().resultId()).distinct())
                .hasSize(1);
        HttpResponse<Buffer> again = send(HttpMethod.POST, "/api/v1/results", Json.write(run));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).getBoolean("duplicate")).isTrue();
        assertThat(json(get("/api/v1/results?name=once")).getJsonArray("results"))
                .hasSize(1);
    }

    @Test
    void givesBackWhatItWasGiven() throws Exception {
        TestResult staged = run(3, "staged");
        assertThat(staged.stages()).isNotEmpty();
        assertThat(staged.waitMillis()).isNotNull();
        for (TestResult run : List.of(run(2, "same"), staged)) {
            assertThat(send(HttpMethod.POST, "/api/v1/results", Json.write(run)).statusCode())
                    .isEqualTo(201);
            HttpResponse<Buffer> back = get("/api/v1/results/" + run.runId());
            assertThat(Json.read(json(back).toBuffer(), TestResult.class)).isEqualTo(run);
        }
    }

    @Test
    void refusesAnotherRunUnderTheSameId() {
        TestResult run = run(3, "taken");
        TestResult other = SyntheticRuns.run(3, "taken", 50, 5, 1, false, List.of());
        assertThatThrownBy(() -> {
                    var _ = await(ReportApi.RECORD_RESULT.call(host.vertx().eventBus(), run, PATIENCE));
                    var _ = await(ReportApi.RECORD_RESULT.call(host.vertx().eventBus(), other, PATIENCE));
                })
                .hasMessageContaining("is the id of another run")
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT));
    }

    @Test
    void refusesABrokenHistogramAndNamesTheField() throws Exception {
        JsonObject body = new JsonObject(Json.write(run(4, "broken"))).put("responseHistogram", "AAAA");
        HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/v1/results", body.toBuffer());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getString("field")).isEqualTo("responseHistogram");
        assertThat(get("/api/v1/results/run-4-broken").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/results?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void pagesThroughTheListWithoutGapsOrRepeats() throws Exception {
        for (int i = 10; i < 15; i++) {
            var _ = await(ReportApi.RECORD_RESULT.call(host.vertx().eventBus(), run(i, "paged"), PATIENCE));
        }
        List<String> seen = new java.util.ArrayList<>();
        String after = "";
        do {
            JsonObject page = json(get("/api/v1/results?suite=demo&name=paged&limit=2" + after));
            page.getJsonArray("results").forEach(one -> seen.add(((JsonObject) one).getString("runId")));
            Long next = page.getLong("next");
            after = next == null ? "" : "&after=" + next;
        } while (!after.isEmpty());
        assertThat(seen)
                .containsExactly("run-14-paged", "run-13-paged", "run-12-paged", "run-11-paged", "run-10-paged");
    }

    @Test
    void servesReportsThatMayNeitherFetchNorRunAnythingElse() throws Exception {
        TestResult run = run(20, "reported");
        var _ = await(ReportApi.RECORD_RESULT.call(host.vertx().eventBus(), run, PATIENCE));
        for (String path :
                List.of("/api/v1/results/" + run.runId() + "/report.html", "/api/v1/suites/demo/report.html")) {
            HttpResponse<Buffer> page = get(path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.getHeader("content-type")).startsWith("text/html");
            assertThat(page.getHeader("content-security-policy"))
                    .startsWith("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.bodyAsString()).contains("reported", "Thresholds", "</html>");
        }
        JsonObject verdict = json(get("/api/v1/suites/demo"));
        assertThat(verdict.getString("verdict")).isEqualTo("passed");
        assertThat(get("/api/v1/suites/nobody/report.html").statusCode()).isEqualTo(404);
        int management = host.port("report-service", "management");
        String scrape =
                await(client.get(management, "127.0.0.1", "/metrics").send()).bodyAsString();
        assertThat(scrape)
                .contains(
                        "report_rendered_seconds_count", "report_results_recorded_total", "report_query_seconds_count");
    }

    private static TestResult run(int number, String name) {
        return SyntheticRuns.run(number, name, 100, 5, 1, false, List.of("response.p99 < 500", "errors.count <= 0"));
    }

    private static JsonObject json(HttpResponse<Buffer> answer) {
        return Objects.requireNonNull(answer.bodyAsJsonObject());
    }

    private static HttpResponse<Buffer> get(String path) throws Exception {
        return await(client.get(host.port("report-service", "http"), "127.0.0.1", path)
                .send());
    }

    private static HttpResponse<Buffer> send(HttpMethod method, String path, Buffer body) throws Exception {
        return await(client.request(method, host.port("report-service", "http"), "127.0.0.1", path)
                .putHeader("content-type", "application/json")
                .sendBuffer(body));
    }
}

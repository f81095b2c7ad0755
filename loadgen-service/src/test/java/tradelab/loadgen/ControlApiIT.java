package tradelab.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.runtime.ServiceHost;

/** Runs are changed and watched over HTTP, and proxies harmed, in a service as it is deployed. */
class ControlApiIT {
    private static final String TESTS = "/api/performance/tests/";
    private static final String PROXIES = "/api/faults/proxies";

    @SuppressWarnings("NullAway.Init") // these are set before all tests
    private static ServiceHost host;

    @SuppressWarnings("NullAway.Init")
    private static WebClient client;

    @SuppressWarnings("NullAway.Init")
    private static HttpClient streams;

    @SuppressWarnings("NullAway.Init")
    private static WebSocketClient sockets;

    private static int port;
    private static int target;

    @BeforeAll
    static void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of("loadgen.http.port", "0", "loadgen.management.port", "0"), new LoadgenService()));
        port = host.port("loadgen-service", "http");
        client = WebClient.create(host.vertx());
        streams = host.vertx().createHttpClient();
        sockets = host.vertx().createWebSocketClient();
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

    private static JsonObject started(int seconds) throws Exception {
        HttpResponse<Buffer> started = send(
                HttpMethod.POST,
                "/api/performance/load-test",
                "{\"target\":\"http://127.0.0.1:" + target + "\",\"rate\":100,\"connections\":4,\"duration\":\""
                        + seconds + "s\"}");
        assertThat(started.statusCode()).isEqualTo(202);
        return new JsonObject(Objects.requireNonNull(started.body()));
    }

    @Test
    void changesPausesResumesAndExtendsARunUnderWay() throws Exception {
        JsonObject run = started(600);
        String test = TESTS + run.getString("testId");
        String result = "/api/performance/results/" + run.getString("runId");
        // A change needs a run that has begun.
        HttpResponse<Buffer> changed = send(HttpMethod.PATCH, test + "/rate", "{\"rate\":50}");
        while (changed.statusCode() == 409) {
            changed = send(HttpMethod.PATCH, test + "/rate", "{\"rate\":50}");
        }
        assertThat(changed.statusCode()).isEqualTo(202);
        assertThat(send(HttpMethod.PATCH, test + "/rate", "{\"rate\":-1}").statusCode())
                .isEqualTo(400);
        assertThat(send(HttpMethod.POST, test + "/pause", "").statusCode()).isEqualTo(202);
        assertThat(send(HttpMethod.POST, test + "/resume", "").statusCode()).isEqualTo(202);
        assertThat(send(HttpMethod.POST, test + "/extend", "{\"duration\":\"5s\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(send(HttpMethod.POST, test + "/stop", "").statusCode()).isEqualTo(202);
        HttpResponse<Buffer> ended = send(HttpMethod.GET, result, "");
        while (ended.statusCode() == 202) {
            ended = send(HttpMethod.GET, result, "");
        }
        String changes = new JsonObject(Objects.requireNonNull(ended.body()))
                .getJsonObject("environment")
                .getString("changes");
        assertThat(changes).contains("Rate", "Pause", "Resume", "Extend");
        assertThat(send(HttpMethod.POST, test + "/pause", "").statusCode()).isEqualTo(409);
    }

    @Test
    void bothStreamsTellEachSecondAndTheEnd() throws Exception {
        JsonObject started = started(600);
        String run = "/api/performance/results/" + started.getString("runId");
        List<String> messages = new CopyOnWriteArrayList<>();
        CompletableFuture<String> firstMessage = new CompletableFuture<>();
        CompletableFuture<Integer> socketEnded = new CompletableFuture<>();
        var socket = await(sockets.connect(port, "127.0.0.1", run + "/ws"));
        socket.textMessageHandler(message -> {
            var _ = messages.add(message);
            var _ = firstMessage.complete(message);
        });
        socket.closeHandler(_ -> socketEnded.complete(messages.size()));
        // The head of an answer comes with the first second.
        Future<Buffer> events = await(streams.request(HttpMethod.GET, port, "127.0.0.1", run + "/stream")
                .compose(request -> request.send())
                .map(response -> response.body()));
        assertThat(new JsonObject(await(firstMessage)).getInteger("offered")).isEqualTo(100);
        assertThat(send(HttpMethod.POST, TESTS + started.getString("testId") + "/stop", "")
                        .statusCode())
                .isEqualTo(202);

        assertThat(await(socketEnded)).isGreaterThanOrEqualTo(2);
        assertThat(new JsonObject(messages.getLast()).getString("state")).isEqualTo("STOPPED");
        assertThat(await(events).toString()).contains("event: second\ndata: {", "event: end\ndata: {");
    }

    @Test
    void aProxyIsMadeHarmedHealedAndStopped() throws Exception {
        HttpResponse<Buffer> made =
                send(HttpMethod.POST, PROXIES, "{\"id\":\"lab\",\"target\":\"127.0.0.1:" + target + "\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        int through = new JsonObject(Objects.requireNonNull(made.body())).getInteger("port");
        assertThat(await(client.get(through, "127.0.0.1", "/").send()).bodyAsString())
                .isEqualTo("ok");

        HttpResponse<Buffer> harmed =
                send(HttpMethod.POST, PROXIES + "/lab/faults", "{\"kind\":\"RESET\",\"timeToLive\":\"60s\"}");
        assertThat(harmed.statusCode()).isEqualTo(201);
        String fault = new JsonObject(Objects.requireNonNull(harmed.body())).getString("faultId");
        assertThat(client.get(through, "127.0.0.1", "/")
                        .send()
                        .toCompletionStage()
                        .toCompletableFuture())
                .failsWithin(30, TimeUnit.SECONDS);
        assertThat(send(HttpMethod.DELETE, PROXIES + "/lab/faults/" + fault, "").statusCode())
                .isEqualTo(200);
        assertThat(answered(through)).isEqualTo(200);

        assertThat(send(HttpMethod.POST, PROXIES, "{\"id\":\"far\",\"target\":\"10.0.0.1:80\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(HttpMethod.POST, PROXIES + "/lab/faults", "{\"kind\":\"LATENCY\",\"timeToLive\":\"1s\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(HttpMethod.DELETE, PROXIES + "/lab", "").statusCode()).isEqualTo(200);
        assertThat(send(HttpMethod.GET, PROXIES + "/lab", "").statusCode()).isEqualTo(404);
    }

    /** The client may still hold a connection that was reset and of which it has not heard yet. */
    private static int answered(int through) throws Exception {
        Future<HttpResponse<Buffer>> answer =
                client.get(through, "127.0.0.1", "/").send();
        for (int i = 0; i < 10 && await(answer.map(false).otherwise(true)); i++) {
            answer = client.get(through, "127.0.0.1", "/").send();
        }
        return await(answer).statusCode();
    }

    private static HttpResponse<Buffer> send(HttpMethod method, String path, String body) throws Exception {
        var request = client.request(method, port, "127.0.0.1", path);
        return await(
                body.isEmpty()
                        ? request.send()
                        : request.putHeader("content-type", "application/json").sendBuffer(Buffer.buffer(body)));
    }
}

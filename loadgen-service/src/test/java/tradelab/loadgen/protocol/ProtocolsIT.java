package tradelab.loadgen.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.run.EngineBounds;

class ProtocolsIT {
    private static final int REQUESTS = 100;

    @TempDir
    private static Path dir;

    @SuppressWarnings("NullAway.Init") // these are set before all tests
    private static Vertx vertx;

    @SuppressWarnings("NullAway.Init")
    private static Path store;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        store = Targets.keyStore(dir);
    }

    @AfterAll
    static void close() throws Exception {
        var _ = await(vertx.close());
    }

    /** A hundred arrivals, whatever else the definition says. */
    private static TestResult load(String target, String more) throws Exception {
        return Targets.load(
                vertx,
                "target: " + target + "\nrate: 400\nduration: 250ms\nconnections: 4\ntimeout: 30s\n" + more,
                patient("cert.pem"));
    }

    /** The first handshake on a busy machine takes its time. */
    private static EngineBounds patient(String certificates) {
        return Targets.bounds(dir.resolve(certificates), Duration.ofSeconds(20));
    }

    private static void assertClean(TestResult result) {
        assertThat(result.operations().getFirst().errorsByKind()).isEmpty();
        assertThat(result.requests()).isEqualTo(REQUESTS);
        assertThat(result.responseMillis().max()).isPositive();
        assertThat(Objects.requireNonNull(result.firstByteMillis()).max())
                .isPositive()
                .isLessThanOrEqualTo(result.serviceMillis().max() * 1.01);
    }

    @Test
    void speaksTlsAndHttp2WithAndWithoutIt() throws Exception {
        Map<HttpVersion, AtomicInteger> seen = new ConcurrentHashMap<>();
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        java.util.function.Consumer<HttpServerRequest> handler = request -> {
            var _ = connections.add(request.connection());
            seen.computeIfAbsent(request.version(), _ -> new AtomicInteger()).incrementAndGet();
            request.body().onSuccess(body -> request.response().end(body.appendString(" back")));
        };
        int tls = Targets.http(vertx, store, true, handler);
        int plain = Targets.http(vertx, store, false, handler);
        String post = "operations: [{name: post, path: /x, body: 'seq ${seq}'}]";

        assertClean(load("https://127.0.0.1:" + tls, post));
        assertThat(seen.get(HttpVersion.HTTP_1_1)).hasValue(REQUESTS);
        assertThat(connections).hasSize(4);
        connections.clear();
        assertClean(load("h2://127.0.0.1:" + tls, post));
        assertClean(load("h2c://127.0.0.1:" + plain, post));
        assertThat(seen.get(HttpVersion.HTTP_2)).hasValue(2 * REQUESTS);
        assertThat(connections).as("streams share a connection").hasSize(2);
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        int port =
                Targets.http(vertx, store, true, request -> request.response().end("ok"));
        String definition = "target: https://127.0.0.1:" + port + "\nrate: 400\nduration: 250ms\nconnections: 4\n";
        TestResult refused = Targets.load(vertx, definition, patient("none"));
        assertThat(refused.operations().getFirst().errorsByKind()).containsOnlyKeys("connect");
        assertClean(Targets.load(vertx, definition + "insecureSkipTLSVerify: true", patient("none")));
    }

    @Test
    void measuresRoundTripsAndHandshakesOfWebSockets() throws Exception {
        int plain =
                Targets.http(vertx, store, false, request -> request.response().end());
        int tls = Targets.http(vertx, store, true, request -> request.response().end());
        String talk = "operations: [{name: talk, body: 'number ${seq}', answers: 2}]";
        assertClean(load("ws://127.0.0.1:" + plain + "/live", talk));
        assertClean(load("wss://127.0.0.1:" + tls + "/live", talk));
        assertClean(load("ws://127.0.0.1:" + plain + "/live", "operations: [{name: connect}]"));
    }

    @Test
    void measuresTheTimeToTheEventsOfAStream() throws Exception {
        int port = Targets.http(vertx, store, false, request -> {
            request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            var _ = request.response().write(": welcome\n\ndata: 1\n\n");
            long timer = vertx.setPeriodic(5, _ -> request.response().write("data: more\n\n"));
            request.response().closeHandler(_ -> vertx.cancelTimer(timer));
        });
        TestResult result = load("sse+http://127.0.0.1:" + port + "/events", "operations: [{name: three, answers: 3}]");
        assertClean(result);
        assertThat(result.serviceMillis().p50()).isGreaterThan(5);
    }

    @Test
    void asksAndPublishesOverTheBusButOnlyWhereItMay() throws Exception {
        AtomicInteger published = new AtomicInteger();
        CountDownLatch heardAll = new CountDownLatch(REQUESTS);
        var consumer = vertx.eventBus().<Buffer>consumer("lab.echo.v1", message -> {
            String body = message.body().toString();
            if (message.replyAddress() == null) {
                published.incrementAndGet();
                heardAll.countDown();
            } else if (body.equals("refuse")) {
                message.fail(429, "busy");
            } else {
                message.reply(message.body());
            }
        });
        assertClean(load("bus://lab.echo.v1", "operations: [{name: ask, body: 'n ${seq}'}]"));
        TestResult refused = load("bus://lab.echo.v1", "operations: [{name: ask, body: refuse}]");
        assertThat(refused.operations().getFirst().errorsByKind()).containsOnly(Map.entry("status_429", 100L));
        assertClean(load("bus+publish://lab.echo.v1", "operations: [{name: tell, body: news}]"));
        assertThat(heardAll.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(published).hasValue(REQUESTS);
        var _ = await(consumer.unregister());

        TestResult nobody = load("bus://lab.echo.v1", "operations: [{name: ask, body: x}]");
        assertThat(nobody.operations().getFirst().errorsByKind()).containsOnly(Map.entry("status_503", 100L));
        assertThatThrownBy(() -> load("bus://trading.order.submit.v1", "operations: [{name: ask, body: x}]"))
                .hasMessageContaining("loadgen.allowed-addresses");
    }

    @Test
    void ordersFlowWithTheirState() throws Exception {
        Set<String> known = ConcurrentHashMap.newKeySet();
        Set<String> open = ConcurrentHashMap.newKeySet();
        AtomicInteger strange = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        AtomicInteger amended = new AtomicInteger();
        int port = Targets.http(
                vertx,
                store,
                false,
                request -> request.body().onSuccess(body -> {
                    String one = request.uri().substring(request.uri().lastIndexOf('/') + 1);
                    String method = request.method().name();
                    boolean fits = switch (method) {
                        case "DELETE" -> open.remove(one);
                        case "PATCH" -> open.contains(one);
                        default -> {
                            String id = body.toJsonObject().getString("clientOrderId");
                            yield known.add(id) && open.add(id);
                        }
                    };
                    strange.addAndGet(fits ? 0 : 1);
                    cancelled.addAndGet(method.equals("DELETE") ? 1 : 0);
                    amended.addAndGet(method.equals("PATCH") ? 1 : 0);
                    request.response()
                            .setStatusCode(method.equals("POST") ? 201 : 202)
                            .end("{}");
                }));
        TestResult result = load("http://127.0.0.1:" + port, "orders: {openMax: 10, submit: 2, amend: 2, cancel: 1}");

        assertThat(result.requests()).isEqualTo(REQUESTS);
        assertThat(result.errors()).isZero();
        assertThat(strange).hasValue(0);
        assertThat(cancelled.get()).isPositive();
        assertThat(amended.get()).isPositive();
        assertThat(open.size())
                .as("open of %s, %s cancelled: %s", known.size(), cancelled, result.operations())
                .isBetween(1, 10 + 4);
        assertThat(known).hasSize(open.size() + cancelled.get());
    }
}

package tradelab.loadgen.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.contracts.loadgen.TestResult;

/** Whatever a target does, each arrival ends, counted by kind, and memory stays where it was. */
class HostileTargetsIT {
    private static final int REQUESTS = 20;
    private static final Buffer MEBIBYTE = Buffer.buffer(new byte[1 << 20]);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        var _ = await(vertx.close());
    }

    /** Of a target that may leave a request without an answer: nobody waits for long. */
    private static Map<String, Long> kinds(String scheme, Consumer<NetSocket> connected) throws Exception {
        return kinds(scheme, connected, "300ms");
    }

    /** Of a target that does something to each request: however busy the machine, that is what counts. */
    private static Map<String, Long> patientKinds(String scheme, Consumer<NetSocket> connected) throws Exception {
        return kinds(scheme, connected, "20s");
    }

    private static Map<String, Long> kinds(String scheme, Consumer<NetSocket> connected, String timeout)
            throws Exception {
        var server =
                await(vertx.createNetServer().connectHandler(connected::accept).listen(0, "127.0.0.1"));
        TestResult result = Targets.load(
                vertx,
                "target: " + scheme + "://127.0.0.1:" + server.actualPort() + "/\nrate: 100\nduration: 200ms\n"
                        + "connections: 2\ntimeout: " + timeout + "\noperations: [{name: op, body: hello}]",
                Targets.bounds(Path.of("none")));
        var _ = await(server.close());
        assertThat(result.verdict()).isNotEqualTo("passed");
        assertThat(result.requests()).isGreaterThan(0).isLessThanOrEqualTo(REQUESTS);
        assertThat(result.errors()).isEqualTo(result.requests());
        return result.operations().getFirst().errorsByKind();
    }

    private static void refused(String scheme) throws Exception {
        var server = await(vertx.createNetServer().connectHandler(_ -> {}).listen(0, "127.0.0.1"));
        int port = server.actualPort();
        var _ = await(server.close());
        TestResult result = Targets.load(
                vertx,
                "target: " + scheme + "://127.0.0.1:" + port + "/\nrate: 100\nduration: 200ms\nconnections: 2",
                Targets.bounds(Path.of("none")));
        assertThat(result.operations().getFirst().errorsByKind()).containsOnlyKeys("connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "h2c", "h2", "ws", "wss", "sse+http"})
    void oneThatRefusesIsNoConnection(String scheme) throws Exception {
        refused(scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "h2c", "h2", "ws", "wss", "sse+http"})
    void oneThatSpeaksGarbageOrClosesEarlyIsCountedByKind(String scheme) throws Exception {
        Map<String, Long> garbage =
                kinds(scheme, socket -> socket.handler(_ -> socket.write("220 mail ready\r\nEHLO\r\n\r\n")));
        assertThat(garbage.keySet()).isNotEmpty().isSubsetOf("connect", "malformed", "reset", "timeout");
        Map<String, Long> early = kinds(scheme, socket -> socket.handler(_ -> socket.close()));
        assertThat(early.keySet()).isNotEmpty().isSubsetOf("connect", "reset", "timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "h2c", "h2", "ws", "wss", "sse+http"})
    void oneThatHangsOrDripsItsHeadersTimesOut(String scheme) throws Exception {
        assertThat(kinds(scheme, _ -> {}).keySet()).isNotEmpty().isSubsetOf("timeout", "connect");
        assertThat(kinds(scheme, HostileTargetsIT::drip).keySet())
                .isNotEmpty()
                .isSubsetOf("timeout", "connect", "reset", "malformed");
    }

    private static void drip(NetSocket socket) {
        String head = "HTTP/1.1 200 OK\r\nx-slow: " + "x".repeat(10_000);
        int[] at = {0};
        long timer = vertx.setPeriodic(5, _ -> {
            if (at[0] < head.length()) {
                var _ = socket.write(head.substring(at[0], ++at[0]));
            }
        });
        socket.closeHandler(_ -> vertx.cancelTimer(timer));
    }

    @Test
    void oneThatEndsItsHalfOfTheConnectionBreaksIt() throws Exception {
        Consumer<NetSocket> half = socket -> socket.handler(_ -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\n")));
        assertThat(patientKinds("http", half).keySet()).contains("reset").isSubsetOf("reset", "timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "sse+http"})
    void anAnswerWithoutEndIsCutOffAndNotKept(String scheme) throws Exception {
        AtomicLong sent = new AtomicLong();
        Map<String, Long> kinds = patientKinds(
                scheme,
                socket -> socket.handler(_ -> {
                    var _ = socket.write("HTTP/1.1 200 OK\r\n"
                            + "content-type: text/event-stream\r\n"
                            + "content-length: 10737418240\r\n\r\n");
                    pour(socket, sent);
                }));
        assertThat(kinds.keySet()).contains("malformed").isSubsetOf("malformed", "timeout", "dropped");
        assertThat(sent.get()).isLessThan(10L << 30);
    }

    /** As much as the other side takes, until it goes. */
    private static void pour(NetSocket socket, AtomicLong sent) {
        socket.write(MEBIBYTE).onSuccess(_ -> {
            if (sent.addAndGet(MEBIBYTE.length()) < 10L << 30) {
                pour(socket, sent);
            }
        });
    }
}

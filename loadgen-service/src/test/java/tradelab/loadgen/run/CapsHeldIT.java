package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.RegisteredTarget;
import tradelab.loadgen.guard.TargetGuard;

/** Caps of a run, of a target and of the process against a real target that counts, and could take far more. */
class CapsHeldIT {
    private static final int SECONDS = 3;
    /** Nothing above; a busy machine may come to much less, and GateTest says what an idle one does. */
    private static final double ABOVE = 1.01;

    private static final double BELOW = 0.1;
    private static final Buffer ANSWER =
            Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n" + "x".repeat(2_000));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long firstNanos;
    private volatile long lastNanos;
    private int port;

    @BeforeEach
    void start() throws Exception {
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(request -> {
                    lastNanos = System.nanoTime();
                    firstNanos = requests.getAndIncrement() == 0
                            ? lastNanos
                            : firstNanos; // one at a time on each connection, and each in one packet
                    bytes.addAndGet(request.length() + ANSWER.length());
                    var _ = socket.write(ANSWER);
                }));
        port = server.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS).actualPort();
    }

    @AfterEach
    void close() throws Exception {
        var _ = vertx.close().await(30, TimeUnit.SECONDS);
    }

    private static Caps caps(String settings, double rate, long bytesPerSecond) {
        return new Caps(settings, rate, 100, Duration.ofMinutes(1), bytesPerSecond);
    }

    private Future<TestResult> run(TargetGuard guard, Caps own) {
        LoadTest test = LoadTest.of("http://127.0.0.1:" + port + "/", 0, Duration.ofSeconds(SECONDS), 16)
                .bounded(Duration.ofSeconds(10), 1_000, 2);
        return LoadRun.start(vertx, test, LoadRun.Setup.of(guard, EngineBounds.DEFAULT.within(own)), _ -> {})
                .result();
    }

    private static TestResult await(Future<TestResult> result) throws Exception {
        return result.await(60, TimeUnit.SECONDS);
    }

    @Test
    void ofARunInRequests() throws Exception {
        TestResult result = await(run(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), caps("loadgen.", 2_000, Caps.NONE)));

        assertThat((double) requests.get()).isBetween(2_000 * SECONDS * BELOW, 2_000 * SECONDS * ABOVE);
        assertThat(result.requests()).isEqualTo(requests.get());
        assertThat(result.errors()).isZero();
        assertThat(result.environment()).containsKey("heldByCaps");
    }

    @Test
    void ofARunInBytes() throws Exception {
        long perSecond = 1_000_000;
        var _ = await(run(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), caps("loadgen.", Caps.RATE_UNPACED, perSecond)));

        assertThat((double) bytes.get()).isBetween(perSecond * SECONDS * BELOW, perSecond * SECONDS * ABOVE);
    }

    /** Three runs at once, each allowed as much as all of them. */
    @Test
    void ofATargetOverAllRuns() throws Exception {
        List<RegisteredTarget> targets = List.of(new RegisteredTarget(
                "app", "http://127.0.0.1:" + port, List.of(), caps("loadgen.targets.app.", 1_500, Caps.NONE), ""));
        TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT).registering(targets, new Usage(Caps.LARGEST));
        Caps own = caps("loadgen.", 1_500, Caps.NONE);
        List<Future<TestResult>> three = List.of(run(guard, own), run(guard, own), run(guard, own));
        for (Future<TestResult> one : three) {
            assertThat(await(one).requests()).isPositive();
        }
        assertThat((double) requests.get()).isBetween(1_500 * SECONDS * BELOW, 1_500 * seconds());
    }

    @Test
    void ofTheProcessOverAllTargets() throws Exception {
        Caps own = caps("loadgen.", 1_500, Caps.NONE);
        TargetGuard process = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT)
                .registering(List.of(), new Usage(caps("loadgen.total-", 1_000, Caps.NONE)));
        List<Future<TestResult>> two = List.of(run(process, own), run(process, own));
        for (Future<TestResult> one : two) {
            assertThat(await(one).errors()).isZero();
        }
        assertThat((double) requests.get()).isBetween(1_000 * SECONDS * BELOW, 1_000 * seconds());
    }

    /** They do not begin at the very same moment, and the first may be heard a little late. */
    private double seconds() {
        return (lastNanos - firstNanos) / 1e9 + 0.25;
    }
}

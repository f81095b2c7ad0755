package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;

class LoadRunIT {
    private static final EngineBounds BOUNDS =
            new EngineBounds(Duration.ofSeconds(20), 64 * 1024, Duration.ofMillis(100));

    /** Of requests that are answered, however busy the machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Of requests that never are. */
    private static final Duration IMPATIENCE = Duration.ofMillis(300);

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

    @Test
    void sendsExactlyWhatTheScheduleOffersAndReportsIt() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        int port = http(request -> arrived.incrementAndGet());
        List<IntervalResult> live = new CopyOnWriteArrayList<>();
        Set<Thread> heardOn = ConcurrentHashMap.newKeySet();
        LoadTest test = LoadTest.of(url(port), 500, Duration.ofMillis(1_500), 8)
                .bounded(PATIENCE, 1_000, 2)
                .keeping("errors.ratio <= 0", "requests.count >= 750");
        TestResult result = await(LoadRun.run(vertx, test, second -> {
            live.add(second);
            heardOn.add(Thread.currentThread());
        }));
        assertThat(heardOn).hasSize(1);

        assertThat(arrived).hasValue(750);
        assertThat(result.requests()).isEqualTo(750);
        assertThat(result.errors()).isZero();
        assertThat(result.thresholds())
                .allSatisfy(threshold -> assertThat(threshold.passed()).isTrue());
        assertThat(result.intervals()).hasSize(2).isEqualTo(live);
        assertThat(result.intervals().stream()
                        .mapToLong(IntervalResult::completed)
                        .sum())
                .isEqualTo(750);
        Histogram decoded = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(result.responseHistogram())), 1);
        assertThat(decoded.getTotalCount()).isEqualTo(750);
        assertThat(result.environment()).containsEntry("model", "open").containsKeys("seed", "clock", "percentileRule");
    }

    @Test
    void runsAsFastAsTheConnectionsAllowWithoutARate() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        int port = http(request -> arrived.incrementAndGet());
        TestResult result = await(LoadRun.run(vertx, LoadTest.of(url(port), 0, Duration.ofMillis(300), 4), _ -> {}));

        assertThat(result.requests()).isEqualTo(arrived.get()).isGreaterThan(4);
        assertThat(result.errors()).isZero();
        assertThat(result.environment()).containsEntry("model", "closed");
    }

    @Test
    void mixesOperationsAndJudgesTheirStatuses() throws Exception {
        int port = await(vertx.createHttpServer()
                        .requestHandler(request -> request.body()
                                .onSuccess(body -> request.response()
                                        .setStatusCode("/bad".equals(request.path()) ? 409 : 200)
                                        .setChunked(true)
                                        .end(body)))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        LoadTest test = LoadTest.of(url(port), 200, Duration.ofSeconds(1), 4)
                .doing(List.of(
                        Operation.post("echo", 1, "/echo", "{\"id\":\"${uuid}\",\"price\":\"${random:1.00-2.00}\"}"),
                        Operation.get("bad", 1, "/bad"),
                        new Operation(
                                "known", 1, "GET", "/bad", Map.of(), "", new ExpectedStatuses(List.of("200", "409")))));
        TestResult result = await(LoadRun.run(vertx, test, _ -> {}));

        assertThat(result.requests()).isEqualTo(200);
        assertThat(result.operations().get(0).errors()).isZero();
        assertThat(result.operations().get(1).errorsByKind())
                .containsOnlyKeys("status_409")
                .containsEntry("status_409", result.operations().get(1).requests());
        assertThat(result.operations().get(2).errors()).isZero();
    }

    @Test
    void endsWithErrorsByKindWhateverTheTargetDoes() throws Exception {
        assertThat(kinds(raw(socket -> socket.write("220 mail ready\r\n")))).containsKey("malformed");
        assertThat(kinds(raw(socket -> socket.close()))).containsKey("reset");
        assertThat(kinds(raw(socket -> {}), IMPATIENCE)).containsKey("timeout");
        assertThat(kinds(raw(socket -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\nxxx"))))
                .containsKey("malformed");
        assertThat(kinds(raw(LoadRunIT::endless))).containsKey("malformed");
        assertThat(kinds(raw(
                        socket -> socket.write("HTTP/1.1 503 Busy\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"))))
                .containsKey("status_503");
    }

    private static void endless(NetSocket socket) {
        var _ = socket.write("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000));
    }

    @Test
    void aRefusingTargetIsAResultWithItsCause() throws Exception {
        TestResult result =
                await(LoadRun.run(vertx, LoadTest.of(url(closedPort()), 100, Duration.ofSeconds(30), 2), _ -> {}));

        assertThat(result.verdict()).isEqualTo("failed");
        assertThat(result.operations().getFirst().errorsByKind()).containsOnlyKeys("connect");
        assertThat(result.causes()).anySatisfy(cause -> assertThat(cause).contains("Connection refused"));
    }

    @Test
    void aNameWithoutAnAddressIsAResultWithItsCause() throws Exception {
        TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT, host -> {
            throw new UnknownHostException(host);
        });
        LoadTest test = LoadTest.of("http://nowhere.invalid/", 10, Duration.ofSeconds(1), 1);
        TestResult result = await(LoadRun.start(vertx, test, LoadRun.Setup.of(guard, BOUNDS), _ -> {})
                .result());

        assertThat(result.verdict()).isEqualTo("failed");
        assertThat(result.causes()).contains("host nowhere.invalid has no address");
    }

    @Test
    void refusesATargetThatIsNotAllowed() {
        LoadTest test = LoadTest.of("http://169.254.169.254/", 10, Duration.ofSeconds(1), 1);
        assertThatThrownBy(() -> await(LoadRun.run(vertx, test, _ -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metadata");
    }

    @Test
    void stopsOnRequestAndSaysSo() throws Exception {
        Promise<LoadRun> run = Promise.promise();
        AtomicInteger arrived = new AtomicInteger();
        int port = http(_ -> {
            if (arrived.incrementAndGet() == 50) {
                var _ = run.future().onSuccess(LoadRun::stop);
            }
        });
        LoadTest test = LoadTest.of(url(port), 200, Duration.ofMinutes(10), 2);
        run.complete(LoadRun.start(
                vertx, test, LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), BOUNDS), _ -> {}));
        TestResult result = await(run.future().compose(LoadRun::result));

        assertThat(result.requests()).isGreaterThanOrEqualTo(50);
        assertThat(result.durationSeconds()).isLessThan(600);
        assertThat(result.causes()).anySatisfy(cause -> assertThat(cause).startsWith("stopped on request after"));
    }

    @Test
    void changesOfARunUnderWayNeitherLoseNorDoubleAnArrival() throws Exception {
        Promise<LoadRun> run = Promise.promise();
        List<String> arrived = new CopyOnWriteArrayList<>();
        Promise<Long> changed = Promise.promise();
        Promise<Long> paused = Promise.promise();
        Promise<Long> extended = Promise.promise();
        int port = http(uri -> {
            arrived.add(uri);
            switch (arrived.size()) {
                case 20 -> change(run, new Change.Rate(400), changed);
                case 60 -> change(run, new Change.Pause(), paused);
                case 100 -> change(run, new Change.Extend(Duration.ofSeconds(1)), extended);
                default -> {
                    // the rest just comes
                }
            }
        });
        LoadTest test = LoadTest.of(url(port), 100, Duration.ofSeconds(4), 4)
                .doing(List.of(Operation.get("get", 1, "/${seq}")))
                .bounded(PATIENCE, 10_000, 2);
        run.complete(LoadRun.start(
                vertx, test, LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), BOUNDS), _ -> {}));
        long pausedAt = await(paused.future());
        long resumedAt = await(run.future().compose(running -> running.change(new Change.Resume())));
        TestResult result = await(run.future().compose(LoadRun::result));

        var _ = await(extended.future());
        double seconds = 4 + 1 + (resumedAt - pausedAt) / 1e9;
        double before = await(changed.future()) / 1e9;
        double expected = 100 * before + 400 * (pausedAt / 1e9 - before + seconds - resumedAt / 1e9);
        assertThat((double) result.requests()).isCloseTo(expected, Offset.offset(3.0));
        assertThat(arrived).hasSize((int) result.requests()).doesNotHaveDuplicates();
        assertThat(result.environment().get("changes")).contains("Rate", "Pause", "Resume", "Extend");
        assertThat(result.durationSeconds()).isCloseTo(seconds, Offset.offset(0.01));
    }

    private static void change(Promise<LoadRun> run, Change change, Promise<Long> made) {
        run.future().compose(running -> running.change(change)).onComplete(made);
    }

    private static Map<String, Long> kinds(int port) throws Exception {
        return kinds(port, PATIENCE);
    }

    private static Map<String, Long> kinds(int port, Duration timeout) throws Exception {
        LoadTest test = LoadTest.of(url(port), 50, Duration.ofMillis(200), 2).bounded(timeout, 100, 1);
        LoadRun run = LoadRun.start(
                vertx, test, LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), BOUNDS), _ -> {});
        TestResult result = await(run.result());
        assertThat(result.requests()).isEqualTo(10);
        return result.operations().getFirst().errorsByKind();
    }

    /** A server that does {@code answer} with each connection once something came. */
    private static int raw(Consumer<NetSocket> answer) throws Exception {
        return await(vertx.createNetServer()
                        .connectHandler(socket -> socket.handler(_ -> answer.accept(socket)))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static int http(Consumer<String> arrived) throws Exception {
        return await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            arrived.accept(request.uri());
                            request.response().end(Buffer.buffer("ok"));
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static int closedPort() throws Exception {
        var server = await(vertx.createNetServer().connectHandler(_ -> {}).listen(0, "127.0.0.1"));
        int port = server.actualPort();
        var _ = await(server.close());
        return port;
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/";
    }
}

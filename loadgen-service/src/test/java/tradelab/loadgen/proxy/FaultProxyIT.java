package tradelab.loadgen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.proxy.Fault.Direction;
import tradelab.loadgen.proxy.Fault.Kind;

/** A proxy in front of a server that says everything back, and plain blocking sockets as its clients. */
class FaultProxyIT {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 300;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);

    @SuppressWarnings("NullAway.Init") // these are set before each test
    private Vertx vertx;

    @SuppressWarnings("NullAway.Init")
    private Context context;

    @SuppressWarnings("NullAway.Init")
    private FaultProxies proxies;

    @SuppressWarnings("NullAway.Init")
    private NetServer echo;

    private int port;

    /** Connections that the server behind the proxy has. */
    private final AtomicInteger open = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        proxies = new FaultProxies(vertx, guard);
        echo = vertx.createNetServer().connectHandler(socket -> {
            int _ = open.incrementAndGet();
            socket.exceptionHandler(_ -> {});
            socket.closeHandler(_ -> open.decrementAndGet());
            socket.handler(socket::write);
        });
        int target = await(echo.listen(0, "127.0.0.1")).actualPort();
        port = await(onLoop(() -> proxies.start("echo", "127.0.0.1:" + target, 0, 7)))
                .port();
    }

    @AfterEach
    void close() throws Exception {
        var _ = await(onLoop(proxies::close));
        var _ = await(vertx.close());
    }

    private <T> Future<T> onLoop(Callable<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(_ -> {
            try {
                task.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private String harm(Kind kind, Direction direction, long amount, long jitter, Duration timeToLive)
            throws Exception {
        Fault fault = Fault.of(kind, direction, amount, jitter, null, timeToLive);
        return await(onLoop(() -> Future.succeededFuture(proxies.get("echo").harm(fault))));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    /** Sends and returns what comes back of it. */
    private static byte[] say(Socket socket, byte[] bytes) throws IOException {
        Thread writing = Thread.ofVirtual().start(() -> {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        byte[] back = socket.getInputStream().readNBytes(bytes.length);
        assertThat(writing.isInterrupted()).isFalse();
        return back;
    }

    private static void assertHearsNothing(Socket socket) throws IOException {
        socket.getOutputStream().write(bytes(10));
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static long millisOf(Callable<byte[]> exchange) throws Exception {
        long started = System.nanoTime();
        assertThat(exchange.call()).isNotEmpty();
        return (System.nanoTime() - started) / 1_000_000;
    }

    @Test
    void passesEverythingOnUnharmed() throws Exception {
        try (Socket socket = connect()) {
            byte[] much = bytes(3_000_000);
            assertThat(say(socket, much)).isEqualTo(much);
        }
    }

    @Test
    void delaysAndSlicesAndHealsWhenTheTimeIsOver() throws Exception {
        try (Socket socket = connect()) {
            String fault = harm(Kind.LATENCY, Direction.DOWNSTREAM, 150, 20, LONG);
            assertThat(millisOf(() -> say(socket, bytes(100)))).isGreaterThanOrEqualTo(129);
            var _ = await(onLoop(() -> {
                proxies.get("echo").heal(fault);
                return Future.succeededFuture();
            }));
            var _ = harm(Kind.SLICE, Direction.UPSTREAM, 10, 5, LONG);
            byte[] sliced = bytes(200);
            assertThat(millisOf(() -> say(socket, sliced))).isGreaterThanOrEqualTo(90);
            assertThat(say(socket, sliced)).isEqualTo(sliced);
            var _ = harm(Kind.LATENCY, Direction.BOTH, 10, 0, Duration.ofMillis(20));
            while (await(onLoop(() ->
                            Future.succeededFuture(proxies.get("echo").faults().size())))
                    > 1) {
                assertThat(say(socket, sliced)).isEqualTo(sliced);
            }
        }
    }

    @Test
    void holdsToABandwidthWithBoundedBuffers() throws Exception {
        var _ = harm(Kind.BANDWIDTH, Direction.UPSTREAM, 1_000_000, 0, LONG);
        try (Socket socket = connect()) {
            byte[] much = bytes(600_000);
            assertThat(millisOf(() -> say(socket, much))).isGreaterThanOrEqualTo(590);
        }
    }

    @Test
    void aReaderThatDoesNotReadStopsTheSenderInsteadOfFillingTheHeap() throws Exception {
        AtomicLong sent = new AtomicLong();
        NetServer flood = vertx.createNetServer().connectHandler(socket -> pour(socket, sent));
        int target = await(flood.listen(0, "127.0.0.1")).actualPort();
        int through = await(onLoop(() -> proxies.start("flood", "127.0.0.1:" + target, 0, 7)))
                .port();
        try (Socket socket = new Socket("127.0.0.1", through)) {
            long before;
            do {
                before = sent.get();
                var _ = await(vertx.timer(SILENCE_MILLIS, TimeUnit.MILLISECONDS));
            } while (sent.get() != before || before == 0);
            assertThat(before).isLessThan(64L << 20);
            assertThat(socket.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
        }
    }

    private static void pour(NetSocket socket, AtomicLong sent) {
        socket.write(io.vertx.core.buffer.Buffer.buffer(new byte[1 << 16])).onSuccess(_ -> {
            sent.addAndGet(1 << 16);
            pour(socket, sent);
        });
    }

    @Test
    void aLimitClosesAfterExactlySoManyBytes() throws Exception {
        var _ = harm(Kind.LIMIT, Direction.DOWNSTREAM, 1_000, 0, LONG);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(5_000));
            byte[] all = readToTheEnd(socket);
            assertThat(all).isEqualTo(Arrays.copyOf(bytes(5_000), 1_000));
        }
    }

    private static byte[] readToTheEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] all = new byte[10_000];
        int length = 0;
        try {
            for (int read = in.read(all, 0, 10_000); read >= 0; read = in.read(all, length, 10_000 - length)) {
                length += read;
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset"); // the end of what was sent in vain
        }
        return Arrays.copyOf(all, length);
    }

    @Test
    void aBlackHoleSwallowsAndLeavesTheConnectionOpen() throws Exception {
        try (Socket socket = connect()) {
            String fault = harm(Kind.BLACK_HOLE, Direction.UPSTREAM, 0, 0, LONG);
            assertHearsNothing(socket);
            var _ = await(onLoop(() -> {
                proxies.get("echo").heal(fault);
                return Future.succeededFuture();
            }));
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThat(say(socket, bytes(20))).isEqualTo(bytes(20));
        }
    }

    @Test
    void resetsConnectionsThatAreOpenAndNewOnes() throws Exception {
        try (Socket open = connect()) {
            assertThat(say(open, bytes(10))).hasSize(10);
            var _ = harm(Kind.RESET, Direction.BOTH, 0, 0, LONG);
            assertThatThrownBy(() -> open.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThatThrownBy(
                            () -> { // as early as the connecting
                                try (Socket next = connect()) {
                                    int _ = next.getInputStream().read();
                                }
                            })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void whoeverIsGoneBeforeTheTargetIsReachedLeavesNothingBehind() throws Exception {
        int clients = 100;
        CountDownLatch held = new CountDownLatch(1);
        Future<Void> loop = onLoop(() -> {
            boolean _ = held.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return Future.succeededFuture();
        });
        for (int i = 0; i < clients; i++) {
            try (Socket socket = connect()) {
                socket.setSoLinger(true, 0); // leaves by a reset
            }
        }
        held.countDown();
        await(loop);
        until(
                "all connections to come and go",
                () -> await(onLoop(() -> {
                    FaultProxy proxy = proxies.get("echo");
                    return Future.succeededFuture(
                            proxy.accepted() == clients && proxy.connections() == 0 && open.get() == 0);
                })));
        try (Socket socket = connect()) {
            assertThat(say(socket, bytes(10))).hasSize(10);
        }
    }

    @Test
    void halfOpenMeansThatTheTargetIsGoneAndTheClientHearsNothing() throws Exception {
        try (Socket socket = connect()) {
            assertThat(say(socket, bytes(10))).hasSize(10);
            String fault = harm(Kind.HALF_OPEN, Direction.BOTH, 0, 0, LONG);
            assertHearsNothing(socket);
            var _ = await(onLoop(() -> {
                proxies.get("echo").heal(fault);
                return Future.succeededFuture();
            }));
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void corruptsOneBitOfAChunkAndClosesSlowly() throws Exception {
        var _ = harm(Kind.CORRUPT, Direction.UPSTREAM, 0, 0, LONG);
        var _ = harm(Kind.SLOW_CLOSE, Direction.DOWNSTREAM, 200, 0, LONG);
        try (Socket socket = connect()) {
            byte[] back = say(socket, bytes(100));
            byte[] sent = bytes(100);
            int wrongBits = 0;
            for (int i = 0; i < 100; i++) {
                wrongBits += Integer.bitCount((back[i] ^ sent[i]) & 0xff);
            }
            assertThat(wrongBits).isEqualTo(1);
            long started = System.nanoTime();
            var _ = await(echo.close());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat((System.nanoTime() - started) / 1_000_000).isGreaterThanOrEqualTo(190);
        }
    }

    @Test
    void leadsNowhereButToWhatMayBeLoaded() {
        assertThatThrownBy(() -> await(onLoop(() -> proxies.start("far", "169.254.169.254:80", 0, 1))))
                .hasMessageContaining("metadata");
        assertThatThrownBy(() -> await(onLoop(() -> proxies.start("far", "10.0.0.1:80", 0, 1))))
                .hasMessageContaining("loadgen.allowed-targets");
        assertThatThrownBy(() -> await(onLoop(() -> proxies.start("echo", "127.0.0.1:80", 0, 1))))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void aProxyThatLeadsToAStoreIsAsClosedToLoadAsTheStore() throws Exception {
        guard.closed().close(List.of(echo.actualPort()));
        FaultProxy store = await(onLoop(() -> proxies.start("store", "127.0.0.1:" + echo.actualPort(), 0, 1)));
        FaultProxy around = await(onLoop(() -> proxies.start("around", "127.0.0.1:" + store.port(), 0, 1)));
        for (FaultProxy proxy : List.of(store, around)) {
            TargetUrl url = TargetUrl.parse("http://127.0.0.1:" + proxy.port());
            assertThatThrownBy(() -> guard.pin(url)).hasMessageContaining("no port of a store");
            var _ = await(onLoop(() -> proxies.stop(proxy.id())));
            assertThat(guard.pin(url).url()).isEqualTo(url);
        }
    }
}

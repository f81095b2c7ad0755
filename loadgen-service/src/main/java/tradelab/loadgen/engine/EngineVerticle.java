package tradelab.loadgen.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link LoadLoop} on an event loop of its own: gives it sockets and timers. Deploying opens the connections,
 * {@link #run} runs the test, undeploying closes everything.
 */
public final class EngineVerticle extends VerticleBase {
    private static final int RECEIVE_MAX = 64 * 1024;

    private final EnginePlan plan;
    private final SocketAddress target;
    private final Duration connectTimeout;
    private final LongSupplier nanoTime;
    private final Promise<Void> ready = Promise.promise();
    private final Promise<LoopStats> finished = Promise.promise();
    private final byte[] received = new byte[RECEIVE_MAX];
    private final @Nullable NetSocketInternal[] sockets;

    @SuppressWarnings("NullAway.Init") // these are set by start(), which Vert.x calls before anything else
    private EventLoop eventLoop;

    /** Held strongly: a client that becomes unreachable closes its connections. */
    @SuppressWarnings("NullAway.Init")
    private NetClient client;

    @SuppressWarnings("NullAway.Init")
    private LoadLoop loop;

    private boolean stopped;

    /** @param nanoTime {@link System#nanoTime()} in production; the same for all loops of a test */
    public EngineVerticle(EnginePlan plan, SocketAddress target, Duration connectTimeout, LongSupplier nanoTime) {
        this.plan = plan;
        this.target = target;
        this.connectTimeout = connectTimeout;
        this.nanoTime = nanoTime;
        this.sockets = new @Nullable NetSocketInternal[plan.connections()];
    }

    @Override
    public Future<?> start() {
        eventLoop = ((ContextInternal) context).nettyEventLoop();
        client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setReconnectAttempts(0)
                .setIdleTimeout(0)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(false)
                .setReuseAddress(true)
                .setRegisterWriteHandler(false)
                .setSsl(false));
        loop = new LoadLoop(plan, new Sockets(), nanoTime);
        loop.open();
        return ready.future();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        var _ = finished.tryFail("engine undeployed before its test ended");
        return client.close();
    }

    /** Returns whether at least one connection is open. Only on this verticle's context. */
    private boolean hasConnection() {
        return loop.hasConnection();
    }

    /** Returns, once deployed, whether at least one connection is open. */
    public Future<Boolean> connected() {
        return onLoop(this::hasConnection);
    }

    /** Runs the test from {@code beginNanos} on, of the clock given; the result is complete and no longer written to. */
    public Future<LoopStats> run(long beginNanos) {
        context.runOnContext(_ -> {
            loop.begin(beginNanos);
            tick();
        });
        return finished.future();
    }

    /** Takes over the seconds of which everything is known. */
    public Future<Progress> progress() {
        return onLoop(loop::takeProgress);
    }

    /** Starts nothing more; what is under way may end within {@code grace}. */
    public void halt(Duration grace) {
        context.runOnContext(_ -> {
            loop.stop();
            eventLoop.schedule(loop::abort, grace.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    private <T> Future<T> onLoop(Supplier<T> read) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(_ -> promise.complete(read.get()));
        return promise.future();
    }

    private void tick() {
        if (stopped) {
            return;
        }
        long delayNanos = loop.tick();
        if (loop.isFinished()) {
            var _ = finished.tryComplete(loop.stats());
        } else if (delayNanos <= 0) {
            eventLoop.execute(this::tick);
        } else {
            eventLoop.schedule(this::tick, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void settled() {
        if (loop.isReady()) {
            var _ = ready.tryComplete();
        }
    }

    /** Copies what came into an array that is used again: the loop keeps nothing of it. */
    private void received(int slot, NetSocketInternal socket, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                while (bytes.isReadable() && sockets[slot] == socket) {
                    int length = Math.min(bytes.readableBytes(), received.length);
                    bytes.readBytes(received, 0, length);
                    loop.received(slot, received, 0, length);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private final class Sockets implements Transport {

        @Override
        public void connect(int slot) {
            client.connect(target).onComplete(opened -> {
                if (stopped) {
                    return;
                }
                if (opened.failed()) {
                    loop.connectFailed(slot, reason(opened.cause()));
                } else {
                    adopt(slot, (NetSocketInternal) opened.result());
                    loop.connected(slot);
                }
                settled();
            });
        }

        private void adopt(int slot, NetSocketInternal socket) {
            sockets[slot] = socket;
            socket.messageHandler(message -> received(slot, socket, message));
            socket.exceptionHandler(cause -> lost(slot, socket, "connection broken: " + reason(cause)));
            socket.closeHandler(_ -> lost(slot, socket, "connection closed before the response was complete"));
        }

        private void lost(int slot, NetSocket socket, String why) {
            if (sockets[slot] == socket) {
                sockets[slot] = null;
                loop.closed(slot, why);
            }
        }

        @Override
        public void send(int slot, byte[] bytes, int length) {
            NetSocketInternal socket = sockets[slot];
            if (socket == null) {
                throw new IllegalStateException("slot " + slot + " is not connected");
            }
            ChannelHandlerContext channel = socket.channelHandlerContext();
            ByteBuf out = channel.alloc().ioBuffer(length).writeBytes(bytes, 0, length);
            channel.writeAndFlush(out, channel.voidPromise());
        }

        @Override
        public void close(int slot) {
            NetSocketInternal socket = sockets[slot];
            sockets[slot] = null;
            if (socket != null) {
                var _ = socket.close();
            }
        }
    }
}

package tradelab.loadgen.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connections of one loop. Bytes are taken off the channel before Vert.x would wrap them, for cheapness. Owned by
 * one event loop.
 */
final class Sockets implements Transport {
    private static final int RECEIVE_MAX = 64 * 1024;

    private final Context context;
    private final SocketAddress target;
    /** Held strongly: a client that becomes unreachable closes its connections. */
    private final NetClient client;

    private final byte[] received = new byte[RECEIVE_MAX];
    private final @Nullable Lane[] lanes;

    private final Answers loop;

    @SuppressWarnings("NullAway.Init") // set by attach(), before anything is connected
    private Http1 http;

    private boolean closed;

    Sockets(
            Vertx vertx,
            Context context,
            SocketAddress target,
            Duration connectTimeout,
            int connections,
            Answers loop) {
        this.loop = loop;
        this.context = context;
        this.target = target;
        this.lanes = new @Nullable Lane[connections];
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setReconnectAttempts(0)
                .setIdleTimeout(0)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(false)
                .setReuseAddress(true)
                .setRegisterWriteHandler(false)
                .setSsl(false));
    }

    /** @param newHttp takes in what comes */
    void attach(Http1 newHttp) {
        http = newHttp;
    }

    @Override
    public Future<Void> end() {
        closed = true;
        return client.close();
    }

    /** Always from the verticle's own context: from a bare timer Vert.x would choose any event loop. */
    @Override
    public void connect(int slot) {
        context.runOnContext(_ -> {
            if (!closed) {
                client.connect(target).onComplete(opened -> {
                    if (closed) {
                        return;
                    }
                    if (opened.failed()) {
                        loop.connectFailed(slot, reason(opened.cause()));
                    } else {
                        lanes[slot] = new Lane(slot, (NetSocketInternal) opened.result());
                        loop.connected(slot);
                    }
                });
            }
        });
    }

    @Override
    public void send(int slot, byte[] bytes, int length) {
        Lane lane = lanes[slot];
        if (lane == null) {
            throw new IllegalStateException("slot " + slot + " is not connected");
        }
        lane.send(bytes, length);
    }

    @Override
    public void close(int slot) {
        Lane lane = lanes[slot];
        lanes[slot] = null;
        if (lane != null) {
            var _ = lane.socket.close();
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** One connection. */
    private final class Lane extends ChannelInboundHandlerAdapter {
        private final int slot;
        private final NetSocketInternal socket;
        private final ChannelHandlerContext channel;

        Lane(int slot, NetSocketInternal socket) {
            this.slot = slot;
            this.socket = socket;
            this.channel = socket.channelHandlerContext();
            socket.exceptionHandler(cause -> lost("connection broken: " + reason(cause)));
            socket.closeHandler(_ -> lost("connection closed before the response was complete"));
            channel.pipeline().addBefore(channel.name(), "load", this);
        }

        void send(byte[] bytes, int length) {
            ByteBuf out = channel.alloc().ioBuffer(length).writeBytes(bytes, 0, length);
            channel.writeAndFlush(out, channel.voidPromise());
        }

        private void lost(String why) {
            if (lanes[slot] == this) {
                lanes[slot] = null;
                http.closed(slot, why);
            }
        }

        /** Copies what came into an array that is used again: the loop keeps nothing of it. */
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof ByteBuf bytes) {
                    while (bytes.isReadable() && lanes[slot] == this) {
                        int length = Math.min(bytes.readableBytes(), received.length);
                        bytes.readBytes(received, 0, length);
                        http.received(slot, received, 0, length);
                    }
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
    }
}

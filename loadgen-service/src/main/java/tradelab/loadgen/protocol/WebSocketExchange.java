package tradelab.loadgen.protocol;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.ErrorKind;
import tradelab.loadgen.engine.Exchange;
import tradelab.loadgen.engine.Protocol.Home;
import tradelab.loadgen.operation.Request;

/**
 * WebSocket: a slot is an open socket, an operation with a body a text message that is answered by as many messages as
 * it wants. An operation without a body opens one more socket, and is answered when that is open. Owned by one event
 * loop.
 */
final class WebSocketExchange implements Exchange {
    private static final int OK = 200;

    private final EnginePlan plan;
    private final Home home;
    private final Connecting connecting;
    private final WebSocketClient client;
    private final @Nullable Lane[] lanes;
    private boolean ended;

    WebSocketExchange(EnginePlan plan, Home home, Connecting connecting) {
        this.plan = plan;
        this.home = home;
        this.connecting = connecting;
        this.lanes = new @Nullable Lane[plan.connections()];
        int frameMax = (int) Math.min(plan.responseBytesMax(), Integer.MAX_VALUE);
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxConnections(2 * plan.connections())
                .setMaxFrameSize(frameMax)
                .setMaxMessageSize(frameMax)
                .setTrustAll(connecting.insecure())
                .setVerifyHost(!connecting.insecure());
        options.setSsl(connecting.url().scheme().isTls())
                .setConnectTimeout(connecting.timeoutMillis())
                .setIdleTimeout(0)
                .setTcpNoDelay(true);
        if (connecting.trust() != null) {
            options.setTrustOptions(connecting.trust());
        }
        this.client = home.vertx().createWebSocketClient(options);
    }

    private Future<WebSocket> open(String path) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setServer(connecting.address())
                .setHost(connecting.url().host())
                .setPort(connecting.url().port())
                .setSsl(connecting.url().scheme().isTls())
                .setURI(path)
                .setConnectTimeout(connecting.timeoutMillis());
        return client.connect(options.setTimeout(connecting.timeoutMillis()));
    }

    @Override
    public void connect(int slot) {
        Lane lane = new Lane(slot);
        home.context().runOnContext(_ -> {
            if (ended) {
                return;
            }
            lanes[slot] = lane;
            open(connecting.url().path()).onComplete(opened -> {
                if (lanes[slot] != lane || ended) {
                    return;
                }
                if (opened.failed()) {
                    lanes[slot] = null;
                    home.answers().connectFailed(slot, Connecting.reason(opened.cause()));
                } else {
                    lane.opened(opened.result());
                    home.answers().connected(slot);
                }
            });
        });
    }

    @Override
    public void send(int slot, int operation, long sequence, long recent) {
        Lane lane = lanes[slot];
        if (lane == null) {
            throw new IllegalStateException("slot " + slot + " is not connected");
        }
        Request request = plan.mix().request(operation, sequence, recent);
        if (request.body().isEmpty()) {
            lane.openOneMore(request.path());
        } else {
            lane.say(request);
        }
    }

    @Override
    public void close(int slot) {
        Lane lane = lanes[slot];
        lanes[slot] = null;
        if (lane != null && lane.socket != null) {
            var _ = lane.socket.close();
        }
    }

    @Override
    public Future<Void> end() {
        ended = true;
        return client.close();
    }

    private final class Lane {
        private final int slot;
        private @Nullable WebSocket socket;
        /** Messages that the answer still lacks; 0 when nothing is asked. */
        private int lacking;

        private long received;

        Lane(int slot) {
            this.slot = slot;
        }

        void opened(WebSocket newSocket) {
            socket = newSocket;
            newSocket.frameHandler(this::hear);
            newSocket.exceptionHandler(cause -> lost("connection broken: " + Connecting.reason(cause)));
            newSocket.closeHandler(_ -> lost("connection closed before the response was complete"));
        }

        private boolean isOver() {
            return lanes[slot] != this || ended;
        }

        void say(Request request) {
            if (socket != null) {
                lacking = request.answers();
                received = 0;
                home.answers().moved(request.body().length());
                var _ = socket.writeTextMessage(request.body());
            }
        }

        /** What comes unasked, as from a feed, is no answer and no error. */
        private void hear(WebSocketFrame frame) {
            home.answers().moved(frame.binaryData().length());
            boolean isData = frame.isText() || frame.isBinary() || frame.isContinuation();
            if (isOver() || lacking == 0 || !isData) {
                return;
            }
            home.answers().firstByte(slot);
            received += frame.binaryData().length();
            if (received > plan.responseBytesMax()) {
                lacking = 0;
                home.answers()
                        .failed(slot, ErrorKind.MALFORMED, "answer longer than " + plan.responseBytesMax() + " bytes");
            } else if (frame.isFinal() && --lacking == 0) {
                home.answers().answered(slot, OK, true);
            }
        }

        void openOneMore(String path) {
            open(path).onComplete(opened -> {
                if (opened.succeeded()) {
                    var _ = opened.result().close();
                }
                if (!isOver() && opened.succeeded()) {
                    home.answers().answered(slot, OK, true);
                } else if (!isOver()) {
                    home.answers().failed(slot, ErrorKind.CONNECT, Connecting.reason(opened.cause()));
                }
            });
        }

        private void lost(String why) {
            if (!isOver()) {
                lanes[slot] = null;
                home.answers().closed(slot, why);
            }
        }
    }
}

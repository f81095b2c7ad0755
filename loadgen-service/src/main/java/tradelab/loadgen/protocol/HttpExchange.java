package tradelab.loadgen.protocol;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.ErrorKind;
import tradelab.loadgen.engine.Protocol.Home;
import tradelab.loadgen.operation.Request;

/**
 * HTTP by the Vert.x client: TLS, HTTP/2, and streams of events. With HTTP/1.1 a slot is a connection, with HTTP/2 a
 * stream; see {@link HttpLanes}. A stream of events is answered when as many events have come as the operation wants.
 */
final class HttpExchange implements Requester {
    /** Of the first line without its URL, and of the empty line. */
    private static final int LINE_BYTES = 19;
    /** Between name and value, and after it. */
    private static final int HEADER_BYTES = 4;

    private final EnginePlan plan;
    private final Home home;
    private final HttpLanes lanes;
    private final boolean events;
    private final @Nullable Call[] calls;

    HttpExchange(EnginePlan plan, Home home, Connecting connecting) {
        this.plan = plan;
        this.home = home;
        this.events = switch (connecting.url().scheme()) {
            case SSE, SSES -> true;
            case HTTP, HTTPS, H2C, H2, WS, WSS, BUS, PUBLISH -> false;
        };
        this.calls = new @Nullable Call[plan.connections()];
        this.lanes = new HttpLanes(home, connecting, plan.connections(), this::lost);
    }

    @Override
    public void connect(int slot) {
        lanes.connect(slot);
    }

    @Override
    public void send(int slot, int operation, long sequence, long recent) {
        send(slot, plan.mix().request(operation, sequence, recent));
    }

    @Override
    public void send(int slot, Request request) {
        HttpClientConnection connection = lanes.connection(slot);
        if (connection == null) {
            throw new IllegalStateException("slot " + slot + " is not connected");
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.path())
                .setFollowRedirects(false);
        request.headers().forEach(options::putHeader);
        if (events) {
            options.putHeader("accept", "text/event-stream");
        }
        Call call = new Call(slot, request.answers());
        calls[slot] = call;
        connection.request(options).onComplete(opened -> {
            if (opened.succeeded()) {
                call.send(opened.result(), request.body());
            } else {
                call.fail(ErrorKind.RESET, Connecting.reason(opened.cause()));
            }
        });
    }

    @Override
    public void close(int slot) {
        Call call = calls[slot];
        calls[slot] = null;
        if (call != null) {
            call.giveUp();
        }
        lanes.close(slot);
    }

    @Override
    public Future<Void> end() {
        return lanes.end();
    }

    /** What HTTP/1.1 would take without TLS: what really passes is the connection's own secret. */
    private void moved(long bytes, MultiMap headers) {
        if (plan.pacing().bytes().isEmpty()) {
            return;
        }
        long sum = bytes + LINE_BYTES;
        for (Map.Entry<String, String> header : headers) {
            sum += header.getKey().length() + header.getValue().length() + HEADER_BYTES;
        }
        home.answers().moved(sum);
    }

    private void lost(int slot, String why) {
        calls[slot] = null;
        home.answers().closed(slot, why);
    }

    /** One request; deaf once its slot has gone on. */
    private final class Call {
        private final int slot;
        private final int answers;
        private final EventCounter counter = new EventCounter();
        private @Nullable HttpClientRequest request;
        private long received;

        Call(int slot, int answers) {
            this.slot = slot;
            this.answers = answers;
        }

        private boolean isOver() {
            return calls[slot] != this;
        }

        void giveUp() {
            if (request != null) {
                var _ = request.reset();
            }
        }

        void send(HttpClientRequest opened, String body) {
            request = opened;
            if (isOver()) {
                giveUp();
                return;
            }
            moved(opened.getURI().length() + body.length(), opened.headers());
            opened.exceptionHandler(cause -> fail(ErrorKind.RESET, Connecting.reason(cause)));
            opened.response().onSuccess(this::hear).onFailure(cause -> fail(ErrorKind.RESET, Connecting.reason(cause)));
            var _ = body.isEmpty() ? opened.end() : opened.end(body);
        }

        private void hear(HttpClientResponse response) {
            if (isOver()) {
                return;
            }
            response.exceptionHandler(cause -> fail(ErrorKind.RESET, Connecting.reason(cause)));
            moved(0, response.headers());
            boolean streams = events && response.statusCode() == 200;
            if (!streams) {
                home.answers().firstByte(slot);
            }
            response.handler(bytes -> take(bytes, streams));
            response.endHandler(_ -> {
                if (streams) {
                    fail(ErrorKind.RESET, "the stream ended before " + answers + " events");
                } else {
                    answer(response.statusCode(), true);
                }
            });
        }

        private void take(Buffer bytes, boolean streams) {
            if (isOver()) {
                return;
            }
            received += bytes.length();
            home.answers().moved(bytes.length());
            if (received > plan.responseBytesMax()) {
                fail(ErrorKind.MALFORMED, "response longer than " + plan.responseBytesMax() + " bytes");
                return;
            }
            int seen = streams ? counter.feed(bytes) : 0;
            if (seen > 0) {
                home.answers().firstByte(slot);
            }
            if (streams && seen >= answers) {
                answer(200, false);
            }
        }

        /** A stream of events never ends by itself: giving it up costs HTTP/1.1 its connection, HTTP/2 nothing. */
        private void answer(int status, boolean ended) {
            if (isOver()) {
                return;
            }
            calls[slot] = null;
            boolean reusable = ended ? lanes.connection(slot) != null : lanes.isMultiplexed();
            if (!ended) {
                giveUp();
            }
            home.answers().answered(slot, status, reusable);
        }

        void fail(int kind, String why) {
            if (!isOver()) {
                calls[slot] = null;
                giveUp();
                home.answers().failed(slot, kind, why);
            }
        }
    }
}

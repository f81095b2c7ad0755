package tradelab.loadgen.protocol;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.engine.Protocol.Home;
import tradelab.loadgen.guard.TargetUrl;

/**
 * The connections of an {@link HttpExchange}: one a slot with HTTP/1.1, one for {@value #STREAMS_MAX} slots with HTTP/2.
 * Owned by one event loop.
 */
final class HttpLanes {
    /** What servers commonly allow at once on one connection. */
    static final int STREAMS_MAX = 100;

    private static final int HEADERS_BYTES_MAX = 64 * 1024;

    /** Hears of a slot whose connection is gone. */
    interface Loss {
        void lost(int slot, String why);
    }

    private final Home home;
    private final Connecting connecting;
    private final Loss loss;
    private final int slotsOfLane;
    private final Lane[] lanes;
    private final boolean[] open;
    /** Held strongly: a client that becomes unreachable closes its connections. */
    private final HttpClientAgent client;

    private boolean ended;

    HttpLanes(Home home, Connecting connecting, int slots, Loss loss) {
        this.home = home;
        this.connecting = connecting;
        this.loss = loss;
        TargetUrl.Scheme scheme = connecting.url().scheme();
        boolean http2 = scheme == TargetUrl.Scheme.H2 || scheme == TargetUrl.Scheme.H2C;
        this.slotsOfLane = http2 ? STREAMS_MAX : 1;
        this.open = new boolean[slots];
        this.lanes = new Lane[Math.ceilDiv(slots, slotsOfLane)];
        Arrays.setAll(lanes, _ -> new Lane());
        this.client = home.vertx().createHttpClient(options(connecting, http2));
    }

    private static HttpClientOptions options(Connecting connecting, boolean http2) {
        boolean tls = connecting.url().scheme().isTls();
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(STREAMS_MAX)
                .setPipelining(false)
                .setKeepAlive(true)
                .setKeepAliveTimeout(0)
                .setHttp2KeepAliveTimeout(0)
                .setMaxRedirects(0)
                .setMaxHeaderSize(HEADERS_BYTES_MAX)
                .setDecompressionSupported(false)
                .setUseAlpn(tls && http2)
                .setTrustAll(connecting.insecure())
                .setVerifyHost(!connecting.insecure());
        options.setSsl(tls)
                .setConnectTimeout(connecting.timeoutMillis())
                .setIdleTimeout(0)
                .setTcpNoDelay(true);
        if (connecting.trust() != null) {
            options.setTrustOptions(connecting.trust());
        }
        return options;
    }

    boolean isMultiplexed() {
        return slotsOfLane > 1;
    }

    @Nullable
    HttpClientConnection connection(int slot) {
        return open[slot] ? lanes[slot / slotsOfLane].connection : null;
    }

    void connect(int slot) {
        home.context().runOnContext(_ -> lanes[slot / slotsOfLane].connect(slot));
    }

    void close(int slot) {
        open[slot] = false;
        lanes[slot / slotsOfLane].leave(slot);
    }

    Future<Void> end() {
        ended = true;
        return client.close();
    }

    private final class Lane {
        private final List<Integer> waiting = new ArrayList<>();
        private @Nullable HttpClientConnection connection;

        void connect(int slot) {
            if (ended) {
                return;
            }
            if (connection != null) {
                open[slot] = true;
                home.answers().connected(slot);
                return;
            }
            waiting.add(slot);
            if (waiting.size() == 1) {
                open();
            }
        }

        /** A target that accepts and then says nothing would never be connected, nor refused. */
        private void open() {
            Future<HttpClientConnection> opening = client.connect(new HttpConnectOptions()
                    .setServer(connecting.address())
                    .setHost(connecting.url().host())
                    .setPort(connecting.url().port())
                    .setSsl(connecting.url().scheme().isTls())
                    .setConnectTimeout(connecting.timeoutMillis()));
            opening.timeout(connecting.timeoutMillis(), TimeUnit.MILLISECONDS).onComplete(opened -> {
                if (opened.failed()) {
                    opening.onSuccess(HttpClientConnection::close);
                }
                settled(opened);
            });
        }

        private void settled(AsyncResult<HttpClientConnection> opened) {
            List<Integer> slots = List.copyOf(waiting);
            waiting.clear();
            if (ended) {
                return;
            }
            if (opened.failed()) {
                slots.forEach(slot -> home.answers().connectFailed(slot, Connecting.reason(opened.cause())));
                return;
            }
            HttpClientConnection made = opened.result();
            connection = made;
            made.exceptionHandler(_ -> lost(made, "connection broken"));
            made.closeHandler(_ -> lost(made, "connection closed before the response was complete"));
            slots.forEach(slot -> open[slot] = true);
            slots.forEach(slot -> home.answers().connected(slot));
        }

        private void lost(HttpClientConnection gone, String why) {
            if (connection != gone || ended) {
                return;
            }
            connection = null;
            for (int slot = 0; slot < open.length; slot++) {
                if (open[slot] && lanes[slot / slotsOfLane] == this) {
                    open[slot] = false;
                    loss.lost(slot, why);
                }
            }
        }

        void leave(int slot) {
            var _ = waiting.remove(Integer.valueOf(slot));
            if (slotsOfLane == 1 && connection != null) {
                HttpClientConnection leaving = connection;
                connection = null;
                var _ = leaving.close();
            }
        }
    }
}

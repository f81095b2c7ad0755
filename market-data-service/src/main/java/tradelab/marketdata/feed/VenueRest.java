package tradelab.marketdata.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

/** A venue's public REST API. Each call is bounded in time and size; few at a time, and few that wait. */
public final class VenueRest {
    private static final int CONNECTIONS_MAX = 2;
    private static final int WAITING_MAX = 32;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final HttpClient client;
    private final String url;
    private final long timeoutMillis;
    private final long bytesMax;

    /** @param bytesMax a longer answer is refused */
    public VenueRest(Vertx vertx, String url, Duration timeout, long bytesMax) {
        this.url = url;
        this.timeoutMillis = timeout.toMillis();
        this.bytesMax = bytesMax;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) timeoutMillis)
                        .setVerifyHost(true)
                        .setTrustAll(false)
                        .setTcpKeepAlive(true)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setMaxHeaderSize(16 * 1024)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
    }

    /** Returns where the host of a venue's WebSocket serves REST. */
    public static String besides(String websocketUrl) {
        URI uri = URI.create(websocketUrl);
        return ("wss".equals(uri.getScheme()) ? "https" : "http") + "://" + uri.getAuthority();
    }

    /** Returns what {@code read} makes of the answer; fails if it refuses it, and with anything but a 200. */
    public <T> Future<T> get(String path, Function<byte[], T> read) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url + path)
                .setTimeout(timeoutMillis);
        return client.request(options)
                .compose(request -> request.send())
                .compose(this::body)
                .map(body -> read.apply(body.getBytes()))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > bytesMax) {
                whole.tryFail(new ServiceException(FailureKind.UNAVAILABLE, "an answer of more than " + bytesMax));
                var _ = response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> {
            if (response.statusCode() == 200) {
                var _ = whole.tryComplete(body);
            } else {
                var _ = whole.tryFail(new ServiceException(
                        FailureKind.UNAVAILABLE, "the venue answered with status " + response.statusCode()));
            }
        });
        return whole.future();
    }
}

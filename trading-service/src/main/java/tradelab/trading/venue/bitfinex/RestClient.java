package tradelab.trading.venue.bitfinex;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.trading.venue.NotWrittenException;

/**
 * Signed calls to the REST interface, one at a time: nonces must arrive in their order.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class RestClient {
    /** More than this never wait: one batch and one reading of the records. */
    private static final int WAITING_MAX = 16;

    /** So often a call whose nonce came too late is made again at once. */
    private static final int NONCE_TRIES = 8;

    /** Whatever the venue asks for, it is not left alone for longer. */
    private static final int RETRY_AFTER_MAX = 600;

    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int BODY_MAX = 32 * 1024 * 1024;

    /** @param retryAfterSeconds how long the venue asks to be left alone, 0 for not */
    record Answer(int status, String body, int retryAfterSeconds) {}

    private record Call(String path, String body, long notAfterNanos, BooleanSupplier again, Promise<Answer> answer) {}

    private final HttpClient client;
    private final URI url;
    private final String key;
    private final Signature signature;
    private final BitfinexSettings settings;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private boolean busy;

    RestClient(Vertx vertx, BitfinexSettings settings, Signature signature) {
        this.settings = settings;
        this.signature = signature;
        this.key = settings.key().value();
        this.url = URI.create(settings.restUrl());
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setIdleTimeout(
                        KEEP_ALIVE_SECONDS + (int) settings.callTimeout().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(16 * 1024)
                .setMaxChunkSize(64 * 1024)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                .setTrustAll(false)
                .setVerifyHost(true)
                .setSsl(url.getScheme().equals("https"));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(WAITING_MAX);
        this.client = vertx.createHttpClient(options, pool);
    }

    /**
     * Posts {@code body}.
     *
     * @param again asked before a call whose nonce came too late is made once more
     * @return fails with {@link NotWrittenException} if no byte has left; after any other failure the venue may have
     *     acted
     */
    Future<Answer> post(String path, String body, long notAfterNanos, BooleanSupplier again) {
        if (waiting.size() >= WAITING_MAX) {
            return Future.failedFuture(new NotWrittenException("more than " + WAITING_MAX + " calls wait"));
        }
        Promise<Answer> answer = Promise.promise();
        waiting.addLast(new Call(path, body, notAfterNanos, again, answer));
        next();
        return answer.future();
    }

    Future<Void> close() {
        return client.close();
    }

    private void next() {
        Call call = busy ? null : waiting.pollFirst();
        if (call == null) {
            return;
        }
        busy = true;
        perform(call, 1).onComplete(done -> {
            busy = false;
            if (done.succeeded()) {
                call.answer().complete(done.result());
            } else {
                call.answer().fail(done.cause());
            }
            next();
        });
    }

    /** A date instead of seconds is not heeded: whose clock would it be by. */
    static int retryAfter(int status, @Nullable String text) {
        boolean asks = (status == 429 || status == 503) && text != null && text.matches("[0-9]{1,6}");
        return asks ? Math.min(RETRY_AFTER_MAX, Integer.parseInt(text)) : 0;
    }

    /** Another instance with the same key may have drawn a higher nonce and been quicker. Such a call was not executed. */
    private Future<Answer> perform(Call call, int tries) {
        return attempt(call)
                .compose(answer -> tries < NONCE_TRIES
                                && MultiOperation.isNonceRefused(answer.status(), answer.body())
                                && call.again().getAsBoolean()
                        ? perform(call, tries + 1)
                        : Future.succeededFuture(answer));
    }

    private Future<Answer> attempt(Call call) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80)
                .setURI(url.getPath() + "/v2/auth/" + call.path())
                .setConnectTimeout(settings.connectTimeout().toMillis())
                .setIdleTimeout(settings.callTimeout().toMillis());
        return client.request(options)
                .recover(cause -> Future.failedFuture(new NotWrittenException("not connected: " + cause.getMessage())))
                .compose(request -> write(request, call));
    }

    /**
     * First the nonce, then the look at the clock. Whoever stops us before the look finds the intent too old when we
     * wake; whoever stops us after it has used a higher nonce by then, and the venue refuses ours.
     */
    private Future<Answer> write(HttpClientRequest request, Call call) {
        String nonce = Long.toString(signature.nonce());
        if (System.nanoTime() - call.notAfterNanos() > 0) {
            var _ = request.reset();
            return Future.failedFuture(new NotWrittenException("the intent had become too old"));
        }
        request.putHeader("content-type", "application/json")
                .putHeader("bfx-apikey", key)
                .putHeader("bfx-nonce", nonce)
                .putHeader("bfx-signature", signature.of("/api/v2/auth/" + call.path() + nonce + call.body()));
        return request.send(Buffer.buffer(call.body()))
                .compose(response -> {
                    int status = response.statusCode();
                    String length = response.getHeader("content-length");
                    if (length != null && length.length() > 8) {
                        return Future.failedFuture("answer: expected at most " + BODY_MAX + " bytes, got " + length);
                    }
                    int wait = retryAfter(status, response.getHeader("retry-after"));
                    return response.body().map(body -> new Answer(status, body.toString(), wait));
                })
                .timeout(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> request.reset());
    }
}

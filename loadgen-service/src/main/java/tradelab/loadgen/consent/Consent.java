package tradelab.loadgen.consent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetUrl;

/**
 * Asks a registered target for its consent: the page {@value #PATH} must answer 200 with the token that was registered,
 * before a run and again and again while it lasts. Asks the very address that is loaded. Owned by one event loop.
 */
public final class Consent {
    public static final String PATH = "/.well-known/tradelab-load-consent";

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int BYTES_MAX = 1_024;
    /** A target under load may be too busy to answer once. */
    private static final int SILENT_MAX = 2;

    /** What a target said. */
    private enum Kind {
        GIVEN,
        /** It answered something else. */
        REFUSED,
        /** It did not answer, or had trouble of its own. */
        SILENT
    }

    private record Said(Kind kind, String why) {
        static final Said GIVEN = new Said(Kind.GIVEN, "");
    }

    private final Vertx vertx;
    private final PinnedTarget target;
    private final HttpClient client;
    private long timer = -1;
    private int silent;

    private Consent(Vertx vertx, PinnedTarget target, String tlsCa) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createHttpClient(options(target.url().scheme(), tlsCa));
    }

    /**
     * Returns who asks; null if the target is not asked.
     *
     * @param tlsCa a file of certificates, PEM, that the target is held against; empty for the system's
     */
    public static @Nullable Consent of(Vertx vertx, PinnedTarget target, String tlsCa) {
        return target.terms().asksForConsent() ? new Consent(vertx, target, tlsCa) : null;
    }

    /** The caller's wish to take any certificate does not hold here. */
    private static HttpClientOptions options(TargetUrl.Scheme scheme, String tlsCa) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(scheme == TargetUrl.Scheme.H2C ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setHttp2ClearTextUpgrade(false)
                .setKeepAlive(false)
                .setMaxHeaderSize(16 * 1024)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        options.setSsl(scheme.isTls())
                .setTrustAll(false)
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setIdleTimeout(TIMEOUT_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if (!tlsCa.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(tlsCa));
        }
        return options;
    }

    /** Returns once the target has agreed; fails with {@link IllegalArgumentException} if it does not. */
    public Future<Void> require() {
        return ask().compose(said -> said.kind == Kind.GIVEN
                ? Future.succeededFuture()
                : Future.failedFuture(Require.refused(
                        "target",
                        "its consent: 200 and the token of loadgen.targets."
                                + target.terms().registered() + ".consent-token at " + PATH,
                        said.why)));
    }

    /**
     * Goes on asking. A target that answers something else has withdrawn its consent; so has one that is silent twice.
     *
     * @param withdrawn hears why, once
     */
    public void watch(Duration every, Consumer<String> withdrawn) {
        timer = vertx.setPeriodic(every.toMillis(), _ -> ask().onSuccess(said -> heard(said, withdrawn)));
    }

    private void heard(Said said, Consumer<String> withdrawn) {
        silent = said.kind == Kind.SILENT ? silent + 1 : 0;
        if (timer >= 0 && (said.kind == Kind.REFUSED || silent >= SILENT_MAX)) {
            endWatch();
            withdrawn.accept("the target withdrew its consent: " + said.why + " at " + PATH);
        }
    }

    private Future<Said> ask() {
        TargetUrl url = target.url();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(
                        url.port(), target.address().getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setURI(PATH)
                .setFollowRedirects(false)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("user-agent", "tradelab-load");
        return client.request(options)
                .compose(request -> request.send().compose(this::read))
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(cause -> new Said(Kind.SILENT, "no answer (" + cause.getMessage() + ")"));
    }

    private Future<Said> read(HttpClientResponse response) {
        int status = response.statusCode();
        if (status != 200) {
            var _ = response.request().reset();
            return Future.succeededFuture(new Said(status >= 500 ? Kind.SILENT : Kind.REFUSED, "status " + status));
        }
        Promise<Said> said = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(said::tryFail);
        response.handler(bytes -> {
            if (body.appendBuffer(bytes).length() > BYTES_MAX && said.tryComplete(tooLong())) {
                var _ = response.request().reset();
            }
        });
        response.endHandler(_ -> said.tryComplete(judged(body)));
        return said.future();
    }

    private static Said tooLong() {
        return new Said(Kind.REFUSED, "more than " + BYTES_MAX + " bytes");
    }

    /** What it said instead is not shown: it may be a secret of somebody else. */
    private Said judged(Buffer body) {
        byte[] told = body.toString(StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        byte[] token = target.terms().consentToken().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(told, token) ? Said.GIVEN : new Said(Kind.REFUSED, "another token");
    }

    private void endWatch() {
        if (timer >= 0) {
            var _ = vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Asks no more. */
    public Future<Void> close() {
        endWatch();
        return client.close();
    }
}

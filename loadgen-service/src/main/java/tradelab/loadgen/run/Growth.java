package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.endurance.GrowthSeries;
import tradelab.loadgen.endurance.GrowthWatch;
import tradelab.loadgen.endurance.LeakVerdict;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetGuard;

/** Looks at the target's metrics while a run is under way; one look at a time. Owned by one event loop. */
final class Growth {
    private static final Logger LOG = LoggerFactory.getLogger(Growth.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Vertx vertx;
    private final GrowthWatch watch;
    private final GrowthSeries series;
    private final PinnedTarget target;
    private final HttpClient client;
    private final long beganNanos = System.nanoTime();
    private long timer;
    private boolean looking;

    private Growth(Vertx vertx, GrowthWatch watch, PinnedTarget target) {
        this.vertx = vertx;
        this.watch = watch;
        this.series = new GrowthSeries(watch);
        this.target = target;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setKeepAlive(true)
                .setMaxHeaderSize(16 * 1024)
                .setDecompressionSupported(true));
    }

    /** Returns null if there is nothing to watch. May block: resolves the name of the metrics' host. */
    static @Nullable Growth of(Vertx vertx, @Nullable GrowthWatch watch, TargetGuard guard)
            throws UnknownHostException {
        return watch == null ? null : new Growth(vertx, watch, guard.pin(watch.metrics()));
    }

    void start() {
        timer = vertx.setPeriodic(watch.every().toMillis(), _ -> look());
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        double at = (System.nanoTime() - beganNanos) / 1e9;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(
                        target.url().port(), target.address().getHostAddress()))
                .setHost(target.url().host())
                .setPort(target.url().port())
                .setURI(target.url().path())
                .setTimeout(TIMEOUT_MILLIS);
        client.request(options)
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .onComplete(done -> {
                    looking = false;
                    if (done.succeeded()) {
                        taken(at, done.result());
                    } else {
                        LOG.debug("event=growth_not_read cause={}", String.valueOf(done.cause()));
                    }
                });
    }

    private void taken(double at, Buffer body) {
        series.add(at, watch.read(body.toString(StandardCharsets.UTF_8)));
    }

    Future<Void> close() {
        var _ = vertx.cancelTimer(timer);
        return client.close();
    }

    /** Returns the verdict, with the growth a second. */
    ThresholdResult judged() {
        LeakVerdict verdict = series.verdict();
        return new ThresholdResult(
                series.sentence(), verdict.perSecond(), !verdict.name().equals(LeakVerdict.LEAK));
    }
}

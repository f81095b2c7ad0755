package tradelab.runtime.management;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tradelab.runtime.management.Health.State;
import tradelab.runtime.settings.ManagementSettings;

/**
 * Serves {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code /health/started} of one service, apart
 * from its API so that load on the one does not silence the other.
 */
public final class ManagementVerticle extends VerticleBase {
    private final ManagementSettings settings;
    private final String service;
    private final Health health;
    private final Supplier<String> scrape;

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private HttpServer server;

    public ManagementVerticle(String service, ManagementSettings settings, Health health, Supplier<String> scrape) {
        this.service = service;
        this.settings = settings;
        this.health = health;
        this.scrape = scrape;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(30)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(8192)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(true);
        server = vertx.createHttpServer(options);
        return server.requestHandler(this::route).listen(settings.port().number(), settings.host());
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    /** Returns the bound port. */
    public int port() {
        return server.actualPort();
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        switch (path == null ? "" : path) {
            case "/metrics" -> metrics(request);
            case "/health/live" -> answer(request, true, "live", Map.of());
            case "/health/started" -> answer(request, health.state() != State.STARTING, health.status(), Map.of());
            case "/health/ready" ->
                health.check().onComplete(checked -> {
                    boolean ready = checked.succeeded() && health.ready();
                    answer(request, ready, health.status(), checked.succeeded() ? checked.result() : Map.of());
                });
            default -> {
                var _ = request.response()
                        .setStatusCode(404)
                        .end("expected /metrics, /health/live, /health/ready or /health/started\n");
            }
        }
    }

    private void metrics(HttpServerRequest request) {
        vertx.executeBlocking(scrape::get, false)
                .onSuccess(text -> request.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(cause -> request.response().setStatusCode(500).end("metrics: " + cause.getMessage() + "\n"));
    }

    private void answer(HttpServerRequest request, boolean ok, String status, Map<String, String> checks) {
        JsonObject body = new JsonObject().put("service", service).put("status", status);
        if (!checks.isEmpty()) {
            JsonObject each = new JsonObject();
            checks.forEach(each::put);
            body.put("checks", each);
        }
        var _ = request.response()
                .setStatusCode(ok ? 200 : 503)
                .putHeader("content-type", "application/json")
                .end(body.encode());
    }
}

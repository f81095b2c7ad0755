package tradelab.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.settings.HttpSettings;

/**
 * The HTTP API of a service: operations of its {@code openapi.yaml}, hot paths beside them, pages, and one way to fail.
 *
 * <p>The server listens, and every handler runs, on the event loop of the context that called {@link #listen}. Every
 * operation of the document must have a handler and every handler an operation, or nothing listens.
 */
public final class HttpApi {
    private static final String ROUTE = "tradelab.route";
    private static final String STARTED = "tradelab.started";

    private final ServiceContext context;
    private final HttpSettings settings;
    private final HttpStats stats;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final List<Hot> hots = new ArrayList<>();
    private final Set<String> hotOperations = new TreeSet<>();
    private final List<Consumer<Router>> extras = new ArrayList<>();
    private int connections;

    private record Operation(Function<ApiRequest, Future<?>> handler, boolean validated) {}

    private record Hot(
            HttpMethod method,
            String path,
            boolean prefix,
            HttpStats.Series series,
            Handler<HttpServerRequest> handler) {
        boolean serves(HttpMethod asked, String askedPath) {
            return method.equals(asked) && (prefix ? askedPath.startsWith(path) : askedPath.equals(path));
        }
    }

    private HttpApi(ServiceContext context, HttpSettings settings) {
        this.context = context;
        this.settings = settings;
        this.stats = new HttpStats(context.meters());
    }

    public static HttpApi create(ServiceContext context, HttpSettings settings) {
        return new HttpApi(context, settings);
    }

    /** Handles an operation whose requests OpenAPI validates. What the handler returns is the JSON body of a 200. */
    public HttpApi operation(String operationId, Function<ApiRequest, Future<?>> handler) {
        operations.put(operationId, new Operation(handler, true));
        return this;
    }

    /** Handles an operation that reads its body strictly by itself: for hot paths. */
    public HttpApi strict(String operationId, Function<ApiRequest, Future<?>> handler) {
        operations.put(operationId, new Operation(handler, false));
        return this;
    }

    /** Handles requests before any router sees them. The handler answers; it is counted and timed all the same. */
    public HttpApi hot(HttpMethod method, String pathPrefix, Handler<HttpServerRequest> handler) {
        hots.add(new Hot(method, pathPrefix, true, stats.series(method.name(), pathPrefix + "*"), handler));
        return this;
    }

    /** Handles an operation of the document, at exactly this path, before any router sees it. */
    public HttpApi hot(String operationId, HttpMethod method, String path, Handler<HttpServerRequest> handler) {
        hots.add(new Hot(method, path, false, stats.series(method.name(), path), handler));
        hotOperations.add(operationId);
        return this;
    }

    /** Adds pages, files or streams that the document does not describe. */
    public HttpApi routes(Consumer<Router> extra) {
        extras.add(extra);
        return this;
    }

    /**
     * Starts to listen. Closing is the first step of the service's drain. Where the service is embedded the document is
     * read, and held against the handlers, with the first request that no hot path takes.
     *
     * @param openapi class path of the document
     * @return the bound port
     */
    public Future<Integer> listen(String openapi) {
        Future<Handler<HttpServerRequest>> api = context.embedded()
                ? Future.succeededFuture(new LaterRouter(openapi))
                : router(openapi).map(ready -> ready);
        return api.compose(router -> {
                    HttpServer server = context.vertx().createHttpServer(options());
                    server.connectionHandler(connection -> {
                        if (++connections > settings.connectionsMax()) {
                            var _ = connection.close();
                        }
                        connection.closeHandler(_ -> connections--);
                    });
                    context.sample(stats::sample);
                    return server.requestHandler(request -> serve(request, router))
                            .listen(settings.port().number(), settings.host());
                })
                .map(server -> {
                    context.onDrain("http", () -> server.shutdown(10, TimeUnit.SECONDS));
                    context.listening("http", server.actualPort());
                    return server.actualPort();
                });
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(hots.isEmpty() ? idleSeconds() : 0)
                .setReadIdleTimeout(hots.isEmpty() ? 0 : idleSeconds()) // see IdleConnections
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(8192)
                .setMaxChunkSize(64 * 1024)
                .setMaxFormAttributeSize(8192)
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                // Its handlers cost every request of a connection, whether the client wants compression or not.
                .setCompressionSupported(hots.isEmpty())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(64 * 1024)
                .setMaxWebSocketMessageSize(256 * 1024)
                .setTcpNoDelay(true)
                .setAcceptBacklog(1024);
    }

    private int idleSeconds() {
        return (int) settings.idleTimeout().toSeconds();
    }

    private void serve(HttpServerRequest request, Handler<HttpServerRequest> router) {
        String path = request.path();
        for (Hot hot : hots) {
            if (path != null && hot.serves(request.method(), path)) {
                long started = System.nanoTime();
                HttpServerResponse response = request.response();
                response.endHandler(
                        _ -> stats.record(hot.series, response.getStatusCode(), System.nanoTime() - started));
                hot.handler.handle(request);
                if (!response.ended()) {
                    IdleConnections.watchWrites(request.connection());
                }
                return;
            }
        }
        if (!hots.isEmpty()) {
            IdleConnections.watchWrites(request.connection());
        }
        router.handle(request);
    }

    private Future<Router> router(String openapi) {
        return OpenAPIContract.from(context.vertx(), openapi).map(contract -> router(contract, openapi));
    }

    private Router router(OpenAPIContract contract, String openapi) {
        requireEqual(contract);
        RouterBuilder builder = RouterBuilder.create(context.vertx(), contract);
        builder.rootHandler(
                BodyHandler.create(false).setBodyLimit(settings.bodyMax().bytes()));
        operations.forEach((id, operation) -> {
            OpenAPIRoute route = Require.present(id, builder.getRoute(id));
            String path = route.getOperation().getOpenAPIPath();
            route.setDoValidation(operation.validated)
                    .addHandler(routing -> handle(routing, path, operation.handler))
                    .addFailureHandler(routing -> fail(
                            routing,
                            path,
                            BadParameter.explained(routing, route.getOperation()),
                            routing.statusCode()));
        });
        Router api = builder.createRouter();
        Router router = Router.router(context.vertx());
        router.route().handler(this::begin);
        router.get("/openapi.yaml").handler(routing -> send(routing, openapi, "application/yaml"));
        ApiDocs.mount(router);
        extras.forEach(extra -> extra.accept(router));
        router.route().subRouter(api);
        for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
            router.errorHandler(status, routing -> fail(routing, "*", routing.failure(), status));
            api.errorHandler(status, routing -> fail(routing, "*", routing.failure(), status));
        }
        router.errorHandler(500, routing -> fail(routing, "*", routing.failure(), 500));
        return router;
    }

    private void requireEqual(OpenAPIContract contract) {
        Set<String> described = contract.operations().stream()
                .map(io.vertx.openapi.contract.Operation::getOperationId)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> handled = new TreeSet<>(operations.keySet());
        handled.addAll(hotOperations);
        if (!described.equals(handled)) {
            throw new IllegalStateException("openapi.yaml describes " + described + " but handlers are " + handled);
        }
    }

    private void begin(RoutingContext routing) {
        long started = System.nanoTime();
        routing.put(STARTED, started);
        routing.addEndHandler(_ -> {
            if (isStream(routing.response())) {
                return;
            }
            String route = routing.get(ROUTE);
            stats.record(
                    stats.series(routing.request().method().name(), route == null ? "other" : route),
                    routing.response().getStatusCode(),
                    System.nanoTime() - started);
        });
        routing.next();
    }

    /** A stream lasts as long as somebody watches; its length is not a latency. */
    private static boolean isStream(HttpServerResponse response) {
        String type = response.headers().get("content-type");
        return response.getStatusCode() == 101 || (type != null && type.startsWith("text/event-stream"));
    }

    private void handle(RoutingContext routing, String route, Function<ApiRequest, Future<?>> handler) {
        routing.put(ROUTE, route);
        Future<?> answer;
        try {
            answer = handler.apply(new ApiRequest(routing));
        } catch (RuntimeException e) {
            fail(routing, route, e, 500);
            return;
        }
        answer.onComplete(done -> {
            if (done.failed()) {
                fail(routing, route, done.cause(), 500);
            } else {
                write(routing, done.result() instanceof HttpReply reply ? reply : HttpReply.of(200, done.result()));
            }
        });
    }

    private void fail(RoutingContext routing, String route, @Nullable Throwable cause, int status) {
        if (!"*".equals(route)) {
            routing.put(ROUTE, route);
        }
        HttpServerRequest request = routing.request();
        if (status == 413) {
            String length = request.getHeader("content-length");
            write(routing, Failures.tooLarge(settings.bodyMax().bytes(), length == null ? "more" : length));
            return;
        }
        write(
                routing,
                cause == null ? Failures.status(request, status) : Failures.reply(request, cause, status, route));
    }

    private static void write(RoutingContext routing, HttpReply reply) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        Object body = reply.body();
        if (body == null) {
            var _ = response.end();
            return;
        }
        if (!response.headers().contains("content-type")) {
            response.putHeader(
                    "content-type", body instanceof String ? "text/plain; charset=utf-8" : "application/json");
        }
        var _ = response.end(
                body instanceof Buffer buffer
                        ? buffer
                        : body instanceof String text ? Buffer.buffer(text) : Json.write(body));
    }

    private static void send(RoutingContext routing, String resource, String type) {
        routing.vertx()
                .fileSystem()
                .readFile(resource)
                .onSuccess(file ->
                        routing.response().putHeader("content-type", type).end(file))
                .onFailure(routing::fail);
    }

    /** Builds the router with the first request for it; those that come meanwhile wait. Event-loop owned. */
    private final class LaterRouter implements Handler<HttpServerRequest> {
        private final String openapi;
        private @Nullable Future<Router> router;

        LaterRouter(String openapi) {
            this.openapi = openapi;
        }

        @Override
        public void handle(HttpServerRequest request) {
            Future<Router> asked = router;
            if (asked == null) {
                asked = router(openapi);
                router = asked;
            }
            if (asked.succeeded()) {
                asked.result().handle(request);
                return;
            }
            request.pause();
            asked.onSuccess(ready -> {
                        ready.handle(request);
                        request.resume();
                    })
                    .onFailure(cause -> request.response().setStatusCode(500).end(openapi + ": " + cause));
        }
    }
}

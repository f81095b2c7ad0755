package tradelab.loadgen.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.agent.AgentVerticle;
import tradelab.loadgen.definition.DurationText;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.SecondLog;
import tradelab.loadgen.run.TestRuns;
import tradelab.loadgen.run.TestRuns.Entry;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;
import tradelab.runtime.http.SocketEnd;

/**
 * Changes of runs under way, and their live stream: one {@link IntervalResult} a second, as a server-sent event
 * {@code second} or a text message, and at last {@code end} with the run's state.
 */
public final class ControlApi {
    private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);
    private static final String RESULTS = "/api/performance/results/";
    private static final int WATCHERS_MAX = 64;

    private static final String SCHEMA = "load-test.schema.json";

    private final TestRuns runs;
    private final AgentVerticle agent;
    private final Buffer schema = schema();
    private int watchers;

    /** The body of {@code PATCH .../rate}. */
    record RateBody(double rate) {}

    /** The body of {@code POST .../extend}. */
    record ExtendBody(String duration) {}

    private record End(String runId, String state) {}

    /** @param agent of this process, which may drive a share of a run that is controlled elsewhere */
    public ControlApi(TestRuns runs, AgentVerticle agent) {
        this.runs = runs;
        this.agent = agent;
    }

    public HttpApi mount(HttpApi http) {
        return http.strict(
                        "changeRate",
                        request -> change(
                                request,
                                new Change.Rate(request.body(RateBody.class).rate())))
                .strict("pauseTest", request -> change(request, new Change.Pause()))
                .strict("resumeTest", request -> change(request, new Change.Resume()))
                .strict("extendTest", request -> change(request, extension(request)))
                .strict("stopAll", _ -> stopAll())
                .routes(this::streams);
    }

    /** The published form of definitions, for editors; {@code openapi.yaml} has the same. */
    private static Buffer schema() {
        try (InputStream in = ControlApi.class.getResourceAsStream("/tradelab/loadgen/" + SCHEMA)) {
            return Buffer.buffer(Require.present(SCHEMA, in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // on our own class path
        }
    }

    private static Change extension(ApiRequest request) {
        String by = Require.present("duration", request.body(ExtendBody.class).duration());
        return new Change.Extend(DurationText.parse("duration", by));
    }

    private Future<HttpReply> change(ApiRequest request, Change change) {
        return runs.change(request.path("id"), change).map(entry -> HttpReply.of(202, RunView.of(entry)));
    }

    /** Whatever load leaves this process ends, whether the bus is there or not. */
    private Future<HttpReply> stopAll() {
        List<Entry> stopped = runs.stopAll();
        LOG.warn("event=all_stopped runs={}", stopped.stream().map(Entry::runId).toList());
        return agent.stopAll(stopped.stream().map(Entry::runId).collect(Collectors.toSet()))
                .map(share -> HttpReply.of(
                        202,
                        Map.of(
                                "runs",
                                stopped.stream().map(RunView::of).toList(),
                                "sharesOfRuns",
                                share.isEmpty() ? List.of() : List.of(share))));
    }

    private void streams(Router router) {
        router.get("/" + SCHEMA)
                .handler(request -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/schema+json")
                        .end(schema));
        router.get(RESULTS + ":id/hlog").handler(this::log);
        router.get(RESULTS + ":id/stream").handler(this::events);
        router.get(RESULTS + ":id/ws").handler(this::socket);
    }

    private void log(RoutingContext request) {
        Entry entry = runs.run(Require.present("id", request.pathParam("id")));
        SecondLog log = entry.log();
        TestResult result = Require.present("result", entry.result());
        request.vertx()
                .executeBlocking(() -> log.text(result), false)
                .onFailure(request::fail)
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .putHeader("content-disposition", "attachment; filename=\"" + entry.runId() + ".hlog\"")
                        .end(text));
    }

    private void events(RoutingContext request) {
        Entry entry = runs.run(Require.present("id", request.pathParam("id")));
        HttpServerResponse response = request.response();
        if (isFull(response)) {
            return;
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
        Runnable left = watch(request, entry, event("second"), event("end"), response::write, () -> {
            var _ = response.end();
        });
        response.closeHandler(_ -> left.run());
    }

    private static Function<Object, String> event(String name) {
        return value -> "event: " + name + "\ndata: " + text(value) + "\n\n";
    }

    private static String text(Object value) {
        return Json.write(value).toString();
    }

    private void socket(RoutingContext request) {
        Entry entry = runs.run(Require.present("id", request.pathParam("id")));
        if (isFull(request.response())) {
            return;
        }
        request.request().toWebSocket().onSuccess(socket -> watch(request, entry, socket));
    }

    private void watch(RoutingContext request, Entry entry, ServerWebSocket socket) {
        Runnable left = watch(request, entry, ControlApi::text, ControlApi::text, socket::writeTextMessage, () -> {
            var _ = socket.close();
        });
        SocketEnd.explainTooBig(socket);
        socket.closeHandler(_ -> left.run());
    }

    private boolean isFull(HttpServerResponse response) {
        if (watchers < WATCHERS_MAX) {
            return false;
        }
        response.setStatusCode(429).putHeader(HttpHeaders.RETRY_AFTER, "10");
        var _ = response.end();
        return true;
    }

    /** Everything about one watcher happens on the request's event loop; who reads too slowly is cut off. */
    private Runnable watch(
            RoutingContext request,
            Entry entry,
            Function<Object, String> second,
            Function<Object, String> end,
            Function<String, Future<Void>> write,
            Runnable close) {
        Context context = request.vertx().getOrCreateContext();
        Watching watching = new Watching(write, close);
        watchers++;
        Consumer<IntervalResult> live = interval -> context.runOnContext(_ -> watching.tell(second.apply(interval)));
        Runnable unwatch = entry.watch(live);
        Runnable left = () -> {
            if (!watching.left) {
                watching.left = true;
                watchers--;
                unwatch.run();
            }
        };
        entry.ended()
                .onComplete(_ -> context.runOnContext(_ -> {
                    watching.tell(end.apply(new End(entry.runId(), entry.state().name())));
                    left.run();
                    close.run();
                }));
        return left;
    }

    /** One who watches. */
    private static final class Watching {
        private static final int PENDING_MAX = 64;
        private final Function<String, Future<Void>> write;
        private final Runnable close;
        private int pending;
        private boolean left;

        Watching(Function<String, Future<Void>> write, Runnable close) {
            this.write = write;
            this.close = close;
        }

        void tell(String message) {
            if (left) {
                return;
            }
            if (++pending > PENDING_MAX) {
                close.run();
                return;
            }
            var _ = write.apply(message).onComplete(_ -> pending--);
        }
    }
}

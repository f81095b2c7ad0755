package tradelab.report.api;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.report.ReportApi;
import tradelab.report.history.ResultHistory;
import tradelab.report.history.ResultQuery;
import tradelab.report.html.SuiteReport;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;
import tradelab.runtime.settings.HttpSettings;

/** Puts the history and its reports on HTTP and on the event bus. */
public final class ReportVerticle extends VerticleBase {
    private static final String OPENAPI = "tradelab/report/openapi.yaml";
    private static final int DRAWING_THREADS = 2;
    private static final int WAITING_MAX = 16;
    private static final long DRAWING_SECONDS_MAX = 30;

    /** The page's own policy, and that nobody frames it. */
    private static final Map<String, String> PAGE_HEADERS = Map.of(
            "content-type", "text/html; charset=utf-8",
            "content-security-policy", SuiteReport.CONTENT_SECURITY_POLICY + "; frame-ancestors 'none'",
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer",
            "cache-control", "no-store");

    private final ServiceContext context;
    private final HttpSettings http;
    private final ResultHistory history;
    private final LongSupplier nanoTime;
    private @Nullable MessageConsumer<?> consumer;
    private @Nullable WorkerExecutor drawing;

    public ReportVerticle(ServiceContext context, HttpSettings http, ResultHistory history, LongSupplier nanoTime) {
        this.context = context;
        this.http = http;
        this.history = history;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<?> start() {
        WorkerExecutor workers = vertx.createSharedWorkerExecutor(
                "report-drawing", DRAWING_THREADS, DRAWING_SECONDS_MAX, TimeUnit.SECONDS);
        drawing = workers;
        ReportDesk desk = new ReportDesk(history, workers, WAITING_MAX, context.meters(), nanoTime);
        MessageConsumer<?> results = ReportApi.RECORD_RESULT.serve(vertx.eventBus(), desk::record);
        consumer = results;
        return results.completion()
                .compose(_ -> HttpApi.create(context, http)
                        .operation("listResults", request -> history.list(query(request)))
                        .strict(
                                "recordResult",
                                request -> desk.record(request.body(TestResult.class))
                                        .map(recorded -> HttpReply.of(recorded.duplicate() ? 200 : 201, recorded)))
                        .operation("getResult", request -> history.get(request.path("runId")))
                        .operation("runReport", request -> page(desk.run(request.path("runId"))))
                        .operation("suiteReport", request -> page(desk.suite(request.path("suite"))))
                        .operation("suiteVerdict", request -> desk.verdict(request.path("suite")))
                        .listen(OPENAPI));
    }

    @Override
    public Future<?> stop() {
        WorkerExecutor workers = drawing;
        return stopTaking().eventually(() -> workers == null ? Future.succeededFuture() : workers.close());
    }

    /** Takes no more results from the bus. */
    public Future<Void> stopTaking() {
        MessageConsumer<?> results = consumer;
        consumer = null;
        return results == null ? Future.succeededFuture() : results.unregister();
    }

    private static ResultQuery query(ApiRequest request) {
        long limit = request.query("limit", ResultQuery.LIMIT_DEFAULT, 1, ResultQuery.LIMIT_MAX);
        String after = request.query("after");
        return new ResultQuery(
                request.query("suite"),
                request.query("name"),
                (int) limit,
                after == null ? null : (Long) request.query("after", 0, 0, Long.MAX_VALUE));
    }

    private static Future<HttpReply> page(Future<String> html) {
        return html.map(page -> new HttpReply(200, page, PAGE_HEADERS));
    }
}

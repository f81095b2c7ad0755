package tradelab.loadgen.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.run.TestRuns;
import tradelab.loadgen.run.TestRuns.DefinedTest;
import tradelab.loadgen.run.TestRuns.Entry;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;

/** {@code /api/performance}: define, start, watch and stop load tests. */
public final class PerformanceApi {
    private static final String BASE = "/api/performance";

    private final TestRuns runs;
    private final Definitions definitions;

    public PerformanceApi(TestRuns runs, Definitions definitions) {
        this.runs = runs;
        this.definitions = definitions;
    }

    public HttpApi mount(HttpApi http) {
        return http.strict("defineTest", request -> define(request).map(this::created))
                .operation(
                        "listTests",
                        _ -> done(Map.of(
                                "tests", runs.tests().stream().map(this::view).toList())))
                .operation("getTest", request -> done(view(runs.test(request.path("id")))))
                .strict("startTest", request -> done(accepted(runs.start(request.path("id")))))
                .strict("stopTest", request -> done(accepted(runs.stop(request.path("id")))))
                .operation("listResults", request -> done(results(request.path("id"))))
                .operation("getResult", request -> done(result(runs.run(request.path("id")))))
                .strict("loadTest", request -> define(request).map(test -> accepted(runs.start(test.testId()))));
    }

    private static Future<Object> done(Object value) {
        return Future.succeededFuture(value);
    }

    private Future<DefinedTest> define(ApiRequest request) {
        String text = request.rawBody().toString();
        return definitions.read(text).map(test -> runs.define(test, text));
    }

    private HttpReply created(DefinedTest test) {
        return HttpReply.of(201, view(test)).with("location", BASE + "/tests/" + test.testId());
    }

    private HttpReply accepted(Entry entry) {
        return HttpReply.of(202, RunView.of(entry)).with("location", BASE + "/results/" + entry.runId());
    }

    private TestView view(DefinedTest test) {
        List<RunView> all = runs.runsOf(test.testId()).stream().map(RunView::of).toList();
        return TestView.of(test, runs.state(test.testId()), all);
    }

    private Map<String, Object> results(String testId) {
        var _ = runs.test(testId);
        return Map.of(
                "testId",
                testId,
                "results",
                runs.runsOf(testId).stream().map(RunView::of).toList());
    }

    /** The whole result once there is one; until then how far the run is. */
    private static Object result(Entry entry) {
        if (!entry.problem().isEmpty()) {
            throw new ServiceException(FailureKind.CONFLICT, entry.problem());
        }
        return entry.result() == null ? HttpReply.of(202, RunView.of(entry)) : entry.result();
    }
}

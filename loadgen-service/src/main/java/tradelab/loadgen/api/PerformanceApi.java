package tradelab.loadgen.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.Caps;
import tradelab.loadgen.run.Plans;
import tradelab.loadgen.run.TestRuns;
import tradelab.loadgen.run.TestRuns.DefinedTest;
import tradelab.loadgen.run.TestRuns.Entry;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;

/** {@code /api/performance}: define, start, watch and stop load tests. */
public final class PerformanceApi {
    private static final String BASE = "/api/performance";
    private static final Pattern PLACED = Pattern.compile("body:(\\d+):(\\d+): (.*)", Pattern.DOTALL);

    private final Vertx vertx;
    private final TestRuns runs;
    private final TargetGuard guard;
    private final Caps caps;

    public PerformanceApi(Vertx vertx, TestRuns runs, TargetGuard guard, Caps caps) {
        this.vertx = vertx;
        this.runs = runs;
        this.guard = guard;
        this.caps = caps;
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

    /** A name that has no address now may have one when the test runs; everything else is refused here. */
    private Future<DefinedTest> define(ApiRequest request) {
        String text = request.rawBody().toString();
        LoadTest test = definition(text);
        return pinned(test)
                .recover(cause ->
                        cause instanceof UnknownHostException ? Future.succeededFuture() : Future.failedFuture(cause))
                .map(_ -> runs.define(test, text));
    }

    private Future<PinnedTarget> pinned(LoadTest test) {
        if (!Plans.pinsAtOnce(test)) {
            return vertx.executeBlocking(() -> Plans.pin(test, guard, caps), false)
                    .map(target -> Require.present("target", target));
        }
        try {
            return Future.succeededFuture(Plans.pin(test, guard, caps));
        } catch (UnknownHostException | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Errors of this API begin with the field; where in the body it stands comes last. */
    private static LoadTest definition(String body) {
        try {
            return DefinitionReader.read("body", body);
        } catch (IllegalArgumentException e) {
            Matcher placed = PLACED.matcher(String.valueOf(e.getMessage()));
            if (!placed.matches()) {
                throw e;
            }
            throw new IllegalArgumentException(
                    placed.group(3) + ", in line " + placed.group(1) + ", column " + placed.group(2), e);
        }
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

package tradelab.cli.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.TestResult;

/** Runs load tests through the loadgen service's API, as any of its users would. */
final class Runs {
    private static final String LOADGEN = "loadgen-service";
    private static final String TESTS = "/api/performance/tests";
    private static final long POLL_MILLIS = 200;
    private static final long RUN_MILLIS_MAX = 120_000;

    private final Api api;
    private final Progress progress;

    Runs(Api api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /** Runs {@code definitions} at the same time and returns their results, in their order. */
    List<TestResult> together(List<JsonObject> definitions) throws InterruptedException {
        List<String> runs = new ArrayList<>();
        for (JsonObject definition : definitions) {
            String test = api.post(LOADGEN, TESTS, definition).getString("testId");
            runs.add(api.post(LOADGEN, TESTS + "/" + test + "/start", new JsonObject())
                    .getString("runId"));
        }
        List<TestResult> results = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            results.add(result(definitions.get(i).getString("name"), runs.get(i)));
        }
        return results;
    }

    private TestResult result(String name, String run) throws InterruptedException {
        for (long waited = 0; waited < RUN_MILLIS_MAX; waited += POLL_MILLIS) {
            Buffer answer = api.raw(LOADGEN, "/api/performance/results/" + run);
            JsonObject state = answer.toJsonObject();
            if (state.containsKey("responseHistogram")) {
                return Json.read(answer, TestResult.class);
            }
            progress.tick(String.format(
                    Locale.ROOT,
                    "%s  %,d requests, %,d errors",
                    name,
                    state.getLong("requests"),
                    state.getLong("errors")));
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new CommandException(ExitCode.OTHER, name + ": no result after " + RUN_MILLIS_MAX / 1_000 + " s");
    }
}

package tradelab.cli.demo;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.contracts.Decimals;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.suite.Fact;
import tradelab.report.suite.SuiteSummary;
import tradelab.runtime.ServiceHost;

/** The main job on a suite that runs: feed, load, check, judge. */
final class Demo {
    private static final String SYMBOL = "tBTCUSD";

    private final Api api;
    private final Progress progress;
    private final @Nullable Path replay;
    private final Map<String, String> environment;
    private final long startedEpochMillis = System.currentTimeMillis();
    private final long beganNanos = System.nanoTime();
    private final ServiceHost host;

    Demo(ServiceHost host, Progress progress, @Nullable Path replay, Map<String, String> environment) {
        this.host = host;
        this.api = new Api(host);
        this.progress = progress;
        this.replay = replay;
        this.environment = environment;
    }

    SuiteSummary run() throws InterruptedException {
        progress.step("ready: " + host.ports().size() + " services; dashboard " + api.base("monitor-service") + "/");
        List<Fact> facts = new ArrayList<>();
        FeedWatch feed = new FeedWatch(api, progress);
        if (replay != null) {
            facts.addAll(feed.awaitReplay());
        }
        feed.awaitLive();
        progress.step("books are live");
        String suite = "demo-" + startedEpochMillis;
        QuickSuite quick =
                new QuickSuite(suite, api.base("market-data-service"), api.base("trading-service"), SYMBOL, mid());
        Runs runs = new Runs(api, progress);
        List<TestResult> all = new ArrayList<>(runs.together(quick.warmUps()));
        progress.step("warmed up");
        List<TestResult> judged = new ArrayList<>();
        for (JsonObject test : quick.tests()) {
            judged.addAll(runs.together(List.of(test)));
            progress.step(test.getString("name") + ": " + judged.getLast().verdict());
        }
        judged.addAll(runs.together(quick.mix()));
        progress.step("mix: " + judged.getLast().verdict());
        all.addAll(judged);
        facts.addAll(feed.facts());
        facts.addAll(new LedgerCheck(api).facts(all));
        progress.step("ledger checked");
        return summary(suite, facts, judged);
    }

    private SuiteSummary summary(String suite, List<Fact> facts, List<TestResult> judged) {
        boolean passed = judged.stream().allMatch(result -> result.verdict().equals("passed"))
                && facts.stream().noneMatch(Fact::wrong);
        return new SuiteSummary(
                "Tradelab demo" + (replay == null ? "" : " on recorded market data"),
                suite,
                startedEpochMillis,
                (System.nanoTime() - beganNanos) / 1e9,
                facts,
                judged,
                passed,
                environment);
    }

    /** The middle of the book, as market data serves it. */
    private long mid() {
        JsonObject quote = api.get("market-data-service", "/api/v1/quotes/BITFINEX:" + SYMBOL);
        String bid = quote.getString("bid");
        String ask = quote.getString("ask");
        if (bid == null || ask == null) {
            throw new CommandException(
                    ExitCode.OTHER, "the book of " + SYMBOL + " has only one side: " + quote.encode());
        }
        return (Decimals.parse("bid", bid) + Decimals.parse("ask", ask)) / 2;
    }
}

package tradelab.loadgen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.loadgen.run.RunProgress;
import tradelab.loadgen.run.TestRuns;
import tradelab.loadgen.run.TestRuns.Entry;

/** The load generator's part of the sample a second: what all runs under way do together. Owned by one event loop. */
final class LoadSamples {
    private final TestRuns runs;
    private Map<String, RunProgress> before = new HashMap<>();

    LoadSamples(TestRuns runs) {
        this.runs = runs;
    }

    /** Called once a second; empty when nothing runs. */
    Map<String, Double> take() {
        Map<String, Double> values = new HashMap<>();
        List<Entry> running = runs.running();
        Map<String, RunProgress> now = new HashMap<>();
        running.forEach(entry -> now.put(entry.runId(), entry.progress()));
        if (!now.isEmpty()) {
            put(values, now);
        }
        before = now;
        return Map.copyOf(values);
    }

    private void put(Map<String, Double> values, Map<String, RunProgress> now) {
        double offered = 0;
        double completed = 0;
        double errors = 0;
        double p50 = 0;
        double p99 = 0;
        double lagP99 = 0;
        for (Map.Entry<String, RunProgress> run : now.entrySet()) {
            RunProgress current = run.getValue();
            RunProgress earlier = before.getOrDefault(run.getKey(), RunProgress.NONE);
            double seconds = Math.max(1, current.elapsedSeconds() - earlier.elapsedSeconds());
            offered += (current.offered() - earlier.offered()) / seconds;
            completed += (current.completed() - earlier.completed()) / seconds;
            errors += (current.errors() - earlier.errors()) / seconds;
            IntervalResult latest = current.latest();
            p50 = Math.max(p50, latest.p50Millis());
            p99 = Math.max(p99, latest.p99Millis());
            lagP99 = Math.max(lagP99, latest.lagP99Millis());
        }
        values.put(SampleKeys.LOAD_OFFERED_PER_SECOND, offered);
        values.put(SampleKeys.LOAD_ACHIEVED_PER_SECOND, completed);
        values.put(SampleKeys.LOAD_ERRORS_PER_SECOND, errors);
        values.put(SampleKeys.LOAD_P50_MILLIS, p50);
        values.put(SampleKeys.LOAD_P99_MILLIS, p99);
        values.put(SampleKeys.LOAD_LAG_P99_MILLIS, lagP99);
    }
}

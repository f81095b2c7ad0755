package tradelab.loadgen.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.IterationResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.Latencies;
import tradelab.loadgen.engine.LoopStats;

/** Puts together what a run measured and what is thought of it. */
final class Results {
    /** Part of the environment: how long the generator could not work. */
    static final String LOST_SECONDS = "generatorLostSeconds";

    private Results() {}

    static TestResult of(
            LoadTest test,
            LoadRun.Setup setup,
            long startedEpochMillis,
            double seconds,
            LoopStats stats,
            List<IntervalResult> intervals,
            List<ThresholdResult> thresholds,
            List<StageResult> stages,
            SelfReport self,
            String stopped) {
        Figures figures = new Figures(test, stats, seconds);
        LatencyMillis response = Figures.latency(stats.response());
        LatencyMillis lag = Figures.latency(stats.lag());
        Verdict verdict = Verdict.of(new Verdict.Facts(
                stats.offered(),
                stats.dropped(),
                stats.offered() - stats.errors(),
                errors(figures.operations()),
                lag.p99(),
                response.p99(),
                thresholds,
                self.lateness(),
                self.faults(),
                stats.reasons(),
                stopped));
        return new TestResult(
                setup.runId(),
                setup.testId(),
                test.suite(),
                test.name(),
                test.target().toString(),
                startedEpochMillis,
                seconds,
                test.rate(),
                test.connections(),
                stats.offered(),
                stats.errors(),
                response,
                Figures.latency(stats.service()),
                lag,
                figures.operations(),
                intervals,
                thresholds,
                Figures.encoded(stats.response()),
                verdict.name(),
                verdict.causes(),
                environment(test, self),
                Figures.latency(stats.firstByte()),
                Figures.latency(stats.waiting()),
                stages,
                new IterationResult(stats.iterations(), stats.cut()));
    }

    private static Map<String, Long> errors(List<OperationResult> operations) {
        Map<String, Long> byKind = new TreeMap<>();
        operations.forEach(
                operation -> operation.errorsByKind().forEach((kind, count) -> byKind.merge(kind, count, Long::sum)));
        return byKind;
    }

    /** Of a test that sent nothing, because there was nowhere to. */
    static TestResult unreachable(
            LoadTest test,
            LoadRun.Setup setup,
            long startedEpochMillis,
            LoopStats nothing,
            List<ThresholdResult> thresholds) {
        return of(test, setup, startedEpochMillis, 0, nothing, List.of(), thresholds, List.of(), SelfReport.NONE, "");
    }

    private static Map<String, String> environment(LoadTest test, SelfReport self) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("testType", test.type().name());
        environment.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("heapMaxBytes", Long.toString(Runtime.getRuntime().maxMemory()));
        environment.put("clock", "System.nanoTime");
        environment.put("histogramDigits", Integer.toString(Latencies.DIGITS));
        environment.put("percentileRule", "highest equivalent value of the HdrHistogram bucket");
        environment.put("seed", Long.toString(test.seed()));
        environment.put("eventLoops", Integer.toString(test.eventLoops()));
        environment.put("timeoutMillis", Long.toString(test.timeout().toMillis()));
        environment.put("generatorProcessors", String.format(Locale.ROOT, "%.2f", self.processors()));
        environment.put("generatorAwakeSeconds", String.format(Locale.ROOT, "%.2f", self.awakeSeconds()));
        environment.put(LOST_SECONDS, String.format(Locale.ROOT, "%.3f", self.lostSeconds()));
        if (self.held() > 0) {
            environment.put("heldByCaps", Long.toString(self.held()));
        }
        if (!self.harms().isEmpty()) {
            environment.put("faults", String.join("; ", self.harms()));
        }
        if (!self.changes().isEmpty()) {
            environment.put("changes", String.join("; ", self.changes()));
        }
        environment.put("model", test.isClosedLoop() ? "closed" : "open");
        environment.put("warmUp", "none counted; the engine itself is warmed up against a responder of its own");
        return environment;
    }
}

package tradelab.report.suite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.IterationResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;

/** Results that look like those of real runs: warm-up, a stall in the middle, a long tail, some errors. Seeded. */
public final class SyntheticRuns {
    public static final Map<String, String> ENVIRONMENT = Map.of(
            "jvm", "Temurin 25.0.1+8",
            "processors", "2",
            "commit", "3541d81",
            "seed", "42",
            "os", "Linux 6.12");

    private static final long STARTED = 1_795_233_600_000L;

    private SyntheticRuns() {}

    /** A suite like the demo's that passes. */
    public static SuiteSummary passing() {
        List<TestResult> runs = List.of(
                run(
                        1,
                        "market-data-reads",
                        4_000,
                        20,
                        0.35,
                        false,
                        List.of("response.p99 < 50", "errors.ratio <= 0.001")),
                run(2, "order-storm", 600, 20, 3.5, false, List.of("response.p99 < 250", "requests.rate > 500")),
                run(3, "mix", 1_500, 15, 0.9, false, List.of("response.p99 < 100", "errors.count <= 0")));
        return new SuiteSummary("Tradelab demo", "demo-1", STARTED, 58.4, facts(true), runs, true, ENVIRONMENT);
    }

    /** The same where the order storm stalls and a ledger does not agree. */
    public static SuiteSummary failing() {
        List<TestResult> runs = List.of(
                run(
                        1,
                        "market-data-reads",
                        4_000,
                        20,
                        0.35,
                        false,
                        List.of("response.p99 < 50", "errors.ratio <= 0.001")),
                run(
                        2,
                        "order-storm",
                        600,
                        20,
                        3.5,
                        true,
                        List.of("response.p99 < 50", "requests.rate > 500", "errors.ratio <= 0.001")),
                run(3, "mix", 1_500, 15, 0.9, false, List.of("response.p99 < 100", "errors.count <= 0")));
        return new SuiteSummary("Tradelab demo", "demo-2", STARTED, 58.4, facts(false), runs, false, ENVIRONMENT);
    }

    private static List<Fact> facts(boolean ok) {
        return List.of(
                Fact.told("Market data", "frames read", "1,057,704"),
                Fact.checked("Market data", "frames unparsed", "0", true),
                Fact.checked("Market data", "crossed books", "0", true),
                Fact.told("Orders", "acknowledged", "11,942"),
                Fact.checked(
                        "Orders",
                        "acknowledged = rows = venue acceptances",
                        ok ? "11,942 = 11,942 = 11,942" : "11,942 = 11,941 = 11,942",
                        ok),
                Fact.told("Time", "ready after", "2.8 s"));
    }

    /** One run of {@code rate} requests a second with a median near {@code medianMillis}. */
    public static TestResult run(
            int number,
            String name,
            int rate,
            int seconds,
            double medianMillis,
            boolean troubled,
            List<String> thresholds) {
        Random random = new Random(number);
        Histogram all = new Histogram(3);
        List<IntervalResult> intervals = new ArrayList<>();
        long requests = 0;
        long errors = 0;
        for (int second = 0; second < seconds; second++) {
            double slow = second == 0 ? 3 : troubled && second >= 11 && second < 14 ? 22 : 1 + 0.15 * Math.sin(second);
            Histogram here = new Histogram(3);
            long failed = troubled && second >= 11 && second < 14 ? rate / 25 : 0;
            for (int i = 0; i < rate; i++) {
                double tail = random.nextInt(500) == 0 ? 6 + 20 * random.nextDouble() : 1;
                long nanos = (long) (1e6 * medianMillis * slow * tail * Math.exp(0.35 * random.nextGaussian()));
                here.recordValue(nanos);
                all.recordValue(nanos);
            }
            requests += rate;
            errors += failed;
            intervals.add(new IntervalResult(
                    second,
                    rate,
                    rate - (troubled && second == 12 ? rate / 4 : 0),
                    failed,
                    at(here, 50),
                    at(here, 90),
                    at(here, 99),
                    at(here, 100),
                    0.02 + 0.05 * random.nextDouble()));
        }
        List<ThresholdResult> judged = new ArrayList<>();
        for (String threshold : thresholds) {
            double limit = Double.parseDouble(threshold.substring(threshold.lastIndexOf(' ')));
            double measured = threshold.startsWith("response.p99")
                    ? at(all, 99)
                    : threshold.startsWith("requests.rate")
                            ? rate
                            : threshold.startsWith("errors.count") ? errors : (double) errors / requests;
            boolean lower = threshold.contains(">");
            judged.add(new ThresholdResult(threshold, measured, lower ? measured > limit : measured <= limit));
        }
        boolean passed = judged.stream().allMatch(ThresholdResult::passed);
        return new TestResult(
                "run-" + number + "-" + name,
                "test-" + name,
                "demo",
                name,
                "http://127.0.0.1:8082",
                STARTED + number * 25_000L,
                seconds,
                rate,
                32,
                requests,
                errors,
                latency(all, 1),
                latency(all, 0.97),
                new LatencyMillis(0.02, 0.015, 0.03, 0.04, 0.07, 0.4, 1.2),
                operations(name, all, requests, errors),
                intervals,
                judged,
                packed(all),
                passed ? "passed" : "failed",
                passed ? List.of() : List.of("a threshold was broken"),
                ENVIRONMENT,
                latency(all, 0.9),
                number % 2 == 0 ? null : latency(all, 0.05),
                number % 2 == 0 ? List.of() : List.of(stage("calm", 0, all), stage("burst-2", 10, all)),
                number % 2 == 0 ? null : new IterationResult(requests - 3, 3));
    }

    private static StageResult stage(String name, int fromSecond, Histogram all) {
        return new StageResult(
                name,
                fromSecond,
                10,
                all.getTotalCount(),
                all.getTotalCount() - 1,
                1,
                Map.of("timeout", 1L),
                latency(all, 1),
                latency(all, 0.97),
                latency(all, 0.05),
                latency(all, 0.01));
    }

    private static List<OperationResult> operations(String name, Histogram all, long requests, long errors) {
        return List.of(
                new OperationResult(
                        name + "-submit",
                        requests * 7 / 10,
                        errors * 9 / 10,
                        errors == 0 ? Map.of() : Map.of("status_503", errors * 8 / 10, "timeout", errors / 10),
                        latency(all, 1)),
                new OperationResult(
                        name + "-cancel",
                        requests * 2 / 10,
                        errors / 10,
                        errors == 0 ? Map.of() : Map.of("timeout", errors / 10),
                        latency(all, 1.6)),
                new OperationResult(name + "-status", requests / 10, 0, Map.of(), latency(all, 0.4)));
    }

    private static double at(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    private static LatencyMillis latency(Histogram histogram, double factor) {
        return new LatencyMillis(
                histogram.getMean() / 1e6 * factor,
                at(histogram, 50) * factor,
                at(histogram, 90) * factor,
                at(histogram, 95) * factor,
                at(histogram, 99) * factor,
                at(histogram, 99.9) * factor,
                at(histogram, 100) * factor);
    }

    /** A histogram as results carry it. */
    public static String packed(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** {@code run} with hostile text wherever text can be. */
    public static TestResult hostile(TestResult run, String payload) {
        return new TestResult(
                run.runId(),
                run.testId(),
                payload,
                payload,
                payload,
                run.startedEpochMillis(),
                run.durationSeconds(),
                run.rate(),
                run.connections(),
                run.requests(),
                run.errors() + 1,
                run.responseMillis(),
                run.serviceMillis(),
                run.lagMillis(),
                List.of(new OperationResult(payload, 10, 1, Map.of(payload, 1L), run.responseMillis())),
                run.intervals(),
                List.of(new ThresholdResult(payload, 1, false), new ThresholdResult(payload + " < 5", 9, false)),
                payload,
                payload,
                List.of(payload),
                Map.of(payload, payload),
                run.firstByteMillis(),
                run.waitMillis(),
                run.stages(),
                run.iterations());
    }
}

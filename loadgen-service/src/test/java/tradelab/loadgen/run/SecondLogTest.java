package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.Second;

class SecondLogTest {
    private static final LoadTest TEST = DefinitionReader.read("t", """
        target: http://127.0.0.1:1
        operations: [{name: read}, {name: write}]
        schedule: {shape: stages, stages: [{name: up, duration: 2s, target: 5}, {name: hold, duration: 9h, target: 5}]}
        """);
    private static final TestResult RESULT = new TestResult(
            "run-1",
            "test-1",
            "",
            "t",
            "http://127.0.0.1:1/",
            1_700_000_000_000L,
            3,
            1,
            1,
            0,
            0,
            LatencyMillis.NONE,
            LatencyMillis.NONE,
            LatencyMillis.NONE,
            List.of(),
            List.of(),
            List.of(),
            "",
            "passed",
            List.of(),
            Map.of(),
            null,
            null,
            List.of(),
            null);

    private static void read(SecondLog log, Consumer<Histogram> each) {
        try (HistogramLogReader reader =
                new HistogramLogReader(new ByteArrayInputStream(log.text(RESULT).getBytes(StandardCharsets.UTF_8)))) {
            while (reader.nextIntervalHistogram() instanceof Histogram interval) {
                each.accept(interval);
            }
        }
    }

    private static Second second(int number, long... nanosByOperation) {
        Second second = new Second(number, 2);
        for (int i = 0; i < nanosByOperation.length; i++) {
            second.response(i).record(nanosByOperation[i]);
        }
        return second;
    }

    @Test
    void hasAnIntervalForEachSecondAndOperation() {
        SecondLog log = new SecondLog(TEST);
        log.settled(0, second(0, 1_000_000));
        log.settled(1, null);
        log.settled(2, second(2, 2_000_000, 3_000_000));

        List<String> intervals = new ArrayList<>();
        read(
                log,
                interval -> intervals.add(interval.getTag() + " " + interval.getStartTimeStamp() % 1_000_000 + " to "
                        + interval.getEndTimeStamp() % 1_000_000 + ": " + interval.getMaxValue() / 1_000_000));
        assertThat(intervals)
                .containsExactly("up/read 0 to 1000: 1", "hold/read 2000 to 3000: 2", "hold/write 2000 to 3000: 3");
        log.forget();
        assertThat(log.isEmpty()).isTrue();
    }

    /** Nine hours, each second with times as wide as anything. */
    @Test
    void aLongRunMakesItCoarserAndLosesNothing() {
        SecondLog log = new SecondLog(TEST);
        Random random = new Random(5);
        Histogram all = new Histogram(3);
        int seconds = 9 * 3_600;
        for (int i = 0; i < seconds; i++) {
            Second second = new Second(i, 2);
            for (int k = 0; k < 60; k++) {
                long nanos = (long) (20_000 * Math.exp(2 * Math.abs(random.nextGaussian())));
                second.response(k % 2).record(nanos);
                all.recordValue(nanos);
            }
            log.settled(i, second);
            assertThat(log.bytes()).isLessThanOrEqualTo(SecondLog.BYTES_MAX);
        }
        Histogram told = new Histogram(3);
        Map<String, Long> ends = new TreeMap<>();
        read(log, interval -> {
            told.add(interval);
            assertThat(interval.getStartTimeStamp())
                    .isEqualTo(ends.getOrDefault(interval.getTag(), interval.getStartTimeStamp()));
            ends.put(interval.getTag(), interval.getEndTimeStamp());
        });
        assertThat(told).isEqualTo(all);
        assertThat(ends).hasSize(4).containsValue(RESULT.startedEpochMillis() + seconds * 1_000L);
    }
}

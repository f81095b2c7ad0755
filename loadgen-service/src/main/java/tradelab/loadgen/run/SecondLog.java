package tradelab.loadgen.run;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.Latencies;
import tradelab.loadgen.engine.LatencyCounts;
import tradelab.loadgen.engine.Second;
import tradelab.loadgen.engine.SecondCodec;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.schedule.Stage;

/**
 * The response times of a run by second and operation, as a log of HdrHistogram. Owned by one event loop until the run
 * has ended, and read by anyone after that.
 */
public final class SecondLog {
    /*
     * An hour of a usual operation takes 2 MiB. What goes beyond makes the log coarser, never shorter: with each new second
     * as many neighbours of the same stage are put together as it takes, from the oldest on and then again. A few at a time,
     * because the loop that does it may be one that has arrivals to start.
     */
    static final int BYTES_MAX = 2 * 1024 * 1024;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Seconds that follow each other, merged and encoded. */
    private record Span(int stage, int from, int to, Buffer merged) {}

    private final List<String> operations;
    private final List<Stage> stages;
    private final List<Span> spans = new ArrayList<>();
    private long bytes;
    private int cursor;

    SecondLog(LoadTest test) {
        this.operations = test.operations().stream().map(Operation::name).toList();
        this.stages =
                test.isClosedLoop() ? List.of(Stage.WHOLE) : test.schedule().stages();
    }

    /**
     * Takes in a second, in order.
     *
     * @param second null if nothing was intended in it
     */
    void settled(int number, @Nullable Second second) {
        if (second == null) {
            return;
        }
        Buffer encoded = SecondCodec.encode(List.of(second));
        spans.add(new Span(Stage.indexAt(stages, number * NANOS_PER_SECOND), number, number + 1, encoded));
        bytes += encoded.length();
        while (bytes > BYTES_MAX && mergeNext()) {
            // until there is room
        }
    }

    /** Returns false if no two neighbours are of the same stage. */
    private boolean mergeNext() {
        for (int tried = 0; tried < spans.size(); tried++) {
            cursor = cursor + 1 < spans.size() ? cursor : 0;
            if (cursor + 1 < spans.size() && spans.get(cursor).stage == spans.get(cursor + 1).stage) {
                merge(cursor++);
                return true;
            }
            cursor++;
        }
        return false;
    }

    private void merge(int index) {
        Span first = spans.get(index);
        Span next = spans.remove(index + 1);
        Second sum = decoded(first);
        sum.add(decoded(next));
        Buffer merged = SecondCodec.encode(List.of(sum));
        spans.set(index, new Span(first.stage, first.from, next.to, merged));
        bytes += merged.length() - first.merged.length() - next.merged.length();
    }

    private Second decoded(Span span) {
        return SecondCodec.decode(span.merged, operations.size()).getFirst();
    }

    /** Returns how much is held. */
    long bytes() {
        return bytes;
    }

    /** Lets go of everything. */
    void forget() {
        spans.clear();
        bytes = 0;
    }

    /** Returns whether there is nothing to tell. */
    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /**
     * Returns the log in HdrHistogram's format, times in nanoseconds from the intended start, each interval tagged with
     * its operation, or {@code stage/operation} if there are several stages. Takes a moment for long runs.
     */
    public String text(TestResult result) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        HistogramLogWriter log = new HistogramLogWriter(new PrintStream(text, false, StandardCharsets.UTF_8));
        log.outputLogFormatVersion();
        log.outputComment("[run " + result.runId() + ": response times in nanoseconds, from the intended start]");
        log.outputStartTime(result.startedEpochMillis());
        log.outputLegend();
        Histogram histogram = Latencies.histogram();
        double start = result.startedEpochMillis() / 1e3;
        for (Span span : spans) {
            Second second = decoded(span);
            for (int i = 0; i < operations.size(); i++) {
                LatencyCounts counts = second.response(i);
                if (counts.total() > 0) {
                    histogram.reset();
                    counts.addTo(histogram);
                    histogram.setTag(tag(span.stage, i));
                    log.outputIntervalHistogram(start + span.from, start + span.to, histogram);
                }
            }
        }
        log.close();
        return text.toString(StandardCharsets.UTF_8);
    }

    private String tag(int stage, int operation) {
        return stages.size() > 1
                ? stages.get(stage).name() + "/" + operations.get(operation)
                : operations.get(operation);
    }
}

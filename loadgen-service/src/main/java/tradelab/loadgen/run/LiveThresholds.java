package tradelab.loadgen.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.Second;
import tradelab.loadgen.schedule.Stage;
import tradelab.loadgen.threshold.Measures;
import tradelab.loadgen.threshold.Threshold;
import tradelab.loadgen.threshold.Threshold.Scope;

/**
 * Holds thresholds against the seconds of a run as they become known: those about windows and stages, and those that may
 * end it. A second belongs to the stage that it begins in. Owned by one event loop.
 */
final class LiveThresholds {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LoadTest test;
    private final Map<Part, Seen> parts = new LinkedHashMap<>();
    private final List<@Nullable Double> worst = new ArrayList<>();
    private final List<Stage> stages;

    /** What several thresholds look at together. */
    private record Part(long windowSeconds, String stage) {
        static Part of(Scope scope) {
            return new Part(scope.windowSeconds(), scope.stage());
        }
    }

    /** The seconds of a part that count now. */
    private static final class Seen {
        private final Deque<Second> window = new ArrayDeque<>();
        private LoopStats sum;
        private long seconds;

        Seen(LoopStats sum) {
            this.sum = sum;
        }
    }

    LiveThresholds(LoadTest test) {
        this.test = test;
        this.stages = test.isClosedLoop() ? List.of() : test.schedule().stages();
        for (Threshold threshold : test.thresholds()) {
            worst.add(null);
            if (!threshold.scope().isWhole() || threshold.scope().abortOnFail()) {
                var _ = parts.putIfAbsent(Part.of(threshold.scope()), new Seen(empty()));
            }
        }
    }

    private LoopStats empty() {
        return LoopStats.sumOf(test.operations().size());
    }

    /**
     * Takes in a second, in order.
     *
     * @param second null if nothing was intended in it
     * @return why the run must end; empty if it goes on
     */
    String settled(int number, @Nullable Second second) {
        parts.forEach((part, seen) -> {
            if (belongs(part, number)) {
                add(
                        part,
                        seen,
                        second == null ? new Second(number, test.operations().size()) : second);
            }
        });
        String abort = "";
        for (int i = 0; i < test.thresholds().size(); i++) {
            Threshold threshold = test.thresholds().get(i);
            Seen seen = parts.get(Part.of(threshold.scope()));
            if (seen != null && belongs(Part.of(threshold.scope()), number)) {
                abort = held(i, threshold, seen, number, abort);
            }
        }
        return abort;
    }

    private boolean belongs(Part part, int number) {
        return part.stage.isEmpty()
                || stages.get(Stage.indexAt(stages, number * NANOS_PER_SECOND))
                        .name()
                        .equals(part.stage);
    }

    private void add(Part part, Seen seen, Second second) {
        if (part.windowSeconds == 0) {
            seen.sum.add(second);
            seen.seconds++;
            return;
        }
        seen.window.addLast(second);
        if (seen.window.size() > part.windowSeconds) {
            seen.window.removeFirst();
        }
        seen.sum = empty();
        seen.window.forEach(seen.sum::add);
        seen.seconds = seen.window.size();
    }

    private String held(int index, Threshold threshold, Seen seen, int number, String abort) {
        if (seen.seconds < threshold.scope().windowSeconds() || seen.sum.offered() == 0) {
            return abort;
        }
        ThresholdResult now = threshold.judge(new Figures(test, seen.sum, seen.seconds));
        Double before = worst.get(index);
        boolean moving = threshold.scope().windowSeconds() > 0 && before != null;
        double measured = moving ? threshold.worse(before, now.measured()) : now.measured();
        worst.set(index, measured);
        boolean ends = !now.passed()
                && threshold.scope().abortOnFail()
                && number + 1 >= threshold.scope().delaySeconds();
        return ends && abort.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "aborted after %d s: %s, measured %.3f",
                        number + 1,
                        threshold.text(),
                        now.measured())
                : abort;
    }

    /** Returns the verdicts of all thresholds; {@code whole} has the figures of the whole run. */
    List<ThresholdResult> judged(Measures whole) {
        List<ThresholdResult> results = new ArrayList<>();
        for (int i = 0; i < test.thresholds().size(); i++) {
            Threshold threshold = test.thresholds().get(i);
            Double measured = threshold.scope().isWhole() ? null : worst.get(i);
            results.add(measured == null ? threshold.judge(whole) : threshold.judged(measured));
        }
        return results;
    }
}

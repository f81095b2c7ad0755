package tradelab.loadgen.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.StageResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.Second;
import tradelab.loadgen.schedule.Stage;

/**
 * What each stage of a run measured, the sum of its seconds; a second belongs to the stage that it begins in. Holds as
 * much as one second for each stage. Owned by one event loop.
 */
final class StageFigures {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int operations;
    private final List<Stage> stages;
    private final List<Second> sums = new ArrayList<>();
    private final int[] from;
    private final int[] seconds;

    StageFigures(LoadTest test) {
        List<Stage> all = test.isClosedLoop() ? List.of() : test.schedule().stages();
        this.stages = all.size() < 2 ? List.of() : all;
        this.operations = test.operations().size();
        this.from = new int[stages.size()];
        this.seconds = new int[stages.size()];
        for (int i = 0; i < stages.size(); i++) {
            sums.add(new Second(i, operations));
        }
    }

    /**
     * Takes in a second, in order.
     *
     * @param second null if nothing was intended in it
     */
    void settled(int number, @Nullable Second second) {
        if (stages.isEmpty()) {
            return;
        }
        int stage = Stage.indexAt(stages, number * NANOS_PER_SECOND);
        if (seconds[stage]++ == 0) {
            from[stage] = number;
        }
        if (second != null) {
            sums.get(stage).add(second);
        }
    }

    /** Returns the stages that a second began in; none if the schedule has only one. */
    List<StageResult> results() {
        List<StageResult> results = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            if (seconds[i] > 0) {
                results.add(result(i));
            }
        }
        return results;
    }

    private StageResult result(int stage) {
        LoopStats stats = LoopStats.sumOf(operations);
        stats.add(sums.get(stage));
        Map<String, Long> errorsByKind = new TreeMap<>();
        stats.operations()
                .forEach(operation ->
                        operation.errorsByKind().forEach((kind, count) -> errorsByKind.merge(kind, count, Long::sum)));
        return new StageResult(
                stages.get(stage).name(),
                from[stage],
                seconds[stage],
                stats.offered(),
                stats.completed(),
                stats.errors(),
                errorsByKind,
                Figures.latency(stats.response()),
                Figures.latency(stats.service()),
                Figures.latency(stats.waiting()),
                Figures.latency(stats.lag()));
    }
}

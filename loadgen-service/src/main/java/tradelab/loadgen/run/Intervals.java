package tradelab.loadgen.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.engine.Progress;
import tradelab.loadgen.engine.Second;

/** Merges the seconds of all loops and tells each, in order, once all loops have settled it. Owned by one event loop. */
final class Intervals {
    private final BiConsumer<IntervalResult, @Nullable Second> live;
    private final TreeMap<Integer, Second> open = new TreeMap<>();
    private final List<IntervalResult> settled = new ArrayList<>();
    private final int[] settledBelow;
    private int next;

    Intervals(int loops, BiConsumer<IntervalResult, @Nullable Second> live) {
        this.live = live;
        this.settledBelow = new int[loops];
    }

    List<IntervalResult> settled() {
        return settled;
    }

    void add(int loop, Progress progress) {
        for (Second second : progress.seconds()) {
            if (second.number() < next) {
                continue; // told already; a change of the schedule reached one loop late
            }
            Second before = open.putIfAbsent(second.number(), second);
            if (before != null) {
                before.add(second);
            }
        }
        settledBelow[loop] = progress.settledBelow();
        tell(Arrays.stream(settledBelow).min().orElse(0));
    }

    private void tell(int until) {
        int last = open.isEmpty() ? next : open.lastKey() + 1;
        while (next < Math.min(until, last) && settled.size() < TestResult.INTERVALS_MAX) {
            Second second = open.remove(next);
            IntervalResult interval = second == null ? Figures.quiet(next) : Figures.interval(second);
            settled.add(interval);
            next++;
            live.accept(interval, second);
        }
    }
}

package tradelab.loadgen.schedule;

import java.util.List;
import tradelab.contracts.Require;

/**
 * A named part of a schedule, until the next one begins. Results are split by it.
 *
 * @param name 1 to 64 letters, digits, {@code _ . -}
 * @param fromNanos since the test began
 */
public record Stage(String name, long fromNanos) {
    /** The only stage of a schedule that has none. */
    public static final Stage WHOLE = new Stage("all", 0);
    /** Each stage has histograms of its own. */
    public static final int STAGES_MAX = 100;

    public Stage {
        name = Require.id("stage", name);
        var _ = Require.range("stage.from", fromNanos, 0, Long.MAX_VALUE);
    }

    /** Returns the index of the stage that {@code nanos} lies in. */
    public static int indexAt(List<Stage> stages, long nanos) {
        int index = 0;
        while (index + 1 < stages.size() && stages.get(index + 1).fromNanos() <= nanos) {
            index++;
        }
        return index;
    }
}

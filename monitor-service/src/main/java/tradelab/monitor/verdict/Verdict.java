package tradelab.monitor.verdict;

import java.util.List;

/**
 * How the suite is.
 *
 * @param level the worst of the reasons; healthy without any
 * @param summary one sentence
 * @param reasons the worst first
 */
public record Verdict(Level level, String summary, List<Reason> reasons) {

    public Verdict {
        reasons = List.copyOf(reasons);
    }
}

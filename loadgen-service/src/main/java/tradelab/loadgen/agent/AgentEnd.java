package tradelab.loadgen.agent;

import java.util.List;
import tradelab.loadgen.run.SelfReport;

/**
 * What an agent says with its last report, beside what it measured.
 *
 * @param self about itself
 * @param reasons what connections failed with
 * @param lastEndNanos when its last arrival ended, in nanoseconds of the test
 */
record AgentEnd(SelfReport self, List<String> reasons, long lastEndNanos) {
    AgentEnd {
        reasons = List.copyOf(reasons);
    }
}

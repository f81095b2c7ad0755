package tradelab.loadgen.agent;

import java.util.HashMap;
import java.util.Map;
import tradelab.contracts.loadgen.AgentReport;

/**
 * Takes each numbered report of each agent once and in order, however often and in whatever order they come: what is
 * early comes again, because it is not acknowledged. Pure bookkeeping.
 */
final class Deltas {
    private final Map<String, Long> taken = new HashMap<>();

    /** Returns whether this is the next one of its agent; it is not the next one a second time. */
    boolean takes(AgentReport report) {
        long before = taken.getOrDefault(report.agentId(), 0L);
        if (report.sequence() != before + 1) {
            return false;
        }
        taken.put(report.agentId(), report.sequence());
        return true;
    }

    /** Returns the last one taken, by agent. */
    Map<String, Long> acknowledged() {
        return Map.copyOf(taken);
    }
}

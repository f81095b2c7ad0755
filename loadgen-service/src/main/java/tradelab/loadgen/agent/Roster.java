package tradelab.loadgen.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.AgentReport;

/** Who takes part in a run, with which share, and when each was last heard of. Pure bookkeeping, owned by one event loop. */
final class Roster {
    private final Set<String> found = new TreeSet<>();
    private final Set<String> ready = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Long> heardNanos = new HashMap<>();
    private List<String> chosen = List.of();
    private Shares shares = new Shares(List.of());

    /** @param nowNanos of the controller's clock, here as everywhere */
    void heard(AgentReport report, long nowNanos) {
        heardNanos.computeIfPresent(report.agentId(), (_, before) -> Math.max(before, nowNanos));
        switch (report.kind()) {
            case HERE -> found.add(report.agentId());
            case READY -> ready.add(report.agentId());
            case ALIVE, REFUSED, DELTA, ENDED, FOLLOWS, NEEDS -> {
                // heard of, that is all
            }
        }
    }

    int found() {
        return found.size();
    }

    /** Gives the first of those who were found a share each. */
    List<String> choose(int agents) {
        chosen = found.stream().limit(agents).toList();
        shares = new Shares(chosen);
        return chosen;
    }

    /** Returns who began, lost since or not. */
    List<String> chosen() {
        return chosen;
    }

    int ready() {
        return ready.size();
    }

    boolean isReady() {
        return ready.containsAll(chosen);
    }

    /** Nobody counts as silent before this. */
    void begin(long nanos) {
        chosen.forEach(agent -> heardNanos.put(agent, nanos));
    }

    List<String> members() {
        return shares.members();
    }

    long silentNanos(String agent, long nowNanos) {
        return nowNanos - heardNanos.getOrDefault(agent, 0L);
    }

    /** Returns the members who have more to report and were silent for longer than this. */
    List<String> silent(long nanosMax, long nowNanos) {
        return members().stream()
                .filter(agent -> !ended.contains(agent) && silentNanos(agent, nowNanos) > nanosMax)
                .toList();
    }

    /**
     * Refuses what needs all members.
     *
     * @throws ServiceException if one was silent for longer than this
     */
    void requireHeard(long nanosMax, long nowNanos) {
        for (String agent : silent(nanosMax, nowNanos)) {
            throw new ServiceException(
                    FailureKind.UNAVAILABLE,
                    "agent " + agent + " was silent for " + silentNanos(agent, nowNanos) / 1_000_000
                            + " ms: nothing was changed");
        }
    }

    List<Shares.Share> sharesOf(String agent) {
        return shares.of(agent);
    }

    /** Divides the share of a lost member among those who are left. */
    List<Shares.Adoption> without(String lost) {
        return shares.without(lost);
    }

    void ended(String agent) {
        ended.add(agent);
    }

    boolean hasAnyEnded() {
        return !ended.isEmpty();
    }

    boolean isOver() {
        return ended.containsAll(members());
    }
}

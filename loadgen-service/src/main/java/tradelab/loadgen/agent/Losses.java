package tradelab.loadgen.agent;

import java.util.List;
import java.util.Locale;
import tradelab.loadgen.schedule.Schedule;

/** What a result says of agents that were lost. Pure. */
final class Losses {
    private Losses() {}

    /** Returns how many arrivals of these shares are intended before a moment of the test. */
    static long due(Schedule schedule, List<Shares.Share> shares, long nanos) {
        long before = schedule.countBefore(nanos);
        return shares.stream()
                .mapToLong(share -> Math.max(0, Math.ceilDiv(before - share.index(), share.of())))
                .sum();
    }

    /** @param unaccounted arrivals of its share that it may have sent or not */
    static String takenOver(String agent, long heardNanos, long takeoverNanos, int others, long unaccounted) {
        return String.format(
                Locale.ROOT,
                "agent %s was lost: last heard of at %.3f s, its share taken over by %d others from %.3f s;"
                        + " %d of its arrivals are unaccounted for",
                agent,
                heardNanos / 1e9,
                others,
                takeoverNanos / 1e9,
                unaccounted);
    }

    static String atTheEnd(String agent, long heardNanos) {
        return String.format(
                Locale.ROOT, "agent %s was lost while the run ended: last heard of at %.3f s", agent, heardNanos / 1e9);
    }
}

package tradelab.venue.taiwan.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradelab.venue.taiwan.exchange.TaiwanArrival.Operation;

/** Remembers the last arrivals; the oldest give way. The truth for tests. Not thread-safe. */
public final class TaiwanLedger {
    /** How many entries one page holds at most. */
    public static final int PAGE_MAX = 10_000;

    /**
     * The ledger in numbers.
     *
     * @param submits orders that arrived
     * @param acceptances of them
     * @param repeatedClientOrderIds accepted more than once in an account, among the entries that are retained
     */
    public record Summary(
            long arrivals,
            long submits,
            long acceptances,
            long refusals,
            long amendments,
            long cancels,
            long distinctClientOrderIds,
            long repeatedClientOrderIds,
            long retained) {}

    private final int entriesMax;
    private final ArrayDeque<TaiwanArrival> entries = new ArrayDeque<>();
    private long arrivals;
    private long submits;
    private long acceptances;
    private long amendments;
    private long cancels;

    public TaiwanLedger(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    long nextSequence() {
        return arrivals + 1;
    }

    void record(TaiwanArrival arrival) {
        arrivals++;
        boolean accepted = arrival.refusal() == null;
        switch (arrival.operation()) {
            case SUBMIT -> {
                submits++;
                acceptances += accepted ? 1 : 0;
            }
            case AMEND -> amendments++;
            case CANCEL -> cancels++;
            case HALT, RELEASE, REGIME -> {}
        }
        entries.add(arrival);
        if (entries.size() > entriesMax) {
            TaiwanArrival _ = entries.remove();
        }
    }

    public long submits() {
        return submits;
    }

    public long acceptances() {
        return acceptances;
    }

    public long arrivals() {
        return arrivals;
    }

    /** Returns at most {@code limit} entries with a sequence above {@code after}, oldest first. */
    public List<TaiwanArrival> page(long after, int limit) {
        List<TaiwanArrival> page = new ArrayList<>();
        long first = arrivals - entries.size() + 1;
        long skip = Math.max(0, after + 1 - first);
        int max = Math.min(limit, PAGE_MAX);
        if (skip < entries.size()) {
            entries.stream().skip(skip).limit(max).forEach(page::add);
        }
        return page;
    }

    /** Counts; walks all that is retained. */
    public Summary summary() {
        Map<String, Integer> accepted = new HashMap<>();
        for (TaiwanArrival each : entries) {
            if (each.operation() == Operation.SUBMIT && each.refusal() == null) {
                Integer _ = accepted.merge(each.account() + ' ' + each.clientOrderId(), 1, Integer::sum);
            }
        }
        long repeated = accepted.values().stream().filter(count -> count > 1).count();
        return new Summary(
                arrivals,
                submits,
                acceptances,
                submits - acceptances,
                amendments,
                cancels,
                accepted.size(),
                repeated,
                entries.size());
    }
}

package tradelab.venue.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What arrived for orders of accounts and what became of them, in one sequence: a ring, the oldest give way. Not
 * thread-safe.
 */
public final class OrderHistory {
    /** How many entries one page holds at most. */
    public static final int PAGE_MAX = 10_000;

    /** What happened. The first three arrive, accepted or refused; the others follow from them. */
    public enum Kind {
        NEW,
        CANCEL,
        AMEND,
        EXECUTION,
        CLOSE
    }

    /**
     * One thing that happened to one order.
     *
     * @param sequence counts from 1
     * @param call what brought it, 0 if nothing did
     * @param cid the client's id; 0 if none, or if the order that is meant is not open
     * @param orderId the venue's id; 0 if none
     * @param tradeId of an execution, 0 otherwise
     * @param amount signed, times 10^8: of a new order, an amendment or an execution its own, otherwise what was left
     * @param price times 10^8
     * @param refusal null if accepted, otherwise the text that the client got
     */
    public record Entry(
            long sequence,
            long atMillis,
            Kind kind,
            long call,
            String account,
            String symbol,
            long cid,
            long orderId,
            long tradeId,
            long amount,
            long price,
            @Nullable String refusal) {}

    private final @Nullable Entry[] ring;
    private final LongSupplier call;
    private long last;

    /**
     * @param entriesMax how many are remembered, about 100 bytes each
     * @param call the number of the call that is being executed, 0 if none is
     */
    public OrderHistory(int entriesMax, LongSupplier call) {
        if (entriesMax < 1) {
            throw new IllegalArgumentException("history-entries-max: expected at least 1, got " + entriesMax);
        }
        this.ring = new @Nullable Entry[entriesMax];
        this.call = call;
    }

    /** Writes down what happened. */
    public void add(
            Kind kind,
            long atMillis,
            String account,
            String symbol,
            long cid,
            long orderId,
            long tradeId,
            long amount,
            long price,
            @Nullable String refusal) {
        last++;
        ring[(int) (last % ring.length)] = new Entry(
                last, atMillis, kind, call.getAsLong(), account, symbol, cid, orderId, tradeId, amount, price, refusal);
    }

    /** Returns the sequence of the oldest entry that is remembered; 1 as long as none has given way. */
    public long oldest() {
        return Math.max(1, last - ring.length + 1);
    }

    /** Returns at most {@code limit} entries with a sequence above {@code after}, oldest first. */
    public List<Entry> page(long after, int limit) {
        List<Entry> page = new ArrayList<>();
        for (long i = Math.max(after + 1, oldest()); i <= last && page.size() < Math.min(limit, PAGE_MAX); i++) {
            Entry entry = ring[(int) (i % ring.length)];
            if (entry != null) {
                page.add(entry);
            }
        }
        return page;
    }
}

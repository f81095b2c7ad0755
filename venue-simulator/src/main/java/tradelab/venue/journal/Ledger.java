package tradelab.venue.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last arrivals. Not thread-safe.
 *
 * <p>About 80 bytes an entry; the oldest give way in blocks when there are more than the limit.
 */
public final class Ledger {
    /** How many entries one page holds at most. */
    public static final int PAGE_MAX = 10_000;

    private static final int BLOCK = 4096;

    /** Entries in columns: a million of them are a few hundred objects. */
    private static final class Block {
        final long[] receivedMillis = new long[BLOCK];
        final long[] orderId = new long[BLOCK];
        final long[] cid = new long[BLOCK];
        final long[] gid = new long[BLOCK];
        final long[] amount = new long[BLOCK];
        final long[] price = new long[BLOCK];
        final @Nullable String[] account = new @Nullable String[BLOCK];
        final @Nullable String[] symbol = new @Nullable String[BLOCK];
        final @Nullable String[] refusal = new @Nullable String[BLOCK];
        final long first;
        int size;

        Block(long first) {
            this.first = first;
        }

        Arrival get(int i) {
            return new Arrival(
                    first + i,
                    receivedMillis[i],
                    orderId[i],
                    cid[i],
                    gid[i],
                    String.valueOf(account[i]),
                    String.valueOf(symbol[i]),
                    amount[i],
                    price[i],
                    refusal[i]);
        }
    }

    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private final int entriesMax;
    private long arrivals;
    private long acceptances;
    private long retained;

    public Ledger(int entriesMax) {
        if (entriesMax < 1) {
            throw new IllegalArgumentException("ledgerEntriesMax: expected at least 1, got " + entriesMax);
        }
        this.entriesMax = entriesMax;
    }

    /** Writes an arrival down; {@code refusal} is null if it was accepted as {@code orderId}. */
    public void add(
            long receivedMillis,
            long orderId,
            long cid,
            long gid,
            String account,
            String symbol,
            long amount,
            long price,
            @Nullable String refusal) {
        Block block = blocks.peekLast();
        if (block == null || block.size == BLOCK) {
            block = new Block(arrivals + 1);
            blocks.addLast(block);
        }
        int i = block.size++;
        block.receivedMillis[i] = receivedMillis;
        block.orderId[i] = orderId;
        block.cid[i] = cid;
        block.gid[i] = gid;
        block.account[i] = account;
        block.symbol[i] = symbol;
        block.amount[i] = amount;
        block.price[i] = price;
        block.refusal[i] = refusal;
        arrivals++;
        retained++;
        if (refusal == null) {
            acceptances++;
        }
        if (retained - BLOCK >= entriesMax) {
            retained -= blocks.removeFirst().size;
        }
    }

    /** Returns how many orders arrived. */
    public long arrivals() {
        return arrivals;
    }

    /** Returns how many of them were accepted. */
    public long acceptances() {
        return acceptances;
    }

    /** Returns at most {@code limit} entries with a sequence above {@code after}, oldest first. */
    public List<Arrival> page(long after, int limit) {
        List<Arrival> page = new ArrayList<>();
        int max = Math.min(limit, PAGE_MAX);
        for (Iterator<Block> each = blocks.iterator(); each.hasNext() && page.size() < max; ) {
            Block block = each.next();
            for (int i = (int) Math.max(0, Math.min(after + 1 - block.first, block.size));
                    i < block.size && page.size() < max;
                    i++) {
                page.add(block.get(i));
            }
        }
        return page;
    }

    /** Returns a copy of what the summary is counted from, so that counting may happen on another thread. */
    public Snapshot snapshot() {
        long[] cids = new long[(int) retained];
        int size = 0;
        for (Block block : blocks) {
            for (int i = 0; i < block.size; i++) {
                if (block.refusal[i] == null && block.cid[i] != 0) {
                    cids[size++] = block.cid[i];
                }
            }
        }
        return new Snapshot(arrivals, acceptances, retained, Arrays.copyOf(cids, size));
    }

    /** Counters, and the client ids of the retained acceptances. */
    public static final class Snapshot {
        private final long arrivals;
        private final long acceptances;
        private final long retained;
        private final long[] cids;

        Snapshot(long arrivals, long acceptances, long retained, long[] cids) {
            this.arrivals = arrivals;
            this.acceptances = acceptances;
            this.retained = retained;
            this.cids = cids;
        }

        /** Counts; takes a moment for a million entries. */
        public LedgerSummary count() {
            Arrays.sort(cids);
            long distinct = 0;
            long repeated = 0;
            for (int i = 0; i < cids.length; ) {
                int end = i;
                while (end < cids.length && cids[end] == cids[i]) {
                    end++;
                }
                distinct++;
                repeated += end - i > 1 ? 1 : 0;
                i = end;
            }
            return new LedgerSummary(arrivals, acceptances, arrivals - acceptances, distinct, repeated, retained);
        }
    }
}

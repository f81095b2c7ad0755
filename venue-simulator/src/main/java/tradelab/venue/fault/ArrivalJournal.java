package tradelab.venue.fault;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last arrivals of all kinds, refused ones too: a ring, the oldest give way. Not thread-safe. */
public final class ArrivalJournal {
    /** How many entries one page holds at most. */
    public static final int PAGE_MAX = 10_000;

    private final @Nullable Visit[] ring;
    private long last;

    public ArrivalJournal(int entriesMax) {
        if (entriesMax < 1) {
            throw new IllegalArgumentException("arrivals-max: expected at least 1, got " + entriesMax);
        }
        ring = new @Nullable Visit[entriesMax];
    }

    /** Writes an arrival down; the visit goes on telling what becomes of it. */
    Visit add(Occasion occasion, long nowMillis) {
        Visit visit = new Visit(++last, nowMillis, occasion);
        ring[(int) (last % ring.length)] = visit;
        return visit;
    }

    /** Returns how many arrived. */
    public long arrivals() {
        return last;
    }

    /** Returns at most {@code limit} entries with a sequence above {@code after}, oldest first. */
    public List<ArrivalEntry> page(long after, int limit) {
        List<ArrivalEntry> page = new ArrayList<>();
        long first = Math.max(after + 1, last - ring.length + 1);
        for (long i = Math.max(1, first); i <= last && page.size() < Math.min(limit, PAGE_MAX); i++) {
            Visit visit = ring[(int) (i % ring.length)];
            if (visit != null) {
                page.add(visit.entry());
            }
        }
        return page;
    }
}

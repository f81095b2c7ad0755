package tradelab.venue.taiwan.exchange;

import java.util.ArrayList;
import java.util.List;

/** The last entries of a numbered series, in a ring that grows up to its bound. Not thread-safe. */
final class Recent<T> {
    private static final int FIRST = 16;

    private final int max;
    private Object[] ring = new Object[FIRST];
    private long count;

    Recent(int max) {
        this.max = Math.max(FIRST, max);
    }

    /** Adds the entry numbered {@code count() + 1}; beyond the bound the oldest gives way. */
    void add(T entry) {
        if (count == ring.length && ring.length < max) {
            ring = java.util.Arrays.copyOf(ring, Math.min(max, ring.length * 2));
        }
        ring[(int) (count % ring.length)] = entry;
        count++;
    }

    long count() {
        return count;
    }

    /** Returns at most {@code limit} entries with a number above {@code after}, oldest first. */
    @SuppressWarnings("unchecked") // only add() writes
    List<T> after(long after, int limit) {
        List<T> entries = new ArrayList<>();
        for (long at = Math.max(after, count - ring.length); at < count && entries.size() < limit; at++) {
            entries.add((T) ring[(int) (at % ring.length)]);
        }
        return entries;
    }
}

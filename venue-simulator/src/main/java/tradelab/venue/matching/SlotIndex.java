package tradelab.venue.matching;

/** Finds a slot by its key, which is never 0. Open addressing with linear probing; allocates only when it grows. */
final class SlotIndex {
    static final int ABSENT = -1;
    private static final int CAPACITY = 64;

    /** Places for each key: half of them stay empty, so probes are short. */
    private static final double PLACES = 2;

    /** Key and slot side by side: an entry is read with one access to memory. A key of 0 is an empty place. */
    private long[] entries;

    private int mask;
    private int full;
    private int size;

    /** @param expected how many keys it takes before it grows, at least */
    SlotIndex(int expected) {
        room(Math.max(CAPACITY, Integer.highestOneBit(Math.max(1, (int) Math.ceil(expected * PLACES) - 1)) << 1));
    }

    private void room(int places) {
        entries = new long[Math.multiplyExact(places, 2)];
        mask = places - 1;
        full = places / 2;
    }

    int get(long key) {
        long[] table = entries;
        for (int i = home(key); table[2 * i] != 0; i = (i + 1) & mask) {
            if (table[2 * i] == key) {
                return (int) table[2 * i + 1];
            }
        }
        return ABSENT;
    }

    /** {@code key} must be absent. */
    void put(long key, int slot) {
        if (size == full) {
            grow();
        }
        int i = home(key);
        while (entries[2 * i] != 0) {
            i = (i + 1) & mask;
        }
        entries[2 * i] = key;
        entries[2 * i + 1] = slot;
        size++;
    }

    /** Removes {@code key}, which must be there, and closes the gap: no tombstones, so probes stay short. */
    void remove(long key) {
        long[] table = entries;
        int gap = home(key);
        while (table[2 * gap] != key) {
            gap = (gap + 1) & mask;
        }
        for (int i = (gap + 1) & mask; table[2 * i] != 0; i = (i + 1) & mask) {
            int home = home(table[2 * i]);
            boolean mayMove = gap <= i ? home <= gap || home > i : home <= gap && home > i;
            if (mayMove) {
                table[2 * gap] = table[2 * i];
                table[2 * gap + 1] = table[2 * i + 1];
                gap = i;
            }
        }
        table[2 * gap] = 0;
        size--;
    }

    private int home(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    }

    private void grow() {
        long[] old = entries;
        room(old.length);
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                put(old[i], (int) old[i + 1]);
            }
        }
    }
}

package tradelab.venue.matching;

import java.util.Arrays;

/** Finds an order's slot by its id. Open addressing with linear probing; allocates only when it grows. */
final class OrderIndex {
    static final int ABSENT = -1;

    private long[] keys;
    private int[] slots;
    private int size;
    private int mask;

    OrderIndex(int capacity) {
        int length = Integer.highestOneBit(Math.max(capacity, 8) * 2 - 1) * 2;
        keys = new long[length];
        slots = new int[length];
        mask = length - 1;
    }

    int get(long key) {
        for (int i = start(key); keys[i] != 0; i = (i + 1) & mask) {
            if (keys[i] == key) {
                return slots[i];
            }
        }
        return ABSENT;
    }

    /** {@code key} must be absent. */
    void put(long key, int slot) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int i = start(key);
        while (keys[i] != 0) {
            i = (i + 1) & mask;
        }
        keys[i] = key;
        slots[i] = slot;
        size++;
    }

    /** Removes {@code key}, which must be there, and closes the gap: no tombstones, so probes stay short. */
    void remove(long key) {
        int gap = start(key);
        while (keys[gap] != key) {
            gap = (gap + 1) & mask;
        }
        for (int i = (gap + 1) & mask; keys[i] != 0; i = (i + 1) & mask) {
            int home = start(keys[i]);
            boolean mayMove = gap <= i ? home <= gap || home > i : home <= gap && home > i;
            if (mayMove) {
                keys[gap] = keys[i];
                slots[gap] = slots[i];
                gap = i;
            }
        }
        keys[gap] = 0;
        size--;
    }

    private int start(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldSlots = slots;
        keys = new long[Math.multiplyExact(oldKeys.length, 2)];
        slots = new int[keys.length];
        mask = keys.length - 1;
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                put(oldKeys[i], oldSlots[i]);
            }
        }
        Arrays.fill(oldKeys, 0);
    }
}

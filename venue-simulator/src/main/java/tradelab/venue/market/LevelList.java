package tradelab.venue.market;

import java.util.Arrays;

/** Levels of one side in sorted arrays, the best at the end. Allocates only when it grows. */
final class LevelList {
    private final boolean bids;
    private long[] keys = new long[256]; // prices of bids, negated prices of asks: higher is better on both sides
    private long[] amounts = new long[256];
    private int[] counts = new int[256];
    private int size;

    LevelList(boolean bids) {
        this.bids = bids;
    }

    int size() {
        return size;
    }

    long price(int index) {
        long key = keys[size - 1 - index];
        return bids ? key : -key;
    }

    long amount(int index) {
        return amounts[size - 1 - index];
    }

    int count(int index) {
        return counts[size - 1 - index];
    }

    void clear() {
        size = 0;
    }

    /** Sets a level; {@code count} 0 removes it if it is there. */
    void set(long price, int count, long amount) {
        long key = bids ? price : -price;
        int at = Arrays.binarySearch(keys, 0, size, key);
        if (count == 0) {
            if (at >= 0) {
                shift(at + 1, at, size - at - 1);
                size--;
            }
            return;
        }
        if (at < 0) {
            at = -at - 1;
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                amounts = Arrays.copyOf(amounts, size * 2);
                counts = Arrays.copyOf(counts, size * 2);
            }
            shift(at, at + 1, size - at);
            size++;
            keys[at] = key;
        }
        amounts[at] = amount;
        counts[at] = count;
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(keys, from, keys, to, length);
        System.arraycopy(amounts, from, amounts, to, length);
        System.arraycopy(counts, from, counts, to, length);
    }
}

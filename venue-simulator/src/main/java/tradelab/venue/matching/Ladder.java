package tradelab.venue.matching;

import java.util.Arrays;

/**
 * The price levels of one side, each a queue of orders by arrival.
 *
 * <p>Not thread-safe. Allocates only when it grows.
 */
final class Ladder {
    /*
     * Keys are prices for bids and negated prices for asks, so that on both sides a higher key is a better price. They
     * are kept sorted in one array with the best at the END: books change near the best price, so an insertion or a
     * removal moves few elements, and taking the best level away moves none. levels[i] is the slot of the level whose
     * key is keys[i]; slots are recycled through a free list threaded through head[].
     */

    static final int NONE = -1;
    private static final int CAPACITY = 64;

    final boolean bids;
    private long[] keys = new long[CAPACITY];
    private int[] levels = new int[CAPACITY];
    private int size;

    long[] amount = new long[CAPACITY];
    int[] count = new int[CAPACITY];
    int[] head = new int[CAPACITY];
    int[] tail = new int[CAPACITY];
    private int free = NONE;
    private int slotsUsed;

    Ladder(boolean bids) {
        this.bids = bids;
    }

    int size() {
        return size;
    }

    long key(long price) {
        return bids ? price : -price;
    }

    /** Returns the slot of the level {@code index} places behind the best. */
    int level(int index) {
        return levels[size - 1 - index];
    }

    /** Returns how good the level {@code index} places behind the best is: higher is better, on both sides. */
    long keyAt(int index) {
        return keys[size - 1 - index];
    }

    /** Returns the price of the level {@code index} places behind the best. */
    long price(int index) {
        long key = keys[size - 1 - index];
        return bids ? key : -key;
    }

    /** Returns whether the level {@code index} places behind the best trades with an order limited to {@code price}. */
    boolean crosses(int index, long price) {
        return keys[size - 1 - index] >= key(price);
    }

    /** Returns the level of {@code price}, made if it is not there. */
    int levelAt(long price) {
        long key = key(price);
        int at = search(key);
        if (at >= 0) {
            return levels[at];
        }
        at = -at - 1;
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            levels = Arrays.copyOf(levels, size * 2);
        }
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(levels, at, levels, at + 1, size - at);
        size++;
        keys[at] = key;
        levels[at] = allocate();
        return levels[at];
    }

    /** Removes the empty level of {@code price}. */
    void remove(long price) {
        int at = search(key(price));
        int level = levels[at];
        size--;
        System.arraycopy(keys, at + 1, keys, at, size - at);
        System.arraycopy(levels, at + 1, levels, at, size - at);
        head[level] = free;
        free = level;
    }

    private int search(long key) {
        // Near the best first: most changes happen within a few levels of it.
        for (int i = size - 1, end = Math.max(0, size - 8); i >= end; i--) {
            if (keys[i] == key) {
                return i;
            }
            if (keys[i] < key) {
                return -(i + 1) - 1;
            }
        }
        return Arrays.binarySearch(keys, 0, Math.max(0, size - 8), key);
    }

    private int allocate() {
        int level = free;
        if (level != NONE) {
            free = head[level];
        } else {
            level = slotsUsed++;
            if (level == head.length) {
                amount = Arrays.copyOf(amount, level * 2);
                count = Arrays.copyOf(count, level * 2);
                head = Arrays.copyOf(head, level * 2);
                tail = Arrays.copyOf(tail, level * 2);
            }
        }
        amount[level] = 0;
        count[level] = 0;
        head[level] = NONE;
        tail[level] = NONE;
        return level;
    }
}

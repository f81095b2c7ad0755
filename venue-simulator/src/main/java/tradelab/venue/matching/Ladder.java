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
     * are kept sorted in one array with the best at the END: books change near the best price, so an insertion moves
     * few elements. slots[i] is the slot of the level whose key is keys[i]; a level is four neighbouring longs.
     *
     * A level that lost its last order stays where it is, empty, because the next order often comes back to its price:
     * then nothing moves at all. Empty levels go when they are at the best end, so the last one is never empty, and when
     * the arrays are full and half of them is empty.
     */

    static final int NONE = -1;
    private static final int SHIFT = 2;
    private static final int AMOUNT = 0;
    private static final int COUNT = 1;
    private static final int HEAD = 2;
    private static final int TAIL = 3;

    private final boolean bids;
    private long[] keys;
    private int[] slots;
    private int size;
    private int living;
    private final SlotIndex byPrice;

    /** The level shown last, {@code shownIndex} living ones behind the best; -1 after a change. */
    private int shown;

    private int shownIndex = -1;

    private long[] levels;
    private int free = NONE;
    private int used;

    /** @param expected how many levels it takes before it grows */
    Ladder(boolean bids, int expected) {
        this.bids = bids;
        this.keys = new long[expected];
        this.slots = new int[expected];
        this.levels = new long[Math.multiplyExact(expected, 1 << SHIFT)];
        this.byPrice = new SlotIndex(expected);
    }

    int size() {
        return living;
    }

    private long key(long price) {
        return bids ? price : -price;
    }

    /** Returns the slot of the level {@code index} places behind the best. Constant time when asked in order. */
    int level(int index) {
        return slots[position(index)];
    }

    /** Returns how good the level {@code index} places behind the best is: higher is better, on both sides. */
    long keyAt(int index) {
        return keys[position(index)];
    }

    /** Returns the price of the level {@code index} places behind the best. Constant time when asked in order. */
    long price(int index) {
        return key(keys[position(index)]);
    }

    int best() {
        return slots[size - 1];
    }

    /** Returns whether the best level trades with an order limited to {@code price}. */
    boolean crosses(long price) {
        return size > 0 && keys[size - 1] >= key(price);
    }

    /** Returns whether the level {@code index} places behind the best trades with an order limited to {@code price}. */
    boolean crosses(int index, long price) {
        return keys[position(index)] >= key(price);
    }

    private int position(int index) {
        if (shownIndex < 0 || index < shownIndex) {
            shown = size - 1;
            shownIndex = 0;
        }
        while (shownIndex < index) {
            shown--;
            if (count(slots[shown]) > 0) {
                shownIndex++;
            }
        }
        return shown;
    }

    long amount(int level) {
        return levels[(level << SHIFT) + AMOUNT];
    }

    int count(int level) {
        return (int) levels[(level << SHIFT) + COUNT];
    }

    int head(int level) {
        return (int) levels[(level << SHIFT) + HEAD];
    }

    int tail(int level) {
        return (int) levels[(level << SHIFT) + TAIL];
    }

    void head(int level, int order) {
        levels[(level << SHIFT) + HEAD] = order;
    }

    void tail(int level, int order) {
        levels[(level << SHIFT) + TAIL] = order;
    }

    void reduce(int level, long amount) {
        levels[(level << SHIFT) + AMOUNT] -= amount;
    }

    /** Counts an order that joined the level at its end. */
    void joined(int level, int order, long amount) {
        int at = level << SHIFT;
        levels[at + AMOUNT] = Math.addExact(levels[at + AMOUNT], amount);
        if (levels[at + COUNT]++ == 0) {
            levels[at + HEAD] = order;
            living++;
            shownIndex = -1;
        }
        levels[at + TAIL] = order;
    }

    /** Counts an order that left the level. */
    void left(int level, long amount) {
        int at = level << SHIFT;
        levels[at + AMOUNT] -= amount;
        if (--levels[at + COUNT] == 0) {
            living--;
            shownIndex = -1;
            trim();
        }
    }

    /** Returns the level of {@code price}, made if it is not there: {@link #joined} must follow. */
    int levelAt(long price) {
        int known = byPrice.get(price);
        if (known != SlotIndex.ABSENT) {
            return known;
        }
        if (size == keys.length) {
            makeRoom();
        }
        long key = key(price);
        int at = above(key);
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(slots, at, slots, at + 1, size - at);
        size++;
        keys[at] = key;
        slots[at] = allocate();
        byPrice.put(price, slots[at]);
        return slots[at];
    }

    private void trim() {
        while (size > 0 && count(slots[size - 1]) == 0) {
            size--;
            release(size);
        }
    }

    private void makeRoom() {
        if (living > size / 2) {
            keys = Arrays.copyOf(keys, size * 2);
            slots = Arrays.copyOf(slots, size * 2);
            return;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (count(slots[i]) == 0) {
                release(i);
            } else {
                keys[kept] = keys[i];
                slots[kept++] = slots[i];
            }
        }
        size = kept;
    }

    private void release(int position) {
        int level = slots[position];
        byPrice.remove(key(keys[position]));
        head(level, free);
        free = level;
    }

    /** Returns where the first key above {@code key} is: the halving has no branch that could be guessed wrong. */
    private int above(long key) {
        long[] sorted = keys;
        int from = 0;
        int length = size;
        if (length == 0 || key >= sorted[length - 1]) {
            return length;
        }
        while (length > 1) {
            int half = length >>> 1;
            from += sorted[from + half - 1] <= key ? half : 0;
            length -= half;
        }
        return from + (sorted[from] <= key ? 1 : 0);
    }

    private int allocate() {
        int level = free;
        if (level != NONE) {
            free = head(level);
        } else {
            level = used++;
            if (level << SHIFT == levels.length) {
                levels = Arrays.copyOf(levels, levels.length * 2);
            }
        }
        int at = level << SHIFT;
        levels[at + AMOUNT] = 0;
        levels[at + COUNT] = 0;
        levels[at + HEAD] = NONE;
        levels[at + TAIL] = NONE;
        return level;
    }
}

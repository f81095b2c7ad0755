package tradelab.venue.matching;

import java.util.Arrays;

/** Orders in the book as parallel arrays; a slot is an order. Slots are recycled; allocates only when it grows. */
final class OrderPool {
    static final int NONE = -1;
    private static final int CAPACITY = 1024;

    long[] id = new long[CAPACITY];
    long[] price = new long[CAPACITY];
    long[] remaining = new long[CAPACITY];
    int[] owner = new int[CAPACITY];
    int[] level = new int[CAPACITY];
    int[] next = new int[CAPACITY];
    int[] previous = new int[CAPACITY];
    boolean[] bid = new boolean[CAPACITY];
    byte[] options = new byte[CAPACITY];
    private int free = NONE;
    private int used;
    private int size;

    int size() {
        return size;
    }

    int allocate() {
        size++;
        if (free != NONE) {
            int slot = free;
            free = next[slot];
            return slot;
        }
        if (used == id.length) {
            grow(used * 2);
        }
        return used++;
    }

    void release(int slot) {
        size--;
        next[slot] = free;
        free = slot;
    }

    private void grow(int capacity) {
        id = Arrays.copyOf(id, capacity);
        price = Arrays.copyOf(price, capacity);
        remaining = Arrays.copyOf(remaining, capacity);
        owner = Arrays.copyOf(owner, capacity);
        level = Arrays.copyOf(level, capacity);
        next = Arrays.copyOf(next, capacity);
        previous = Arrays.copyOf(previous, capacity);
        bid = Arrays.copyOf(bid, capacity);
        options = Arrays.copyOf(options, capacity);
    }
}

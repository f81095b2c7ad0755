package tradelab.venue.matching;

import java.util.Arrays;

/** Orders in the book; a slot is an order. Slots are recycled; allocates only when it grows. */
final class OrderPool {
    /*
     * An order is eight neighbouring longs, one cache line: a book of a thousand symbols is far larger than the cache,
     * and a command that touches an order should wait for memory once, not once for each field.
     */

    static final int NONE = -1;
    private static final int SHIFT = 3;
    private static final int ID = 0;
    private static final int PRICE = 1;
    private static final int REMAINING = 2;
    private static final int OWNER = 3;
    /** 1 for a bid, plus twice the {@link OrderOptions}. */
    private static final int SIDE = 4;

    private static final int LEVEL = 5;
    private static final int NEXT = 6;
    private static final int PREVIOUS = 7;

    private long[] fields;
    private int free = NONE;
    private int used;
    private int size;

    /** @param expected how many orders it takes before it grows */
    OrderPool(int expected) {
        fields = new long[Math.multiplyExact(expected, 1 << SHIFT)];
    }

    int size() {
        return size;
    }

    int allocate(long id, int owner) {
        size++;
        int slot = free;
        if (slot != NONE) {
            free = next(slot);
        } else {
            slot = used++;
            if (slot << SHIFT == fields.length) {
                fields = Arrays.copyOf(fields, fields.length * 2);
            }
        }
        int at = slot << SHIFT;
        fields[at + ID] = id;
        fields[at + OWNER] = owner;
        return slot;
    }

    void release(int slot) {
        size--;
        next(slot, free);
        free = slot;
    }

    long id(int slot) {
        return fields[(slot << SHIFT) + ID];
    }

    int owner(int slot) {
        return (int) fields[(slot << SHIFT) + OWNER];
    }

    boolean bid(int slot) {
        return (fields[(slot << SHIFT) + SIDE] & 1) != 0;
    }

    int options(int slot) {
        return (int) (fields[(slot << SHIFT) + SIDE] >>> 1);
    }

    void side(int slot, boolean bid, int options) {
        fields[(slot << SHIFT) + SIDE] = (long) options << 1 | (bid ? 1 : 0);
    }

    long price(int slot) {
        return fields[(slot << SHIFT) + PRICE];
    }

    /** Unsigned. */
    long remaining(int slot) {
        return fields[(slot << SHIFT) + REMAINING];
    }

    void remaining(int slot, long remaining) {
        fields[(slot << SHIFT) + REMAINING] = remaining;
    }

    int level(int slot) {
        return (int) fields[(slot << SHIFT) + LEVEL];
    }

    int next(int slot) {
        return (int) fields[(slot << SHIFT) + NEXT];
    }

    void next(int slot, int next) {
        fields[(slot << SHIFT) + NEXT] = next;
    }

    int previous(int slot) {
        return (int) fields[(slot << SHIFT) + PREVIOUS];
    }

    void previous(int slot, int previous) {
        fields[(slot << SHIFT) + PREVIOUS] = previous;
    }

    /** Puts the order at the end of a level's queue, behind {@code last}. */
    void append(int slot, long price, long remaining, int level, int last) {
        int at = slot << SHIFT;
        fields[at + PRICE] = price;
        fields[at + REMAINING] = remaining;
        fields[at + LEVEL] = level;
        fields[at + NEXT] = NONE;
        fields[at + PREVIOUS] = last;
        if (last != NONE) {
            next(last, slot);
        }
    }
}

package tradelab.marketdata.book;

import java.util.Arrays;
import tradelab.contracts.Decimals;

/**
 * The price levels of one side, best first.
 *
 * <p>Owned by the thread that feeds its {@link OrderBook}. Bounded, and no method allocates.
 */
public final class BookSide {
    /*
     * Parallel arrays sorted by rank, worst first: changes happen near the best price, so keeping the best at the end
     * makes an insertion or a removal move few elements. The rank of a bid is its price, that of an ask its price
     * negated; so "better" is "greater" on both sides, and one binary search serves both.
     *
     * The checksum needs the text of 25 levels after each change of one of them. So each level owns a slot of a common
     * array, which holds its text from when it was first needed until its amount changes; slots are not moved, only
     * their numbers are. The numbers beyond the size are those of the free slots.
     */
    static final int TEXT_MAX = 2 * (Decimals.TEXT_LENGTH_MAX + 1);

    private final boolean bids;
    private final long[] ranks;
    private final long[] amounts;
    private final int[] orders;
    private final int[] slots;
    private final byte[] texts;
    private final byte[] textLengths; // 0: not written yet
    private int size;
    private boolean changed;

    BookSide(boolean bids, int levelsMax) {
        this.bids = bids;
        this.ranks = new long[levelsMax];
        this.amounts = new long[levelsMax];
        this.orders = new int[levelsMax];
        this.slots = new int[levelsMax];
        this.texts = new byte[levelsMax * TEXT_MAX];
        this.textLengths = new byte[levelsMax];
        Arrays.setAll(slots, i -> i);
    }

    /** Returns how many levels there are. */
    public int size() {
        return size;
    }

    /** Returns the price of the level at {@code depth}, 0 being the best; scaled by 10^8. */
    public long price(int depth) {
        return bids ? ranks[size - 1 - depth] : -ranks[size - 1 - depth];
    }

    /** Returns the amount at {@code depth}, never negative; scaled by 10^8. */
    public long amount(int depth) {
        return amounts[size - 1 - depth];
    }

    /** Returns how many orders rest at {@code depth}. */
    public int orders(int depth) {
        return orders[size - 1 - depth];
    }

    /** Sets the level at {@code price}; false if it is a new one and there is no room for it. */
    boolean put(long price, long amount, int count) {
        long rank = bids ? price : -price;
        int at = find(rank);
        if (at < 0) {
            if (size == ranks.length) {
                return false;
            }
            at = ~at;
            insert(at, rank);
        }
        if (amounts[at] != amount) {
            amounts[at] = amount;
            textLengths[slots[at]] = 0;
            note(at);
        }
        orders[at] = count;
        return true;
    }

    private void insert(int at, long rank) {
        int moved = size - at;
        int free = slots[size];
        System.arraycopy(ranks, at, ranks, at + 1, moved);
        System.arraycopy(amounts, at, amounts, at + 1, moved);
        System.arraycopy(orders, at, orders, at + 1, moved);
        System.arraycopy(slots, at, slots, at + 1, moved);
        ranks[at] = rank;
        amounts[at] = 0;
        slots[at] = free;
        textLengths[free] = 0;
        size++;
        note(at);
    }

    /** Removes the level at {@code price}; false if there is none. */
    boolean remove(long price) {
        int at = find(bids ? price : -price);
        if (at < 0) {
            return false;
        }
        note(at);
        int moved = size - at - 1;
        int freed = slots[at];
        System.arraycopy(ranks, at + 1, ranks, at, moved);
        System.arraycopy(amounts, at + 1, amounts, at, moved);
        System.arraycopy(orders, at + 1, orders, at, moved);
        System.arraycopy(slots, at + 1, slots, at, moved);
        slots[--size] = freed;
        return true;
    }

    void clear() {
        size = 0;
        changed = true;
    }

    /** A level behind those of the checksum does not change it. */
    private void note(int at) {
        changed |= size - 1 - at < BookChecksum.LEVELS;
    }

    /** Returns whether a price or amount of the best 25 has changed since the last call. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Writes {@code price:amount:} of the level at {@code depth}, an ask's amount negative; returns where it ends. */
    int text(int depth, byte[] target, int from) {
        int at = size - 1 - depth;
        int slot = slots[at];
        int begin = slot * TEXT_MAX;
        int length = textLengths[slot];
        if (length == 0) {
            int middle = number(bids ? ranks[at] : -ranks[at], begin);
            length = number(bids ? amounts[at] : -amounts[at], middle) - begin;
            textLengths[slot] = (byte) length;
        }
        System.arraycopy(texts, begin, target, from, length);
        return from + length;
    }

    private int number(long units, int from) {
        int at = from;
        if (units < 0) {
            texts[at++] = '-';
        }
        at = whole(Math.abs(units / Decimals.ONE), at);
        long fraction = Math.abs(units % Decimals.ONE);
        if (fraction != 0) {
            texts[at++] = '.';
            long digit = Decimals.ONE / 10;
            while (fraction != 0) {
                texts[at++] = (byte) ('0' + fraction / digit);
                fraction %= digit;
                digit /= 10;
            }
        }
        texts[at++] = ':';
        return at;
    }

    private int whole(long value, int from) {
        int end = from + 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            end++;
        }
        long rest = value;
        for (int at = end - 1; at >= from; at--) {
            texts[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    private int find(long rank) {
        return Arrays.binarySearch(ranks, 0, size, rank);
    }
}

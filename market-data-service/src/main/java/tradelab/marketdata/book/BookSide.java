package tradelab.marketdata.book;

import java.util.Arrays;

/**
 * The price levels of one side, best first.
 *
 * <p>Owned by the thread that feeds its {@link OrderBook}. Bounded, and no method allocates.
 */
public final class BookSide {
    /*
     * Three parallel arrays sorted by rank, worst first: changes happen near the best price, so keeping the best at
     * the end makes an insertion or a removal move few elements. The rank of a bid is its price, that of an ask its
     * price negated; so "better" is "greater" on both sides, and one binary search serves both.
     */
    private final boolean bids;
    private final long[] ranks;
    private final long[] amounts;
    private final int[] orders;
    private int size;

    BookSide(boolean bids, int levelsMax) {
        this.bids = bids;
        this.ranks = new long[levelsMax];
        this.amounts = new long[levelsMax];
        this.orders = new int[levelsMax];
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
            int moved = size - at;
            System.arraycopy(ranks, at, ranks, at + 1, moved);
            System.arraycopy(amounts, at, amounts, at + 1, moved);
            System.arraycopy(orders, at, orders, at + 1, moved);
            ranks[at] = rank;
            size++;
        }
        amounts[at] = amount;
        orders[at] = count;
        return true;
    }

    /** Removes the level at {@code price}; false if there is none. */
    boolean remove(long price) {
        int at = find(bids ? price : -price);
        if (at < 0) {
            return false;
        }
        int moved = size - at - 1;
        System.arraycopy(ranks, at + 1, ranks, at, moved);
        System.arraycopy(amounts, at + 1, amounts, at, moved);
        System.arraycopy(orders, at + 1, orders, at, moved);
        size--;
        return true;
    }

    void clear() {
        size = 0;
    }

    private int find(long rank) {
        return Arrays.binarySearch(ranks, 0, size, rank);
    }
}

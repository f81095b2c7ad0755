package tradelab.venue.taiwan.market;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.auction.Demand;

/**
 * The orders of one side: market orders by time, then price levels. Not thread-safe.
 *
 * <p>Levels are sorted with the best at the end, where books change.
 */
final class BookSide implements Demand {
    private static final int LEVELS_AT_FIRST = 8;

    private final boolean bids;
    private Level[] levels = new Level[LEVELS_AT_FIRST];
    private int size;
    final Level market = new Level(0);

    BookSide(boolean bids) {
        this.bids = bids;
    }

    @Override
    public int levels() {
        return size;
    }

    @Override
    public long price(int at) {
        return levels[size - 1 - at].price;
    }

    @Override
    public long shares(int at) {
        return levels[size - 1 - at].shares;
    }

    /** Returns the best limit price, or 0. */
    long best() {
        return size == 0 ? 0 : levels[size - 1].price;
    }

    /** Returns the order that trades first: market orders go before limit orders. */
    @Nullable
    Order first() {
        return market.head != null ? market.head : firstLimit();
    }

    @Nullable
    Order firstLimit() {
        return size == 0 ? null : levels[size - 1].head;
    }

    void add(Order order) {
        (order.isMarket() ? market : levelAt(order.price)).add(order);
    }

    void remove(Order order) {
        Level level = order.level;
        if (level == null) {
            return;
        }
        level.remove(order);
        if (level.isEmpty() && level != market) {
            int at = search(level.price);
            size--;
            System.arraycopy(levels, at + 1, levels, at, size - at);
        }
    }

    /** Returns any order, or null if there is none. */
    @Nullable
    Order any() {
        return first();
    }

    private Level levelAt(long price) {
        int at = search(price);
        if (at >= 0) {
            return levels[at];
        }
        at = -at - 1;
        if (size == levels.length) {
            levels = Arrays.copyOf(levels, size * 2);
        }
        System.arraycopy(levels, at, levels, at + 1, size - at);
        size++;
        levels[at] = new Level(price);
        return levels[at];
    }

    private int search(long price) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = levels[middle].price;
            if (there == price) {
                return middle;
            }
            if (bids ? there < price : there > price) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}

package tradelab.venue.wire;

import java.util.Arrays;
import java.util.zip.CRC32;
import tradelab.contracts.Decimals;
import tradelab.venue.market.Depth;
import tradelab.venue.market.Precision;

/**
 * A book as one kind of subscriber sees it: so many levels a side, at some precision. Not thread-safe.
 *
 * <p>{@link #update} brings it up to date and appends what a subscriber must be sent to see the same.
 */
public final class BookView {
    private static final int CHECKSUM_LEVELS = 25;

    /** The levels of one side, best first. */
    private static final class Side {
        final long[] prices;
        final long[] amounts;
        final int[] counts;
        int size;

        Side(int length) {
            prices = new long[length];
            amounts = new long[length];
            counts = new int[length];
        }
    }

    /** Takes one changed level. */
    @FunctionalInterface
    public interface Changes {
        void level(boolean bid, long price, int count, long amount);
    }

    private final int length;
    private final int digits;
    private Side bids;
    private Side asks;
    private Side spare;
    private final StringBuilder text = new StringBuilder(1024);
    private byte[] bytes = new byte[1024];
    private final CRC32 crc = new CRC32();

    /**
     * @param length levels a side
     * @param digits significant digits of prices; {@link Precision#DIGITS} shows them as they are
     */
    public BookView(int length, int digits) {
        this.length = length;
        this.digits = digits;
        this.bids = new Side(length);
        this.asks = new Side(length);
        this.spare = new Side(length);
    }

    /** Reads {@code depth} and tells each level that differs from before: what is gone, new or changed. */
    public void update(Depth depth, Changes changes) {
        Side before = bids;
        bids = read(depth, true, spare);
        compare(before, bids, true, changes);
        spare = before;
        before = asks;
        asks = read(depth, false, spare);
        compare(before, asks, false, changes);
        spare = before;
    }

    /** Shows every level, bids first. */
    public void levels(Changes changes) {
        for (int i = 0; i < bids.size; i++) {
            changes.level(true, bids.prices[i], bids.counts[i], bids.amounts[i]);
        }
        for (int i = 0; i < asks.size; i++) {
            changes.level(false, asks.prices[i], asks.counts[i], asks.amounts[i]);
        }
    }

    /** Returns every level as {@code [[PRICE,COUNT,AMOUNT],...]}. */
    public String rows() {
        StringBuilder out = new StringBuilder(64 * length).append('[');
        levels((bid, price, count, amount) -> {
            var _ = Rows.level(out.length() == 1 ? out : out.append(','), bid, price, count, amount);
        });
        return out.append(']').toString();
    }

    /** Returns the exchange's checksum over the first 25 levels of both sides. */
    public int checksum() {
        text.setLength(0);
        for (int i = 0; i < CHECKSUM_LEVELS; i++) {
            append(bids, i, 1);
            append(asks, i, -1);
        }
        int end = text.length();
        if (bytes.length < end) {
            bytes = new byte[end * 2];
        }
        for (int i = 0; i < end; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        crc.reset();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }

    private void append(Side side, int i, int sign) {
        if (i < side.size) {
            if (!text.isEmpty()) {
                text.append(':');
            }
            Decimals.append(text, side.prices[i]).append(':');
            var _ = Decimals.append(text, sign * side.amounts[i]);
        }
    }

    private Side read(Depth depth, boolean bid, Side into) {
        into.size = 0;
        int levels = depth.levels(bid);
        for (int i = 0; i < levels; i++) {
            long price = rounded(depth.price(bid, i), bid);
            int last = into.size - 1;
            if (last >= 0 && into.prices[last] == price) {
                into.amounts[last] += depth.amount(bid, i);
                into.counts[last] += depth.count(bid, i);
            } else if (into.size == length) {
                break;
            } else {
                into.prices[into.size] = price;
                into.amounts[into.size] = depth.amount(bid, i);
                into.counts[into.size++] = depth.count(bid, i);
            }
        }
        return into;
    }

    private long rounded(long price, boolean bid) {
        if (digits >= Precision.DIGITS) {
            return price;
        }
        return bid ? Precision.cut(price, digits) : Precision.raise(price, digits);
    }

    private static void compare(Side before, Side after, boolean bid, Changes changes) {
        int same = Arrays.mismatch(before.prices, 0, before.size, after.prices, 0, after.size);
        int i = 0;
        int j = 0;
        if (same < 0) {
            same = after.size;
        }
        for (; i < same; i++, j++) {
            changed(before, i, after, j, bid, changes);
        }
        while (i < before.size || j < after.size) {
            if (j == after.size || i < before.size && better(before.prices[i], after.prices[j], bid)) {
                changes.level(bid, before.prices[i++], 0, 0);
            } else if (i == before.size || better(after.prices[j], before.prices[i], bid)) {
                changes.level(bid, after.prices[j], after.counts[j], after.amounts[j]);
                j++;
            } else {
                changed(before, i++, after, j++, bid, changes);
            }
        }
    }

    private static void changed(Side before, int i, Side after, int j, boolean bid, Changes changes) {
        if (before.amounts[i] != after.amounts[j] || before.counts[i] != after.counts[j]) {
            changes.level(bid, after.prices[j], after.counts[j], after.amounts[j]);
        }
    }

    private static boolean better(long price, long other, boolean bid) {
        return bid ? price > other : price < other;
    }
}

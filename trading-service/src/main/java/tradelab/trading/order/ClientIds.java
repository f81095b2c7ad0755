package tradelab.trading.order;

import tradelab.contracts.Require;

/**
 * The ids under which orders are known to the venue: 45-bit numbers that grow with time and never repeat.
 *
 * <p>Not thread-safe: one owner.
 */
public final class ClientIds {
    /*
     * Forty bits of milliseconds since EPOCH_MILLIS (34 years), one of a counter, four of the partition. So an id says
     * whose it is, and two owners cannot give out the same. A burst of more than two ids in a millisecond, or a clock
     * that stands still or jumps back, borrows from the future: the next id is at least the last one plus one. The owner
     * starts from the highest id in the database, so a restart does not repeat one either.
     */

    /** 2025-01-01T00:00:00Z. */
    static final long EPOCH_MILLIS = 1_735_689_600_000L;

    /** The largest id that a venue takes. */
    public static final long ID_MAX = (1L << 45) - 1;

    /** The most partitions that there can be. */
    public static final int PARTITIONS_MAX = 16;

    private static final int ORDER_ID_LENGTH_MAX = 15;
    private static final int PARTITION_BITS = 4;
    private static final int COUNTER_BITS = 1;

    private final int partition;
    private long last;

    /** @param last the highest id that was ever given out, in whatever partition, 0 for none */
    public ClientIds(long last, int partition) {
        this.partition = (int) Require.range("partition", partition, 0, PARTITIONS_MAX - 1L);
        this.last = last >> PARTITION_BITS;
    }

    ClientIds copy() {
        return new ClientIds(last << PARTITION_BITS, partition);
    }

    /** Returns an id above all earlier ones. */
    public long next(long nowMillis) {
        last = Math.max(last + 1, (nowMillis - EPOCH_MILLIS) << COUNTER_BITS);
        long id = last << PARTITION_BITS | partition;
        if (id > ID_MAX) {
            throw new IllegalStateException("clientIds: expected at most " + ID_MAX + ", got " + id);
        }
        return id;
    }

    /** Returns the partition of the order with this client id; of an id that is not ours, some partition. */
    public static int partition(long cid) {
        return (int) (cid & (PARTITIONS_MAX - 1));
    }

    /** Returns the public id of the order with this client id. */
    public static String orderId(long cid) {
        return "T" + cid;
    }

    /** Returns the client id of an order's public id, 0 if {@code text} is none. */
    public static long cid(String text) {
        if (text.length() < 2
                || text.length() > ORDER_ID_LENGTH_MAX
                || text.charAt(0) != 'T'
                || text.charAt(1) == '0') {
            return 0;
        }
        long cid = 0;
        for (int i = 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            cid = 10 * cid + digit;
        }
        return cid <= ID_MAX ? cid : 0;
    }
}

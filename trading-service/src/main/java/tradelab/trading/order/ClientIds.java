package tradelab.trading.order;

/**
 * The ids under which orders are known to the venue: 45-bit numbers that grow with time and never repeat.
 *
 * <p>Not thread-safe: one owner.
 */
public final class ClientIds {
    /*
     * Forty bits of milliseconds since EPOCH_MILLIS (34 years) and five of a counter. A burst of more than 32 ids in a
     * millisecond, or a clock that stands still or jumps back, borrows from the future: the next id is at least the last
     * one plus one. The owner starts from the highest id in the database, so a restart does not repeat one either.
     */

    /** 2025-01-01T00:00:00Z. */
    static final long EPOCH_MILLIS = 1_735_689_600_000L;

    /** The largest id that a venue takes. */
    public static final long ID_MAX = (1L << 45) - 1;

    private static final int COUNTER_BITS = 5;

    private long last;

    /** @param last the highest id that was ever given out, 0 for none */
    public ClientIds(long last) {
        this.last = last;
    }

    /** Returns an id above all earlier ones. */
    public long next(long nowMillis) {
        last = Math.max(last + 1, (nowMillis - EPOCH_MILLIS) << COUNTER_BITS);
        if (last > ID_MAX) {
            throw new IllegalStateException("clientIds: expected at most " + ID_MAX + ", got " + last);
        }
        return last;
    }

    /** Returns the public id of the order with this client id. */
    public static String orderId(long cid) {
        return "T" + cid;
    }
}

package tradelab.marketdata.cache;

import org.jspecify.annotations.Nullable;

/**
 * A value in memory, or that there is none. Immutable.
 *
 * @param value null if there is none
 * @param madeNanos when it was true for certain, by the clock that never goes back
 * @param expiresNanos the end of its lifetime
 * @param costNanos what fetching it took
 * @param generation the changes that were certainly heard of before it was fetched
 * @param fetchedHere whether this process asked the upstream itself
 * @param weight its bytes
 */
record Stored(
        @Nullable Object value,
        long madeNanos,
        long expiresNanos,
        long costNanos,
        long generation,
        boolean fetchedHere,
        int weight) {

    private static final long UNPROVEN = 0;

    /** Returns the same, heard of to have changed. */
    Stored unproven() {
        return new Stored(value, madeNanos, expiresNanos, costNanos, UNPROVEN, fetchedHere, weight);
    }

    boolean absent() {
        return value == null;
    }

    /** Returns whether a fetch for a value made at {@code needNanos} or later may end with it. */
    boolean fits(long needNanos, long nowNanos) {
        return nowNanos < expiresNanos && (value == null || madeNanos >= needNanos);
    }
}

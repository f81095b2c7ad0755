package tradelab.marketdata.cache;

import org.jspecify.annotations.Nullable;

/** A value in memory, or that there is none. Immutable but for the mark that somebody has read it. Thread-safe. */
final class Stored {
    private static final long UNPROVEN = 0;

    private final @Nullable Object value;
    private final long madeNanos;
    private final long expiresNanos;
    private final long costNanos;
    private final long generation;
    private final boolean fetchedHere;
    private final int weight;

    /** Not volatile: a mark that is seen late costs one read of Redis, and nobody pays for it on each hit. */
    private boolean read;

    /**
     * @param value null if there is none
     * @param madeNanos when it was true for certain, by the clock that never goes back
     * @param expiresNanos the end of its lifetime
     * @param costNanos what fetching it took
     * @param generation the changes that were certainly heard of before it was fetched
     * @param fetchedHere whether this process asked the upstream itself
     * @param weight its bytes
     */
    Stored(
            @Nullable Object value,
            long madeNanos,
            long expiresNanos,
            long costNanos,
            long generation,
            boolean fetchedHere,
            int weight) {
        this.value = value;
        this.madeNanos = madeNanos;
        this.expiresNanos = expiresNanos;
        this.costNanos = costNanos;
        this.generation = generation;
        this.fetchedHere = fetchedHere;
        this.weight = weight;
    }

    @Nullable
    Object value() {
        return value;
    }

    long madeNanos() {
        return madeNanos;
    }

    long expiresNanos() {
        return expiresNanos;
    }

    long costNanos() {
        return costNanos;
    }

    long generation() {
        return generation;
    }

    boolean fetchedHere() {
        return fetchedHere;
    }

    int weight() {
        return weight;
    }

    /** Returns the same, heard of to have changed. */
    Stored unproven() {
        return new Stored(value, madeNanos, expiresNanos, costNanos, UNPROVEN, fetchedHere, weight);
    }

    boolean absent() {
        return value == null;
    }

    /** Somebody was told this value. */
    void markRead() {
        if (!read) { // the line stays shared between processors
            read = true;
        }
    }

    boolean wasRead() {
        return read;
    }

    /** Returns whether a fetch for a value made at {@code needNanos} or later may end with it. */
    boolean fits(long needNanos, long nowNanos) {
        return nowNanos < expiresNanos && (value == null || madeNanos >= needNanos);
    }
}

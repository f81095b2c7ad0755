package tradelab.trading.journal;

import java.time.Duration;

/**
 * Our right to write a partition, and the time for which nobody else can have it.
 *
 * <p>Whoever sends to a venue asks {@link #holds} first: a process that was stopped and wakes finds its lease over.
 * Measured by the monotonic clock from before the database was asked, so it ends here before it ends there. Not
 * thread-safe: one event loop owns it.
 */
public final class Lease {
    private final int partition;
    private final long epoch;
    private final Duration length;
    private long untilNanos;

    /**
     * @param epoch higher than that of every earlier owner; the database refuses the commits of all lower ones
     * @param askedNanos before the database was asked for it
     */
    public Lease(int partition, long epoch, Duration length, long askedNanos) {
        this.partition = partition;
        this.epoch = epoch;
        this.length = length;
        this.untilNanos = askedNanos + length.toNanos();
    }

    public int partition() {
        return partition;
    }

    public long epoch() {
        return epoch;
    }

    public Duration length() {
        return length;
    }

    /** Returns the {@link System#nanoTime()} at which it ends. */
    public long untilNanos() {
        return untilNanos;
    }

    /** Returns whether nobody else can own the partition at {@code nowNanos}. */
    public boolean holds(long nowNanos) {
        return untilNanos - nowNanos > 0;
    }

    /** Notes that the database, asked at {@code askedNanos}, has lengthened it. */
    public void extend(long askedNanos) {
        long next = askedNanos + length.toNanos();
        if (next - untilNanos > 0) {
            untilNanos = next;
        }
    }

    /** Gives it up: it is over now. */
    public void end(long nowNanos) {
        untilNanos = nowNanos;
    }
}

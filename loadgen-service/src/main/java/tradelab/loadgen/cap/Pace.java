package tradelab.loadgen.cap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may pass a second, by whoever shares it: each taker gets the moment from which its part may pass, in the order
 * of asking. Never more than the rate over any time, but for {@link #BURST_NANOS} of it. Thread-safe, without locks.
 */
public final class Pace {
    /*
     * A virtual clock says when the next may pass; whatever is taken moves it on by as long as that much lasts at the
     * rate. It stays behind the real clock by no more than the burst: so a taker who wakes up late loses nothing, and
     * one who was idle gains nothing.
     */
    /** So much may be made up for at once. */
    public static final long BURST_NANOS = 10_000_000;

    private final double nanosEach;
    private final AtomicLong nextNanos = new AtomicLong(Long.MIN_VALUE);

    /** @param perSecond above 0 */
    public Pace(double perSecond) {
        this.nanosEach = 1e9 / perSecond;
    }

    /**
     * Takes an amount.
     *
     * @param amount what was taken too much before if negative: it is given back
     * @param nowNanos of the one clock of all who share this
     * @return when it may pass; at once if that is not after now
     */
    public long take(double amount, long nowNanos) {
        long nanos = Math.round(amount * nanosEach);
        while (true) {
            long before = nextNanos.get();
            long earliest = nowNanos - BURST_NANOS;
            long from = before < earliest ? earliest : Math.max(earliest, before + Math.min(0, nanos));
            if (nextNanos.compareAndSet(before, from + Math.max(0, nanos))) {
                return from;
            }
        }
    }
}

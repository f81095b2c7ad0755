package tradelab.trading.pace;

import tradelab.contracts.Require;

/**
 * Lets at most {@code callsMax} calls through in any window of time, with small bursts, and keeps a share of each burst
 * for urgent calls.
 *
 * <p>Not thread-safe: one event loop owns it. Takes the time as an argument.
 */
public final class Pace {
    /*
     * The generic cell rate algorithm: the state is one instant, the theoretical arrival time of the next call. A call
     * conforms if it comes no earlier than that minus a tolerance of (burst - 1) intervals, and moves it on by one
     * interval. In a window W that lets through at most burst + W / interval calls, so the interval is
     * W / (callsMax - burst): no window ever holds more than callsMax, wherever it starts. Calls that are not urgent
     * get a tolerance that is smaller by `reserved` intervals.
     */

    private final long intervalNanos;
    private final long toleranceNanos;
    private final long reservedNanos;
    private long arrivalNanos;

    /**
     * @param callsMax 2 to 1,000,000 calls in any window
     * @param burst how many of them may come at once after a pause; less than callsMax
     * @param reserved how many of a burst only urgent calls may use; less than burst, or 0
     */
    public Pace(int callsMax, long windowNanos, int burst, int reserved, long nowNanos) {
        var _ = Require.range("callsMax", callsMax, 2, 1_000_000);
        var _ = Require.range("burst", burst, 1, callsMax - 1L);
        var _ = Require.range("reserved", reserved, 0, burst - 1L);
        var _ = Require.range("windowNanos", windowNanos, callsMax, Long.MAX_VALUE / 4);
        this.intervalNanos = Math.ceilDiv(windowNanos, (long) callsMax - burst);
        this.toleranceNanos = (burst - 1L) * intervalNanos;
        this.reservedNanos = reserved * intervalNanos;
        this.arrivalNanos = nowNanos;
    }

    /** A pace of so many calls a minute: a tenth may come at once, a fifth of that is kept for urgent calls. */
    public static Pace perMinute(int callsMax, long nowNanos) {
        int burst = Math.max(1, callsMax / 10);
        return new Pace(callsMax, 60_000_000_000L, burst, burst / 5, nowNanos);
    }

    /**
     * Returns a pace of so many calls a minute that goes on where this one stands: what was used of a burst stays used.
     * Of several owners whose paces together allow no more than one owner's, none can then exceed what that one might.
     *
     * @param spentNanos until when another owner may have used all of it; in the past for none
     */
    public Pace changed(int callsPerMinute, long spentNanos, long nowNanos) {
        Pace next = perMinute(callsPerMinute, nowNanos);
        double used = used(nowNanos);
        long full = next.toleranceNanos + next.intervalNanos;
        long spent = spentNanos + full - nowNanos;
        next.arrivalNanos = nowNanos + Math.max((long) Math.ceil(used * full), Math.clamp(spent, 0, full));
        return next;
    }

    /** Returns which part of the burst is used up, 0 to 1. At 1 every call waits for its turn. */
    public double used(long nowNanos) {
        long debt = Math.max(0, arrivalNanos - nowNanos);
        return Math.min(1, (double) debt / (toleranceNanos + intervalNanos));
    }

    /** Takes a call's turn if it is due. Returns whether it was. */
    public boolean tryTake(boolean urgent, long nowNanos) {
        if (nanosUntil(urgent, nowNanos) > 0) {
            return false;
        }
        // nanoTime may wrap around: only differences mean anything
        arrivalNanos = (arrivalNanos - nowNanos > 0 ? arrivalNanos : nowNanos) + intervalNanos;
        return true;
    }

    /** Returns how many nanoseconds from {@code nowNanos} until {@link #tryTake} succeeds; 0 if it would now. */
    public long nanosUntil(boolean urgent, long nowNanos) {
        long tolerance = urgent ? toleranceNanos : toleranceNanos - reservedNanos;
        return Math.max(0, arrivalNanos - nowNanos - tolerance);
    }
}

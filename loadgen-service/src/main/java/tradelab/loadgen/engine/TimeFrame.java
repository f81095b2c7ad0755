package tradelab.loadgen.engine;

import java.util.function.LongSupplier;

/** When a test began, until when something may start, and whether more is to come. Owned by one event loop. */
final class TimeFrame {
    private final LongSupplier nanoTime;
    private boolean began;
    private boolean held;
    private long beginNanos;
    private long endNanos;
    private long leaseNanos = Long.MAX_VALUE;
    private Grace grace;

    /** @param endNanos of the test: nothing is intended at or after this */
    TimeFrame(LongSupplier nanoTime, long endNanos, Grace grace) {
        this.nanoTime = nanoTime;
        this.endNanos = endNanos;
        this.grace = grace;
    }

    /** Returns the nanoseconds since the test began; negative before. */
    long now() {
        return nanoTime.getAsLong() - beginNanos;
    }

    /** Returns the same, but 0 while the test has not even been told when to begin. */
    long nowIfBegun() {
        return began ? now() : 0;
    }

    /** Returns a moment of the test on the clock given, which others share. */
    long clock(long nanos) {
        return nanos + beginNanos;
    }

    boolean hasBegun() {
        return began;
    }

    /** @param nanos of the clock: all times count from then on */
    void begin(long nanos) {
        began = true;
        beginNanos = nanos;
    }

    long endNanos() {
        return endNanos;
    }

    /** Returns whether virtual users may start something at {@code now}. */
    boolean isOpen(long now) {
        return began && !held && now >= 0 && now < endNanos;
    }

    /** Returns until when sessions may take another step. */
    long sessionsEndNanos() {
        return endNanos + Math.max(0, grace.stopNanos());
    }

    /** Returns whether sessions may take another step at {@code now}. */
    boolean goesOn(long now) {
        return began && !held && now >= 0 && now < sessionsEndNanos();
    }

    /** Returns whether whatever is still under way at {@code now} is to be cut. */
    boolean isCut(long now) {
        return grace.isSaid() && began && !held && now >= sessionsEndNanos();
    }

    /** Returns whether the test is paused: more is to come although nothing is intended. */
    boolean isHeld() {
        return held;
    }

    void follow(long newEndNanos, boolean newHeld) {
        endNanos = newEndNanos;
        held = newHeld;
    }

    void lease(long untilNanos) {
        leaseNanos = untilNanos;
    }

    /** Returns whether the time that the loop was given is over. */
    boolean isLeaseOver(long now) {
        return now + beginNanos > leaseNanos;
    }

    /** Ends the test now, if not earlier; sessions with it. */
    void end(long now) {
        grace = Grace.UNSAID;
        endNanos = Math.min(endNanos, now);
        held = false;
    }
}

package tradelab.marketdata.redis;

import java.time.Duration;
import tradelab.contracts.Require;

/**
 * Stops asking whoever refuses again and again, and lets one question through after each wait; waits double.
 *
 * <p>Not thread-safe, except {@link #state}. Takes the time as an argument.
 */
final class Circuit {
    private final int failuresMax;
    private final long firstNanos;
    private final long longestNanos;
    private volatile State state = State.CLOSED;
    private int failures;
    private long waitNanos;
    private long openedNanos;

    /** Whether questions pass. */
    enum State {
        CLOSED,
        OPEN,
        /** One question is under way; its answer decides. */
        HALF_OPEN
    }

    /** @param failuresMax failures in a row that open it, at least 1 */
    Circuit(int failuresMax, Duration first, Duration longest) {
        this.failuresMax = (int) Require.range("circuitFailures", failuresMax, 1, 1_000);
        this.firstNanos = Require.range("first", first.toNanos(), 1, Long.MAX_VALUE);
        this.longestNanos = Require.range("longest", longest.toNanos(), firstNanos, Long.MAX_VALUE);
        this.waitNanos = firstNanos;
    }

    State state() {
        return state;
    }

    /** Returns whether the next question may pass; in HALF_OPEN only one does, until it is answered or a wait is over. */
    boolean allow(long nowNanos) {
        if (state == State.CLOSED) {
            return true;
        }
        if (nowNanos - openedNanos < waitNanos) {
            return false;
        }
        state = State.HALF_OPEN;
        openedNanos = nowNanos; // if this question is never answered, the next one follows after the same wait
        return true;
    }

    void succeeded() {
        failures = 0;
        waitNanos = firstNanos;
        state = State.CLOSED;
    }

    void failed(long nowNanos) {
        failures++;
        if (state == State.HALF_OPEN) {
            waitNanos = Math.min(longestNanos, waitNanos * 2);
        }
        if (state == State.HALF_OPEN || failures >= failuresMax) {
            state = State.OPEN;
            openedNanos = nowNanos;
        }
    }
}

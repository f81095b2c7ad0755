package tradelab.trading.venue;

import tradelab.contracts.Require;

/**
 * Says whether a venue that failed may be called: not for a while after several failures in a row, and then first by one
 * call alone.
 *
 * <p>Pure state machine, not thread-safe; the time is an argument.
 */
public final class Breaker {
    /** Whether calls go through. */
    public enum State {
        CLOSED,
        /** No call goes. */
        OPEN,
        /** One call is out to see; no other goes. */
        HALF_OPEN
    }

    private final int failuresMax;
    private final long openNanos;
    private State state = State.CLOSED;
    private int failures;
    private long openedNanos;

    /**
     * @param failuresMax after so many failed calls in a row it opens
     * @param openNanos for so long no call goes
     */
    public Breaker(int failuresMax, long openNanos) {
        this.failuresMax = (int) Require.range("failuresMax", failuresMax, 1, 1_000);
        this.openNanos = Require.range("openNanos", openNanos, 1, Long.MAX_VALUE / 4);
    }

    public State state() {
        return state;
    }

    /** Returns whether a call may go now; it must then be told how the call ended. */
    public boolean tryCall(long nowNanos) {
        return switch (state) {
            case CLOSED -> true;
            case HALF_OPEN -> false;
            case OPEN -> {
                boolean due = nowNanos - openedNanos >= openNanos;
                state = due ? State.HALF_OPEN : State.OPEN;
                yield due;
            }
        };
    }

    /** A call was answered, whatever the answer. */
    public void succeeded() {
        failures = 0;
        state = State.CLOSED;
    }

    /** A call was not answered, or not taken in. */
    public void failed(long nowNanos) {
        failures++;
        if (state == State.HALF_OPEN || failures >= failuresMax) {
            state = State.OPEN;
            openedNanos = nowNanos;
        }
    }
}

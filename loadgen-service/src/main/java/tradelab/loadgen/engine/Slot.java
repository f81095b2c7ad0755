package tradelab.loadgen.engine;

/** One connection of a loop and the request on it. Owned by one event loop. */
final class Slot {
    private static final long BACKOFF_NANOS_MIN = 10_000_000;
    private static final long BACKOFF_NANOS_MAX = 1_000_000_000;
    private static final long NOT_YET = Long.MIN_VALUE;

    enum State {
        CLOSED,
        CONNECTING,
        IDLE,
        /** Its virtual user pauses. */
        THINKING,
        BUSY
    }

    final int index;
    State state = State.CLOSED;
    /** Whether this connection has carried a whole answer. */
    boolean answered;

    long sequence;
    int operation;
    long recent;
    int attempt;
    long intendedNanos;
    long readyNanos;
    long sentNanos;
    long firstByteNanos;
    /** Whether every other connection was busy too when this request was sent. */
    boolean crowded;

    /** What the user on this connection does next; negative between sessions. */
    int next = -1;

    long thinksUntilNanos;
    /** When the user on this connection is to be cut, if it still goes on; never unless it must go before the end. */
    long leavesNanos = Long.MAX_VALUE;

    long backoffNanos;
    long retryAtNanos;
    private boolean attempted;

    Slot(int index) {
        this.index = index;
    }

    void begin(long newSequence, int newOperation, long newRecent, long newIntendedNanos, long newReadyNanos) {
        state = State.BUSY;
        sequence = newSequence;
        operation = newOperation;
        recent = newRecent;
        intendedNanos = newIntendedNanos;
        readyNanos = newReadyNanos;
        firstByteNanos = NOT_YET;
    }

    void firstByte(long nanos) {
        if (firstByteNanos == NOT_YET) {
            firstByteNanos = nanos;
        }
    }

    /** A target that refuses is asked again ever more seldom, up to once a second on each connection. */
    void retryLater(long nowNanos) {
        backoffNanos = Math.clamp(backoffNanos * 2, BACKOFF_NANOS_MIN, BACKOFF_NANOS_MAX);
        retryAtNanos = nowNanos + backoffNanos;
    }

    /** Returns 1 the first time that it is called, 0 ever after. */
    int firstAttempt() {
        int first = attempted ? 0 : 1;
        attempted = true;
        return first;
    }
}

package tradelab.loadgen.engine;

/** One connection of a loop and the request on it. Owned by one event loop. */
final class Slot {
    private static final long BACKOFF_NANOS_MIN = 10_000_000;
    private static final long BACKOFF_NANOS_MAX = 1_000_000_000;

    enum State {
        CLOSED,
        CONNECTING,
        IDLE,
        BUSY
    }

    final int index;
    final ResponseScanner scanner;
    State state = State.CLOSED;
    /** Whether this connection has carried a whole answer. */
    boolean answered;

    long sequence;
    int operation;
    long intendedNanos;
    long sentNanos;
    long backoffNanos;
    long retryAtNanos;
    private boolean attempted;

    Slot(int index, long responseBytesMax) {
        this.index = index;
        this.scanner = new ResponseScanner(responseBytesMax);
    }

    void begin(long newSequence, int newOperation, long newIntendedNanos, boolean head) {
        state = State.BUSY;
        sequence = newSequence;
        operation = newOperation;
        intendedNanos = newIntendedNanos;
        scanner.begin(head);
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

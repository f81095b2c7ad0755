package tradelab.loadgen.operation;

/**
 * Numbers of recent successful arrivals, oldest first, each handed out once: what is cancelled is not cancelled again.
 * When full, the oldest is forgotten. Owned by one event loop.
 */
final class RecentRing {
    private final long[] sequences;
    private int oldest;
    private int size;

    RecentRing(int capacity) {
        sequences = new long[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long sequence) {
        if (size == sequences.length) {
            sequences[oldest] = sequence;
            oldest = next(oldest);
        } else {
            sequences[(oldest + size) % sequences.length] = sequence;
            size++;
        }
    }

    /** Returns the oldest; there must be one. */
    long take() {
        if (size == 0) {
            throw new IllegalStateException("nothing recent");
        }
        long sequence = sequences[oldest];
        oldest = next(oldest);
        size--;
        return sequence;
    }

    private int next(int index) {
        return index + 1 == sequences.length ? 0 : index + 1;
    }
}

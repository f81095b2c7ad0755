package tradelab.loadgen.protocol;

/** The orders that are open as far as one loop knows, oldest first, by the number of their arrival. */
final class OpenOrders {
    static final long NONE = -1;

    private final long[] ring;
    private int head;
    private int size;

    OpenOrders(int max) {
        ring = new long[max];
    }

    int size() {
        return size;
    }

    /** Adds one; whoever adds keeps to the bound. */
    void add(long sequence) {
        if (size == ring.length) {
            throw new IllegalStateException("more than " + ring.length + " open orders");
        }
        ring[(head + size++) % ring.length] = sequence;
    }

    /** Returns the oldest and takes it out, or {@link #NONE}. */
    long take() {
        if (size == 0) {
            return NONE;
        }
        long oldest = ring[head];
        head = (head + 1) % ring.length;
        size--;
        return oldest;
    }
}

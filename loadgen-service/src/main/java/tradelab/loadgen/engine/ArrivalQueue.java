package tradelab.loadgen.engine;

import java.util.Arrays;

/**
 * Arrivals that wait for a connection, first come, first served; grows up to its bound. Fields lie in arrays so that
 * nothing is allocated per arrival. Owned by one event loop.
 */
final class ArrivalQueue {
    private static final int INITIAL = 1_024;

    private final int max;
    private long[] sequences;
    private long[] intended;
    private long[] ready;
    private int[] operations;
    private int[] attempts;
    private long[] recents;
    private int head;
    private int size;

    ArrivalQueue(int max) {
        this.max = max;
        int capacity = Math.min(INITIAL, max);
        sequences = new long[capacity];
        intended = new long[capacity];
        ready = new long[capacity];
        recents = new long[capacity];
        operations = new int[capacity];
        attempts = new int[capacity];
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns false if it is full. */
    boolean offer(long sequence, int operation, long recent, long intendedNanos, long readyNanos, int attempt) {
        if (size == sequences.length && !grow()) {
            return false;
        }
        int at = (int) ((head + (long) size) % sequences.length);
        sequences[at] = sequence;
        operations[at] = operation;
        attempts[at] = attempt;
        recents[at] = recent;
        intended[at] = intendedNanos;
        ready[at] = readyNanos;
        size++;
        return true;
    }

    long headSequence() {
        return sequences[head];
    }

    int headOperation() {
        return operations[head];
    }

    /** Returns how often it was sent before. */
    int headAttempt() {
        return attempts[head];
    }

    long headRecent() {
        return recents[head];
    }

    long headIntended() {
        return intended[head];
    }

    long headReady() {
        return ready[head];
    }

    void removeHead() {
        head = head + 1 == sequences.length ? 0 : head + 1;
        size--;
    }

    private boolean grow() {
        int capacity = (int) Math.min(max, sequences.length * 2L);
        if (capacity == sequences.length) {
            return false;
        }
        sequences = unrolled(sequences, capacity);
        intended = unrolled(intended, capacity);
        ready = unrolled(ready, capacity);
        recents = unrolled(recents, capacity);
        operations = unrolled(operations, capacity);
        attempts = unrolled(attempts, capacity);
        head = 0;
        return true;
    }

    private long[] unrolled(long[] ring, int capacity) {
        long[] larger = Arrays.copyOfRange(ring, head, head + capacity);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        return larger;
    }

    private int[] unrolled(int[] ring, int capacity) {
        int[] larger = Arrays.copyOfRange(ring, head, head + capacity);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        return larger;
    }
}

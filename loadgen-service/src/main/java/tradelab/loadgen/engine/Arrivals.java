package tradelab.loadgen.engine;

import java.util.Arrays;
import tradelab.contracts.Require;
import tradelab.loadgen.schedule.Schedule;

/**
 * The arrivals of a shared schedule that one loop has to start, in order: its own share, and those it takes over from
 * loops that are gone. A share is every so-manieth sequence number, so a new schedule for all neither loses nor doubles
 * one. Owned by one event loop.
 */
final class Arrivals {
    /** Shares of one loop; each loss of an agent adds one. */
    static final int SHARES_MAX = 64;

    private Schedule whole;
    private long count;
    private long[] next;
    private long[] step;
    private int head;

    /** The share that begins with sequence number {@code index} and goes on in steps of {@code of}. */
    Arrivals(Schedule whole, long index, long of) {
        this.whole = whole;
        this.count = whole.count();
        this.next = new long[] {index};
        this.step = new long[] {of};
    }

    boolean hasNext() {
        return next[head] < count;
    }

    long headSequence() {
        return next[head];
    }

    long headIntendedNanos() {
        return whole.intendedNanos(next[head]);
    }

    void removeHead() {
        next[head] += step[head];
        if (next.length > 1) {
            findHead();
        }
    }

    /** Intended times never decrease with the number, so the lowest number is the next in time. */
    private void findHead() {
        for (int i = 0; i < next.length; i++) {
            if (next[i] < next[head]) {
                head = i;
            }
        }
    }

    /** Goes on with another schedule: numbers that were started stay started. */
    void follow(Schedule newWhole) {
        whole = newWhole;
        count = newWhole.count();
    }

    /** Takes over the share that begins with {@code index} in steps of {@code of}, from {@code fromNanos} on. */
    void adopt(long index, long of, long fromNanos) {
        int at = next.length;
        var _ = Require.range("shares", at, 0, SHARES_MAX - 1L);
        long from = whole.countBefore(fromNanos);
        next = Arrays.copyOf(next, at + 1);
        step = Arrays.copyOf(step, at + 1);
        step[at] = of;
        next[at] = index + Math.max(0, Math.ceilDiv(from - index, of)) * of;
        findHead();
    }

    void stop() {
        count = 0;
    }
}

package tradelab.loadgen.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The seconds of a test that still have arrivals without an end. Bounded, because an arrival is given up after twice the
 * timeout at most. Owned by one event loop.
 */
final class OpenSeconds {
    private static final long NANOS = 1_000_000_000L;

    private static final class Open {
        private final Second second;
        private long pending;

        Open(int number, int operationCount) {
            second = new Second(number, operationCount);
        }
    }

    private final int operationCount;
    private int settledBelow;

    /** In order. */
    private final ArrayDeque<Open> open = new ArrayDeque<>();

    /** The one that is asked for again and again. */
    private Open last;

    OpenSeconds(int operationCount) {
        this.operationCount = operationCount;
        this.last = new Open(0, operationCount);
        open.add(last);
    }

    /** Returns the second of an arrival that begins. */
    Second begin(long intendedNanos) {
        int number = number(intendedNanos);
        while (open.peekLast() == null || open.getLast().second.number() < number) {
            int next = open.peekLast() == null ? number : open.getLast().second.number() + 1;
            open.addLast(new Open(next, operationCount));
        }
        while (open.getFirst().second.number() > number) { // a change of the schedule that was heard of late
            open.addFirst(new Open(open.getFirst().second.number() - 1, operationCount));
        }
        Open found = find(number);
        found.pending++;
        return found.second;
    }

    /** Returns the second of an arrival that ends now. */
    Second end(long intendedNanos) {
        Open found = find(number(intendedNanos));
        found.pending--;
        return found.second;
    }

    /** Returns the second of an arrival that began and has not ended. */
    Second of(long intendedNanos) {
        return find(number(intendedNanos)).second;
    }

    private Open find(int number) {
        if (last.second.number() == number) {
            return last;
        }
        for (Iterator<Open> newest = open.descendingIterator(); newest.hasNext(); ) {
            Open candidate = newest.next();
            if (candidate.second.number() == number) {
                last = candidate;
                return candidate;
            }
        }
        throw new IllegalStateException("second " + number + " is closed");
    }

    /** Takes out the seconds, oldest first, that lie before {@code untilNanos} and have no arrival without an end. */
    List<Second> takeSettled(long untilNanos) {
        List<Second> settled = new ArrayList<>();
        int until = number(untilNanos);
        while (open.peekFirst() != null
                && open.getFirst().pending == 0
                && open.getFirst().second.number() < until) {
            settled.add(open.removeFirst().second);
        }
        settledBelow = open.peekFirst() == null
                ? until
                : Math.min(until, open.getFirst().second.number());
        return settled;
    }

    /** Returns the lowest second of which something may still become known. */
    int settledBelow() {
        return settledBelow;
    }

    private static int number(long nanos) {
        return (int) Math.min(nanos / NANOS, Integer.MAX_VALUE);
    }
}

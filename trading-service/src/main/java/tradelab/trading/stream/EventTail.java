package tradelab.trading.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tradelab.contracts.trading.OrderView;

/**
 * The latest changes of one partition, without a gap. Plain Java, not thread-safe.
 *
 * <p>What comes twice is left out; what does not follow is not taken, and has to be read.
 */
final class EventTail {
    private final int sizeMax;
    private final ArrayDeque<OrderView> recent = new ArrayDeque<>();
    private long last;

    /** @param last the sequence after which it begins */
    EventTail(int sizeMax, long last) {
        this.sizeMax = sizeMax;
        this.last = last;
    }

    /** Returns the sequence of the last change, of those without a gap. */
    long last() {
        return last;
    }

    /** Returns whether every change after {@code sequence} is here. */
    boolean covers(long sequence) {
        return sequence >= last - recent.size();
    }

    /** Takes changes in, in their order. Returns false if some are missing before them. */
    boolean add(List<OrderView> changes) {
        for (OrderView change : changes) {
            if (change.sequence() > last + 1) {
                return false;
            }
            if (change.sequence() == last + 1) {
                last++;
                recent.addLast(change);
                if (recent.size() > sizeMax) {
                    recent.removeFirst();
                }
            }
        }
        return true;
    }

    /** Forgets everything and begins anew after {@code sequence}: for one who is too far behind to catch up. */
    void skipTo(long sequence) {
        recent.clear();
        last = sequence;
    }

    /** Returns up to {@code limit} changes after {@code sequence}, which must be covered. */
    List<OrderView> after(long sequence, int limit) {
        long skipped = sequence - (last - recent.size());
        List<OrderView> changes = new ArrayList<>((int) Math.clamp(last - sequence, 0L, limit));
        if (skipped * 2 < recent.size()) {
            Iterator<OrderView> each = recent.iterator();
            for (long i = 0; i < skipped; i++) {
                var _ = each.next();
            }
            while (each.hasNext() && changes.size() < limit) {
                changes.add(each.next());
            }
            return changes;
        }
        Iterator<OrderView> backwards = recent.descendingIterator();
        List<OrderView> newest = new ArrayList<>((int) (last - sequence));
        for (long i = last; i > sequence; i--) {
            newest.add(backwards.next());
        }
        return newest.reversed().subList(0, Math.min(limit, newest.size()));
    }
}

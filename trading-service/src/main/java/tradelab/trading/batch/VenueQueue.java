package tradelab.trading.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tradelab.contracts.Require;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Terms;
import tradelab.trading.venue.Operation;

/**
 * What waits for a call to one venue: cancellations before amendments before new orders, each in the order in which they
 * came.
 *
 * <p>Plain Java, not thread-safe. An order that was cancelled while it waited stays where it is and is skipped, so that
 * annihilation costs nothing.
 */
public final class VenueQueue {
    /** What one call carries, cancellations first. */
    public record Batch(List<Order> cancels, List<Operation.Amend> amends, List<Order> orders) {
        public int size() {
            return cancels.size() + amends.size() + orders.size();
        }
    }

    private final ArrayDeque<Order> cancels = new ArrayDeque<>();
    private final ArrayDeque<Order> amends = new ArrayDeque<>();
    private final ArrayDeque<Order> orders = new ArrayDeque<>();
    /** Orders that were tried before go first, oldest first: they keep their place before later ones. */
    private final TreeMap<Long, Order> again = new TreeMap<>();

    /** Orders that may not go now. They come back in order of cid when that has changed. */
    private final ArrayDeque<Order> held = new ArrayDeque<>();

    private long oldestNanos;

    /** Adds an order that may be sent. */
    public void add(Order order, long nowNanos) {
        touched(nowNanos);
        if (order.attempted()) {
            again.put(order.cid(), order);
        } else {
            orders.addLast(order);
        }
    }

    /** Adds an order whose cancellation may be sent. */
    public void addCancel(Order order, long nowNanos) {
        touched(nowNanos);
        cancels.addLast(order);
    }

    /** Adds an order whose new terms may be sent. Terms that change while it waits are sent once, the last ones. */
    public void addAmend(Order order, long nowNanos) {
        touched(nowNanos);
        amends.addLast(order);
    }

    /** Returns an upper bound of what waits, whether it may go or not. */
    public int waiting() {
        return size() + held.size();
    }

    /** Returns an upper bound of what waits and may go. */
    public int size() {
        return cancels.size() + amends.size() + orders.size() + again.size();
    }

    public boolean hasCancels() {
        return !cancels.isEmpty();
    }

    /** Returns how long a batch should still wait for company; 0 if it should go, or if nothing waits. */
    public long nanosUntilDue(int sizeMax, long lingerNanos, long nowNanos) {
        if (size() >= sizeMax || size() == 0 || hasCancels()) {
            return 0;
        }
        return Math.max(0, oldestNanos + lingerNanos - nowNanos);
    }

    /** Puts back what was not taken because it might not go. */
    public void unhold(long nowNanos) {
        if (!held.isEmpty()) {
            touched(nowNanos);
            held.forEach(order -> again.put(order.cid(), order));
            held.clear();
        }
    }

    /**
     * Takes up to {@code sizeMax} operations. What is nobody's any more is dropped, what may not go now is held.
     *
     * @param owned asked for each
     */
    public Batch take(int sizeMax, Owned owned, long nowNanos) {
        List<Order> taken = new ArrayList<>(Math.min(sizeMax, size()));
        while (!cancels.isEmpty() && taken.size() < sizeMax) {
            Order order = cancels.removeFirst();
            OrderCore core = owned.core(order);
            if (core != null && core.cancelSent(order)) {
                taken.add(order);
            }
        }
        List<Operation.Amend> terms = new ArrayList<>(Math.min(sizeMax - taken.size(), amends.size()));
        while (!amends.isEmpty() && taken.size() + terms.size() < sizeMax) {
            Order order = amends.removeFirst();
            OrderCore core = owned.core(order);
            Terms wanted = core == null ? null : core.amendSent(order);
            if (wanted != null) {
                terms.add(new Operation.Amend(order, Require.present("venueOrderId", order.venueOrderId()), wanted));
            }
        }
        int room = sizeMax - taken.size() - terms.size();
        List<Order> news = new ArrayList<>(Math.min(room, again.size() + orders.size()));
        while (news.size() < room && !(again.isEmpty() && orders.isEmpty())) {
            Order order = again.isEmpty()
                    ? orders.removeFirst()
                    : again.pollFirstEntry().getValue();
            if (!order.isUnsent() || owned.core(order) == null) {
                continue;
            }
            if (owned.mayPlace(order)) {
                news.add(order);
            } else {
                held.addLast(order);
            }
        }
        oldestNanos = nowNanos;
        return new Batch(taken, terms, news);
    }

    private void touched(long nowNanos) {
        if (size() == 0) {
            oldestNanos = nowNanos;
        }
    }
}

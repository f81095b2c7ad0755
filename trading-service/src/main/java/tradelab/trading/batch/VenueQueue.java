package tradelab.trading.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Require;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Terms;
import tradelab.trading.venue.Operation;

/**
 * What waits for a call to one venue: cancellations that a kill switch wants, other cancellations, orders that make a
 * position smaller, amendments, other orders; each in the order in which they came.
 *
 * <p>Plain Java, not thread-safe. An order that was cancelled while it waited stays where it is and is skipped, so that
 * annihilation costs nothing.
 */
public final class VenueQueue {
    /** How many are looked at for one call: of a million that were cancelled or are held, a bounded number a turn. */
    static final int LOOKS_MAX = 4_096;

    /** What one call carries, in this order. There may be more though it is not full: see {@link #LOOKS_MAX}. */
    public record Batch(List<Order> cancels, List<Order> reductions, List<Operation.Amend> amends, List<Order> orders) {
        public int size() {
            return cancels.size() + reductions.size() + amends.size() + orders.size();
        }
    }

    private final ArrayDeque<Order> kills = new ArrayDeque<>();
    private final ArrayDeque<Order> cancels = new ArrayDeque<>();
    private final Lane reductions = new Lane();
    private final ArrayDeque<Order> amends = new ArrayDeque<>();
    private final Lane orders = new Lane();

    private final WaitProbe orderWait;
    private final WaitProbe cancelWait;
    private long oldestNanos;
    private int looks;

    /** @param listener told how long things waited */
    public VenueQueue(DispatchListener listener) {
        orderWait = new WaitProbe(nanos -> listener.waited(false, nanos));
        cancelWait = new WaitProbe(nanos -> listener.waited(true, nanos));
    }

    /** Adds an order that may be sent. */
    public void add(Order order, long nowNanos) {
        touched(nowNanos);
        orderWait.entered(order, nowNanos);
        lane(order).add(order);
    }

    private Lane lane(Order order) {
        return order.reduces() ? reductions : orders;
    }

    /** Adds an order whose cancellation may be sent. One that waits already may come again, to be brought forward. */
    public void addCancel(Order order, long nowNanos) {
        touched(nowNanos);
        cancelWait.entered(order, nowNanos);
        (order.isKilled() ? kills : cancels).addLast(order);
    }

    /** Adds an order whose new terms may be sent. Terms that change while it waits are sent once, the last ones. */
    public void addAmend(Order order, long nowNanos) {
        touched(nowNanos);
        amends.addLast(order);
    }

    /** Returns an upper bound of what waits, whether it may go or not. */
    public int waiting() {
        return kills.size() + cancels.size() + reductions.waiting() + amends.size() + orders.waiting();
    }

    /** Returns an upper bound of what waits and may go. */
    public int size() {
        return kills.size() + cancels.size() + reductions.size() + amends.size() + orders.size();
    }

    public boolean hasCancels() {
        return !kills.isEmpty() || !cancels.isEmpty();
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
        touched(nowNanos);
        reductions.unhold();
        orders.unhold();
    }

    /**
     * Takes up to {@code sizeMax} operations. What is nobody's any more is dropped, what may not go now is held.
     *
     * @param owned asked for each
     */
    public Batch take(int sizeMax, Owned owned, long nowNanos) {
        looks = LOOKS_MAX;
        List<Order> taken = new ArrayList<>(Math.min(sizeMax, size()));
        takeCancels(kills, taken, sizeMax, owned, nowNanos);
        takeCancels(cancels, taken, sizeMax, owned, nowNanos);
        List<Order> reducing = takeOrders(reductions, sizeMax - taken.size(), owned, nowNanos);
        int room = sizeMax - taken.size() - reducing.size();
        List<Operation.Amend> terms = takeAmends(room, owned);
        List<Order> news = takeOrders(orders, room - terms.size(), owned, nowNanos);
        oldestNanos = nowNanos;
        return new Batch(taken, reducing, terms, news);
    }

    private void takeCancels(ArrayDeque<Order> waiting, List<Order> taken, int sizeMax, Owned owned, long nowNanos) {
        while (!waiting.isEmpty() && taken.size() < sizeMax && looks > 0) {
            looks--;
            Order order = waiting.removeFirst();
            OrderCore core = owned.core(order);
            boolean goes = core != null && core.cancelSent(order);
            cancelWait.left(order, goes, nowNanos);
            if (goes) {
                taken.add(order);
            }
        }
    }

    private List<Operation.Amend> takeAmends(int room, Owned owned) {
        List<Operation.Amend> taken = new ArrayList<>(Math.min(room, amends.size()));
        while (!amends.isEmpty() && taken.size() < room && looks > 0) {
            looks--;
            Order order = amends.removeFirst();
            OrderCore core = owned.core(order);
            Terms wanted = core == null ? null : core.amendSent(order);
            if (wanted != null) {
                taken.add(new Operation.Amend(order, Require.present("venueOrderId", order.venueOrderId()), wanted));
            }
        }
        return taken;
    }

    private List<Order> takeOrders(Lane lane, int room, Owned owned, long nowNanos) {
        List<Order> taken = new ArrayList<>(Math.min(room, lane.size()));
        while (taken.size() < room && looks > 0) {
            Order order = lane.poll();
            if (order == null) {
                return taken;
            }
            looks--;
            boolean ours = order.isUnsent() && owned.core(order) != null;
            boolean goes = ours && owned.mayPlace(order);
            orderWait.left(order, goes, nowNanos);
            if (goes) {
                taken.add(order);
            } else if (ours) {
                lane.hold(order);
            }
        }
        return taken;
    }

    private void touched(long nowNanos) {
        if (size() == 0) {
            oldestNanos = nowNanos;
        }
    }
}

package tradelab.trading.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.trading.batch.DispatchListener;
import tradelab.trading.batch.Owned;
import tradelab.trading.batch.VenueQueue;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;

/**
 * What waits for a call of a gateway: the production queue. In small worlds, where everything is looked at in every order,
 * two plain ones that can be copied; there nothing is more urgent than anything else but a cancellation.
 */
final class CallQueue implements Owned {
    /** What a call is to carry, the most urgent first. */
    record Taken(List<Order> cancels, List<Order> orders) {}

    private final Setup setup;
    private final OrderCore core;
    final ArrayDeque<Long> news = new ArrayDeque<>();
    final ArrayDeque<Long> cancels = new ArrayDeque<>();
    private final VenueQueue queue = new VenueQueue(new Silent());

    /** Planted: reductions that wait behind what comes later. */
    private final List<Order> late = new ArrayList<>();

    CallQueue(Setup setup, OrderCore core) {
        this.setup = setup;
        this.core = core;
    }

    void take(CallQueue other) {
        news.addAll(other.news);
        cancels.addAll(other.cancels);
    }

    void clear() {
        news.clear();
        cancels.clear();
    }

    boolean isEmpty() {
        return news.isEmpty() && cancels.isEmpty() && queue.size() == 0 && late.isEmpty();
    }

    void add(Group.Later later) {
        Order order = setup.told() ? core.find(later.cid()) : null;
        if (!setup.told()) {
            (later.cancel() ? cancels : news).addLast(later.cid());
        } else if (order != null && later.cancel()) {
            queue.addCancel(order, 0);
        } else if (order != null && order.reduces() && setup.has(Bug.LETS_NEW_ORDERS_OVERTAKE_REDUCTIONS)) {
            late.add(order);
        } else if (order != null) {
            queue.add(order, 0);
        }
    }

    /** Takes up to so many. */
    Taken take(int max) {
        if (!setup.told()) {
            return taken(max);
        }
        VenueQueue.Batch batch = queue.take(max, this, 0);
        late.forEach(order -> queue.add(order, 0));
        late.clear();
        List<Order> orders = new ArrayList<>(batch.reductions());
        orders.addAll(batch.orders());
        return new Taken(batch.cancels(), orders);
    }

    private Taken taken(int max) {
        Taken taken = new Taken(new ArrayList<>(), new ArrayList<>());
        while (!cancels.isEmpty() && taken.cancels.size() < max) {
            Order order = core.find(cancels.removeFirst());
            if (order != null && core.cancelSent(order)) {
                taken.cancels.add(order);
            }
        }
        while (!news.isEmpty() && taken.cancels.size() + taken.orders.size() < max) {
            Order order = core.find(news.removeFirst());
            if (order != null && order.isUnsent()) {
                taken.orders.add(order);
            }
        }
        return taken;
    }

    @Override
    public @Nullable OrderCore core(Order order) {
        return core.find(order.cid()) == order ? core : null;
    }

    @Override
    public long untilNanos(Order order) {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean mayPlace(Order order) {
        return true;
    }

    private static final class Silent implements DispatchListener {
        @Override
        public void called(int operations, String outcome, long nanos) {}

        @Override
        public void doubtful() {}
    }
}

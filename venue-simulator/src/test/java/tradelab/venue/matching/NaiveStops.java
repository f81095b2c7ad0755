package tradelab.venue.matching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of stops said as plainly as possible: one list by arrival, looked through for every price. */
final class NaiveStops {
    private static final class Stop {
        final long id;
        final int owner;
        final OrderKind then;
        int options;
        long amount;
        long stop;
        long limit;
        long distance;
        boolean due;

        Stop(long id, int owner, OrderKind then, int options, long amount, long stop, long limit, long distance) {
            this.id = id;
            this.owner = owner;
            this.then = then;
            this.options = options;
            this.amount = amount;
            this.stop = stop;
            this.limit = limit;
            this.distance = distance;
        }
    }

    private final List<Stop> waiting = new ArrayList<>();
    private final List<Stop> due = new ArrayList<>();
    private final List<Long> prices = new ArrayList<>();
    private final NaiveEngine engine;
    private final MatchListener listener;
    private long last;

    NaiveStops(NaiveEngine engine, MatchListener listener) {
        this.engine = engine;
        this.listener = listener;
    }

    void traded(long price) {
        last = price;
        prices.add(price);
    }

    void submit(
            long id,
            int owner,
            OrderKind then,
            int options,
            long amount,
            long stop,
            long limit,
            long distance,
            long now) {
        Stop order = new Stop(id, owner, then, options, amount, stop, limit, distance);
        if (distance != 0) {
            order.stop = start(order);
        }
        waiting.add(order);
        placed(order);
        if (distance != 0) {
            listener.trailed(id, owner, order.stop, now);
        }
    }

    boolean cancel(long id, CloseReason reason, long now) {
        Stop order = find(id);
        if (order == null) {
            return false;
        }
        waiting.remove(order);
        due.remove(order);
        listener.closed(id, order.owner, order.amount, reason, now);
        return true;
    }

    boolean replace(long id, int options, long remaining, long stop, long limit, long distance, long now) {
        Stop order = find(id);
        if (order == null) {
            return false;
        }
        order.options = options;
        order.amount = order.amount > 0 ? remaining : -remaining;
        order.limit = limit;
        if (order.distance == 0) {
            order.stop = stop;
        } else if (order.distance != distance) {
            order.distance = distance;
            order.stop = start(order);
            listener.trailed(id, order.owner, order.stop, now);
        }
        due.remove(order);
        order.due = false;
        placed(order);
        listener.reduced(id, order.owner, order.amount, now);
        return true;
    }

    void run(long now) {
        while (true) {
            for (long price : prices) {
                for (Stop order : waiting) {
                    if (!order.due && reached(order, price)) {
                        order.due = true;
                        due.add(order);
                    }
                }
            }
            prices.clear();
            for (Stop order : waiting) {
                long stop = order.distance == 0 || order.due ? order.stop : follow(order);
                if (stop != order.stop) {
                    order.stop = stop;
                    listener.trailed(order.id, order.owner, stop, now);
                }
            }
            if (due.isEmpty()) {
                return;
            }
            Stop order = due.removeFirst();
            waiting.remove(order);
            CloseReason _ = listener.triggered(order.id, order.owner, now);
            engine.submit(order.id, order.owner, order.then, order.options, order.amount, order.limit, now);
        }
    }

    private void placed(Stop order) {
        if (last != 0 && reached(order, last)) {
            order.due = true;
            due.add(order);
        }
    }

    private static boolean reached(Stop order, long price) {
        return order.amount > 0 ? price >= order.stop : price <= order.stop;
    }

    private long start(Stop order) {
        long best = order.amount > 0 ? engine.bestAsk() : engine.bestBid();
        best = best == 0 ? last : best;
        if (order.amount > 0) {
            return best == 0 ? Long.MAX_VALUE : best + order.distance;
        }
        return Math.max(0, best - order.distance);
    }

    private long follow(Stop order) {
        long now = start(order);
        return order.amount > 0 ? Math.min(order.stop, now) : Math.max(order.stop, now);
    }

    private @Nullable Stop find(long id) {
        return waiting.stream().filter(order -> order.id == id).findFirst().orElse(null);
    }
}

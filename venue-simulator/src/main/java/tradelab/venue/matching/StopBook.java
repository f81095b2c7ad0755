package tradelab.venue.matching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one market that wait for a price before they enter its book: stops, stop limits and trailing stops.
 *
 * <p>A buy waits for a trade at its stop or above, a sell for one at its stop or below. A trailing stop follows the best
 * bid up (sells) or the best ask down (buys) at its distance, and never goes back. Stops fire in the order in which
 * trades reached them, among equals in the order of their arrival. Deterministic and not thread-safe.
 */
public final class StopBook {
    /*
     * Each side is sorted by stop, the first to be reached at the front, so that a trade looks at one stop in each side
     * when none is due. Trades are only written down while a command runs; afterwards run() finds what they reached,
     * and enters one stop after the other. What those trade is written down again and may reach further stops.
     */

    private static final Comparator<Stop> BY_SEQUENCE = Comparator.comparingLong(stop -> stop.sequence);

    private static final class Stop {
        final long id;
        final int owner;
        final OrderKind then;
        final long sequence;
        int options;
        long distance; // 0 for a stop that does not trail
        long amount; // signed
        long stop;
        long limit;

        Stop(long id, int owner, OrderKind then, int options, long amount, long limit, long distance, long sequence) {
            this.id = id;
            this.owner = owner;
            this.then = then;
            this.options = options;
            this.amount = amount;
            this.limit = limit;
            this.distance = distance;
            this.sequence = sequence;
        }

        boolean reachedBy(long price) {
            return amount > 0 ? price >= stop : price <= stop;
        }
    }

    /** The best prices of the market; 0 where there is none. */
    public interface Quotes {
        long bestBid();

        long bestAsk();
    }

    private final int stopsMax;
    private final Quotes quotes;
    private final MatchListener listener;
    private final Map<Long, Stop> waiting = new HashMap<>();
    private final TreeSet<Stop> buys =
            new TreeSet<>(Comparator.<Stop>comparingLong(stop -> stop.stop).thenComparing(BY_SEQUENCE));
    private final TreeSet<Stop> sells = new TreeSet<>(
            Comparator.<Stop>comparingLong(stop -> stop.stop).reversed().thenComparing(BY_SEQUENCE));
    private final TreeSet<Stop> trailing = new TreeSet<>(BY_SEQUENCE);
    private final ArrayDeque<Stop> due = new ArrayDeque<>();
    private final List<Stop> reached = new ArrayList<>();
    private long[] prices = new long[64];
    private int priced;
    private long last;
    private long sequence;
    private boolean running;

    /** @param stopsMax how many stops wait; one more is closed */
    public StopBook(int stopsMax, Quotes quotes, MatchListener listener) {
        this.stopsMax = stopsMax;
        this.quotes = quotes;
        this.listener = listener;
    }

    /**
     * Takes a stop order. One whose price has been reached already is due at once.
     *
     * @param then what it becomes: {@link OrderKind#MARKET}, or another kind at {@code limit}
     * @param stop the price it waits for; worked out from the market if {@code distance} is not 0
     * @param distance how far a trailing stop stays away from the market, 0 for others
     */
    public void submit(
            long orderId,
            int owner,
            OrderKind then,
            int options,
            long amount,
            long stop,
            long limit,
            long distance,
            long nowMillis) {
        if (waiting.size() >= stopsMax) {
            listener.closed(orderId, owner, amount, CloseReason.BOOK_FULL, nowMillis);
            return;
        }
        Stop order = new Stop(orderId, owner, then, options, amount, limit, distance, ++sequence);
        order.stop = distance == 0 ? stop : trail(order, 0);
        waiting.put(orderId, order);
        place(order);
        if (distance != 0) {
            listener.trailed(orderId, owner, order.stop, nowMillis);
        }
    }

    /** Takes an order out. Returns false if it does not wait here. */
    public boolean cancel(long orderId, CloseReason reason, long nowMillis) {
        Stop order = waiting.remove(orderId);
        if (order == null) {
            return false;
        }
        displace(order);
        listener.closed(orderId, order.owner, order.amount, reason, nowMillis);
        return true;
    }

    /**
     * Changes a waiting order; its arrival stays. One that trails starts anew from the market if its distance changes.
     * Returns false if it does not wait here.
     */
    public boolean replace(
            long orderId, int options, long remaining, long stop, long limit, long distance, long nowMillis) {
        Stop order = waiting.get(orderId);
        if (order == null) {
            return false;
        }
        displace(order);
        order.options = options;
        order.amount = order.amount > 0 ? remaining : -remaining;
        order.limit = limit;
        if (order.distance == 0) {
            order.stop = stop;
        } else if (distance != order.distance) {
            order.distance = distance;
            order.stop = trail(order, 0);
            listener.trailed(orderId, order.owner, order.stop, nowMillis);
        }
        place(order);
        listener.reduced(orderId, order.owner, order.amount, nowMillis);
        return true;
    }

    /** Returns how many orders wait. */
    public int size() {
        return waiting.size();
    }

    /** Returns the last price that was traded, or 0. */
    public long last() {
        return last;
    }

    /** Writes a trade down; may be called from within a command. */
    public void traded(long price) {
        last = price;
        if (!waiting.isEmpty()) {
            if (priced == prices.length) {
                prices = Arrays.copyOf(prices, priced * 2);
            }
            prices[priced++] = price;
        }
    }

    /** Enters what the trades since the last call reached, until nothing more is due. Call it after each command. */
    public void run(Matcher matcher, long nowMillis) {
        if (running || waiting.isEmpty()) {
            priced = running ? priced : 0;
            return;
        }
        running = true;
        try {
            for (Stop next = next(nowMillis); next != null; next = next(nowMillis)) {
                waiting.remove(next.id);
                CloseReason refused = listener.triggered(next.id, next.owner, nowMillis);
                if (refused == null) {
                    matcher.submit(next.id, next.owner, next.then, next.options, next.amount, next.limit, nowMillis);
                } else {
                    listener.closed(next.id, next.owner, next.amount, refused, nowMillis);
                }
            }
        } finally {
            running = false;
        }
    }

    private @Nullable Stop next(long nowMillis) {
        for (int i = 0; i < priced; i++) {
            reach(buys, prices[i]);
            reach(sells, prices[i]);
            reached.sort(BY_SEQUENCE);
            due.addAll(reached);
            reached.clear();
        }
        priced = 0;
        follow(nowMillis);
        return due.poll();
    }

    private void reach(TreeSet<Stop> side, long price) {
        while (!side.isEmpty() && side.first().reachedBy(price)) {
            Stop order = side.removeFirst();
            trailing.remove(order);
            reached.add(order);
        }
    }

    private void follow(long nowMillis) {
        for (Stop order : trailing) {
            long stop = trail(order, order.stop);
            if (stop != order.stop) {
                TreeSet<Stop> side = order.amount > 0 ? buys : sells;
                side.remove(order);
                order.stop = stop;
                side.add(order);
                listener.trailed(order.id, order.owner, stop, nowMillis);
            }
        }
    }

    /** Returns where a trailing stop is, given where it was; 0 for nowhere yet. */
    private long trail(Stop order, long from) {
        if (order.amount > 0) {
            long ask = quotes.bestAsk() == 0 ? last : quotes.bestAsk();
            long stop = ask == 0 ? Long.MAX_VALUE : ask + order.distance;
            return from == 0 ? stop : Math.min(from, stop);
        }
        long bid = quotes.bestBid() == 0 ? last : quotes.bestBid();
        return Math.max(from, bid - order.distance);
    }

    private void place(Stop order) {
        if (last != 0 && order.reachedBy(last)) {
            due.add(order);
        } else {
            (order.amount > 0 ? buys : sells).add(order);
            if (order.distance != 0) {
                trailing.add(order);
            }
        }
    }

    private void displace(Stop order) {
        (order.amount > 0 ? buys : sells).remove(order);
        trailing.remove(order);
        due.remove(order);
    }
}

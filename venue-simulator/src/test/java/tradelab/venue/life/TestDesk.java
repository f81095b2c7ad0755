package tradelab.venue.life;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tradelab.venue.market.Depth;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.MatchListener;
import tradelab.venue.matching.MatchingEngine;
import tradelab.venue.matching.OrderKind;

/** A desk at the real engine, with a depth kept by adding up orders, that tells a listener what subscribers would see. */
final class TestDesk implements HouseDesk, Depth, MatchListener {
    private static final int ORDERS_MAX = 100_000;

    private final MatchingEngine engine = new MatchingEngine(ORDERS_MAX, this);
    private final TreeMap<Long, Level> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Level> asks = new TreeMap<>();
    private final Map<Long, long[]> orders = new HashMap<>();
    private final List<Long> filledNow = new ArrayList<>();
    private FilledHandler handler = _ -> {};
    private Listener listener = new Listener() {};
    private long nextId = 1;
    long hash;

    /** What a level holds; a change of it is an update of the book. */
    record Level(long amount, int count) {}

    /** Told what subscribers would see. */
    interface Listener {
        default void level(boolean bid, long price, Level level) {}

        default void traded(long amount, long price, long nowMillis) {}

        default void published() {}
    }

    void listen(Listener told) {
        listener = told;
    }

    @Override
    public long submit(OrderKind kind, long amount, long price, long nowMillis) {
        long id = nextId++;
        mix(kind.ordinal(), amount, price, nowMillis);
        engine.submit(id, 1, kind, amount, price, nowMillis);
        tellFilled();
        return id;
    }

    @Override
    public boolean cancel(long orderId, long nowMillis) {
        mix(-1, orderId, 0, nowMillis);
        return engine.cancel(orderId, nowMillis);
    }

    @Override
    public long resting(long orderId) {
        return engine.resting(orderId);
    }

    @Override
    public Depth depth() {
        return this;
    }

    @Override
    public void publish(long nowMillis) {
        listener.published();
    }

    @Override
    public void onFilled(FilledHandler told) {
        handler = told;
    }

    @Override
    public void rested(long orderId, int owner, long price, long remaining, long nowMillis) {
        var _ = orders.put(orderId, new long[] {price, remaining});
        change(remaining > 0, price, Math.abs(remaining), 1);
    }

    @Override
    public void traded(
            long makerId,
            int makerOwner,
            long makerRemaining,
            long takerId,
            int takerOwner,
            long takerRemaining,
            long price,
            long amount,
            long nowMillis) {
        long[] maker = Objects.requireNonNull(orders.get(makerId));
        maker[1] = maker[1] > 0 ? makerRemaining : -makerRemaining;
        boolean makerBids = amount < 0;
        change(makerBids, price, -Math.abs(amount), makerRemaining == 0 ? -1 : 0);
        listener.traded(amount, price, nowMillis);
    }

    @Override
    public void reduced(long orderId, int owner, long remaining, long nowMillis) {
        throw new AssertionError("the crowd does not change orders");
    }

    @Override
    public void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {
        long[] order = orders.remove(orderId);
        if (order != null && reason == CloseReason.FILLED) {
            var _ = filledNow.add(orderId);
        } else if (order != null) {
            change(order[1] > 0, order[0], -Math.abs(order[1]), -1);
        }
    }

    private void tellFilled() {
        List<Long> told = List.copyOf(filledNow);
        filledNow.clear();
        told.forEach(handler::filled);
    }

    private void change(boolean bid, long price, long amount, int count) {
        TreeMap<Long, Level> side = side(bid);
        Level before = side.getOrDefault(price, new Level(0, 0));
        Level after = new Level(before.amount() + amount, before.count() + count);
        if (after.count() == 0) {
            var _ = side.remove(price);
        } else {
            var _ = side.put(price, after);
        }
        listener.level(bid, price, after);
    }

    private void mix(long... values) {
        for (long value : values) {
            hash = hash * 31 + value;
        }
    }

    @Override
    public int levels(boolean ofBids) {
        return side(ofBids).size();
    }

    @Override
    public long price(boolean ofBids, int index) {
        if (index == 0) {
            return side(ofBids).firstKey();
        }
        return side(ofBids).keySet().stream().skip(index).findFirst().orElseThrow();
    }

    @Override
    public long amount(boolean ofBids, int index) {
        return level(ofBids, index).amount();
    }

    @Override
    public int count(boolean ofBids, int index) {
        return level(ofBids, index).count();
    }

    private Level level(boolean ofBids, int index) {
        return side(ofBids).values().stream().skip(index).findFirst().orElseThrow();
    }

    TreeMap<Long, Level> side(boolean ofBids) {
        return ofBids ? bids : asks;
    }
}

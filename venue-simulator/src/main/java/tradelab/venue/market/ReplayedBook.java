package tradelab.venue.market;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.MatchListener;
import tradelab.venue.matching.Matcher;
import tradelab.venue.matching.OrderKind;

/**
 * A recorded book by level, and the own orders that live beside it.
 *
 * <p>Own orders do not change the recording: one that takes trades at the recorded levels without removing them; one
 * that rests trades at its own price once a recorded trade or the best opposite level reaches it. They are hidden and
 * never meet each other, so that order options change nothing. Not thread-safe.
 */
final class ReplayedBook implements Depth, Matcher {
    private static final int HOUSE = 0;
    private static final long HOUSE_ORDER = 0;

    private static final class Resting {
        final long id;
        final int owner;
        final boolean bid;
        long price;
        long remaining;

        Resting(long id, int owner, boolean bid, long price, long remaining) {
            this.id = id;
            this.owner = owner;
            this.bid = bid;
            this.price = price;
            this.remaining = remaining;
        }

        long signed() {
            return bid ? remaining : -remaining;
        }
    }

    private final LevelList bids = new LevelList(true);
    private final LevelList asks = new LevelList(false);
    private final Map<Long, Resting> resting = new LinkedHashMap<>();
    private final TreeMap<Long, List<Resting>> restingBids = new TreeMap<>(java.util.Comparator.reverseOrder());
    private final TreeMap<Long, List<Resting>> restingAsks = new TreeMap<>();
    private final MatchListener listener;
    private final int ordersMax;

    ReplayedBook(int ordersMax, MatchListener listener) {
        this.ordersMax = ordersMax;
        this.listener = listener;
    }

    void clear() {
        bids.clear();
        asks.clear();
    }

    void set(long price, int count, long amount) {
        (amount >= 0 ? bids : asks).set(price, count, Math.abs(amount));
    }

    /** Fills own resting orders that the best opposite level reaches. */
    void matchQuotes(long nowMillis) {
        if (!restingBids.isEmpty() && asks.size() > 0) {
            matchUpTo(true, asks.price(0), Long.MAX_VALUE, nowMillis);
        }
        if (!restingAsks.isEmpty() && bids.size() > 0) {
            matchUpTo(false, bids.price(0), Long.MAX_VALUE, nowMillis);
        }
    }

    /** Fills own resting orders that a recorded trade reaches, up to its amount. */
    void matchTrade(long amount, long price, long nowMillis) {
        matchUpTo(amount < 0, price, Math.abs(amount), nowMillis);
    }

    private void matchUpTo(boolean bid, long price, long available, long nowMillis) {
        TreeMap<Long, List<Resting>> side = bid ? restingBids : restingAsks;
        long left = available;
        while (left > 0 && !side.isEmpty()) {
            long best = side.firstKey();
            if (bid ? best < price : best > price) {
                return;
            }
            Resting order = side.firstEntry().getValue().getFirst();
            long traded = listener.reducible(order.id, order.owner, Math.min(left, order.remaining));
            if (traded == 0) {
                drop(order);
                listener.closed(
                        order.id,
                        order.owner,
                        bid ? order.remaining : -order.remaining,
                        CloseReason.NO_POSITION,
                        nowMillis);
                continue;
            }
            left -= traded;
            order.remaining -= traded;
            if (order.remaining == 0) {
                drop(order);
            }
            listener.traded(
                    order.id,
                    order.owner,
                    order.remaining,
                    HOUSE_ORDER,
                    HOUSE,
                    0,
                    order.price,
                    bid ? -traded : traded,
                    nowMillis);
            if (order.remaining == 0) {
                listener.closed(order.id, order.owner, 0, CloseReason.FILLED, nowMillis);
            }
        }
    }

    @Override
    public void submit(long orderId, int owner, OrderKind kind, int options, long amount, long price, long nowMillis) {
        boolean bid = amount > 0;
        LevelList opposite = bid ? asks : bids;
        long limit = kind != OrderKind.MARKET ? price : bid ? Long.MAX_VALUE : 1;
        boolean crosses = opposite.size() > 0 && crosses(bid, opposite.price(0), limit);
        if (kind == OrderKind.POST_ONLY && crosses) {
            listener.closed(orderId, owner, amount, CloseReason.WOULD_TAKE, nowMillis);
            return;
        }
        if (kind == OrderKind.FOK && available(opposite, bid, limit) < Math.abs(amount)) {
            listener.closed(orderId, owner, amount, CloseReason.NOT_COMPLETELY, nowMillis);
            return;
        }
        long left = Math.abs(amount);
        for (int i = 0; left > 0 && i < opposite.size() && crosses(bid, opposite.price(i), limit); i++) {
            long traded = Math.min(left, opposite.amount(i));
            left -= traded;
            listener.traded(
                    HOUSE_ORDER, HOUSE, 0, orderId, owner, left, opposite.price(i), bid ? traded : -traded, nowMillis);
        }
        finish(orderId, owner, kind, bid, left, price, nowMillis);
    }

    private void finish(long orderId, int owner, OrderKind kind, boolean bid, long left, long price, long nowMillis) {
        long rest = bid ? left : -left;
        if (left == 0) {
            listener.closed(orderId, owner, 0, CloseReason.FILLED, nowMillis);
        } else if (kind == OrderKind.IOC) {
            listener.closed(orderId, owner, rest, CloseReason.NOT_AT_ONCE, nowMillis);
        } else if (kind == OrderKind.MARKET) {
            listener.closed(orderId, owner, rest, CloseReason.NO_LIQUIDITY, nowMillis);
        } else if (resting.size() >= ordersMax) {
            listener.closed(orderId, owner, rest, CloseReason.BOOK_FULL, nowMillis);
        } else {
            Resting order = new Resting(orderId, owner, bid, price, left);
            resting.put(orderId, order);
            (bid ? restingBids : restingAsks)
                    .computeIfAbsent(price, _ -> new ArrayList<>())
                    .add(order);
            listener.rested(orderId, owner, price, rest, nowMillis);
        }
    }

    @Override
    public boolean cancel(long orderId, CloseReason reason, long nowMillis) {
        Resting order = resting.get(orderId);
        if (order == null) {
            return false;
        }
        drop(order);
        listener.closed(orderId, order.owner, order.signed(), reason, nowMillis);
        return true;
    }

    @Override
    public boolean replace(long orderId, OrderKind kind, int options, long remaining, long price, long nowMillis) {
        Resting order = resting.get(orderId);
        if (order == null) {
            return false;
        }
        if (order.price == price && remaining <= order.remaining) {
            order.remaining = remaining;
            listener.reduced(orderId, order.owner, order.signed(), nowMillis);
        } else {
            drop(order);
            submit(orderId, order.owner, kind, options, order.bid ? remaining : -remaining, price, nowMillis);
        }
        return true;
    }

    @Override
    public long resting(long orderId) {
        Resting order = resting.get(orderId);
        return order == null ? 0 : order.remaining;
    }

    private void drop(Resting order) {
        resting.remove(order.id);
        TreeMap<Long, List<Resting>> side = order.bid ? restingBids : restingAsks;
        List<Resting> queue = side.get(order.price);
        if (queue != null) {
            queue.remove(order);
            if (queue.isEmpty()) {
                side.remove(order.price);
            }
        }
    }

    private static boolean crosses(boolean bid, long opposite, long limit) {
        return bid ? opposite <= limit : opposite >= limit;
    }

    private static long available(LevelList opposite, boolean bid, long limit) {
        long sum = 0;
        for (int i = 0; i < opposite.size() && crosses(bid, opposite.price(i), limit); i++) {
            sum += opposite.amount(i);
        }
        return sum;
    }

    @Override
    public int levels(boolean bidSide) {
        return side(bidSide).size();
    }

    @Override
    public long price(boolean bidSide, int index) {
        return side(bidSide).price(index);
    }

    @Override
    public long amount(boolean bidSide, int index) {
        return side(bidSide).amount(index);
    }

    @Override
    public int count(boolean bidSide, int index) {
        return side(bidSide).count(index);
    }

    private LevelList side(boolean bidSide) {
        return bidSide ? bids : asks;
    }
}

package tradelab.venue.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The same rules said as plainly as possible: one sorted list a side, searched from the start. */
final class NaiveEngine implements Matcher {
    private static final class Resting {
        final long id;
        final int owner;
        final boolean bid;
        final long price;
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

    private final List<Resting> bids = new ArrayList<>();
    private final List<Resting> asks = new ArrayList<>();
    private final int ordersMax;
    private final MatchListener listener;

    NaiveEngine(int ordersMax, MatchListener listener) {
        this.ordersMax = ordersMax;
        this.listener = listener;
    }

    @Override
    public void submit(long orderId, int owner, OrderKind kind, long amount, long price, long nowMillis) {
        boolean bid = amount > 0;
        long limit = kind != OrderKind.MARKET ? price : bid ? Long.MAX_VALUE : 0;
        List<Resting> crossing = new ArrayList<>(bid ? asks : bids);
        crossing.removeIf(maker -> bid ? maker.price > limit : maker.price < limit);
        long available = crossing.stream().mapToLong(maker -> maker.remaining).sum();
        if (kind == OrderKind.POST_ONLY && !crossing.isEmpty()) {
            listener.closed(orderId, owner, amount, CloseReason.WOULD_TAKE, nowMillis);
            return;
        }
        if (kind == OrderKind.FOK && available < Math.abs(amount)) {
            listener.closed(orderId, owner, amount, CloseReason.NOT_COMPLETELY, nowMillis);
            return;
        }
        long left = Math.abs(amount);
        for (Resting maker : crossing) {
            if (left == 0) {
                break;
            }
            long traded = Math.min(left, maker.remaining);
            left -= traded;
            maker.remaining -= traded;
            listener.traded(
                    maker.id,
                    maker.owner,
                    maker.remaining,
                    orderId,
                    owner,
                    left,
                    maker.price,
                    bid ? traded : -traded,
                    nowMillis);
            if (maker.remaining == 0) {
                (bid ? asks : bids).remove(maker);
                listener.closed(maker.id, maker.owner, 0, CloseReason.FILLED, nowMillis);
            }
        }
        long rest = bid ? left : -left;
        if (left == 0) {
            listener.closed(orderId, owner, 0, CloseReason.FILLED, nowMillis);
        } else if (kind == OrderKind.IOC) {
            listener.closed(orderId, owner, rest, CloseReason.NOT_AT_ONCE, nowMillis);
        } else if (kind == OrderKind.MARKET) {
            listener.closed(orderId, owner, rest, CloseReason.NO_LIQUIDITY, nowMillis);
        } else if (bids.size() + asks.size() >= ordersMax) {
            listener.closed(orderId, owner, rest, CloseReason.BOOK_FULL, nowMillis);
        } else {
            List<Resting> side = bid ? bids : asks;
            side.add(new Resting(orderId, owner, bid, price, left));
            Comparator<Resting> byPrice = Comparator.comparingLong(order -> order.price);
            side.sort(bid ? byPrice.reversed() : byPrice); // stable: arrival order within a price stays
            listener.rested(orderId, owner, price, rest, nowMillis);
        }
    }

    @Override
    public boolean cancel(long orderId, long nowMillis) {
        Resting order = find(orderId);
        if (order == null) {
            return false;
        }
        (order.bid ? bids : asks).remove(order);
        listener.closed(orderId, order.owner, order.signed(), CloseReason.CANCELLED, nowMillis);
        return true;
    }

    @Override
    public boolean replace(long orderId, OrderKind kind, long remaining, long price, long nowMillis) {
        Resting order = find(orderId);
        if (order == null) {
            return false;
        }
        if (order.price == price && remaining <= order.remaining) {
            order.remaining = remaining;
            listener.reduced(orderId, order.owner, order.signed(), nowMillis);
        } else {
            (order.bid ? bids : asks).remove(order);
            submit(orderId, order.owner, kind, order.bid ? remaining : -remaining, price, nowMillis);
        }
        return true;
    }

    @Override
    public long resting(long orderId) {
        Resting order = find(orderId);
        return order == null ? 0 : order.remaining;
    }

    private @org.jspecify.annotations.Nullable Resting find(long orderId) {
        for (List<Resting> side : List.of(bids, asks)) {
            for (Resting order : side) {
                if (order.id == orderId) {
                    return order;
                }
            }
        }
        return null;
    }
}

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
        int options;
        long remaining;

        Resting(long id, int owner, int options, boolean bid, long price, long remaining) {
            this.id = id;
            this.owner = owner;
            this.options = options;
            this.bid = bid;
            this.price = price;
            this.remaining = remaining;
        }

        boolean hidden() {
            return (options & OrderOptions.HIDDEN) != 0;
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
    public void submit(long orderId, int owner, OrderKind kind, int options, long amount, long price, long nowMillis) {
        boolean bid = amount > 0;
        long limit = kind != OrderKind.MARKET ? price : bid ? Long.MAX_VALUE : 0;
        List<Resting> crossing = new ArrayList<>(bid ? asks : bids);
        crossing.removeIf(maker -> bid ? maker.price > limit : maker.price < limit);
        boolean isProtected = (options & OrderOptions.PROTECT_SELF) != 0;
        boolean meetsOwn = false;
        for (int i = 0; isProtected && i < crossing.size(); i++) {
            if (crossing.get(i).owner == owner) {
                meetsOwn = true;
                crossing = new ArrayList<>(crossing.subList(0, i));
            }
        }
        long available = crossing.stream().mapToLong(maker -> maker.remaining).sum();
        if (kind == OrderKind.POST_ONLY && (meetsOwn || !crossing.isEmpty())) {
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
        } else if (meetsOwn) {
            listener.closed(orderId, owner, rest, CloseReason.SELF_MATCH, nowMillis);
        } else if (kind == OrderKind.IOC) {
            listener.closed(orderId, owner, rest, CloseReason.NOT_AT_ONCE, nowMillis);
        } else if (kind == OrderKind.MARKET) {
            listener.closed(orderId, owner, rest, CloseReason.NO_LIQUIDITY, nowMillis);
        } else if (bids.size() + asks.size() >= ordersMax) {
            listener.closed(orderId, owner, rest, CloseReason.BOOK_FULL, nowMillis);
        } else {
            List<Resting> side = bid ? bids : asks;
            side.add(new Resting(orderId, owner, options, bid, price, left));
            Comparator<Resting> byPrice = Comparator.comparingLong(order -> order.price);
            // Stable: the order of arrival stays, after visible before hidden within a price.
            side.sort((bid ? byPrice.reversed() : byPrice).thenComparing(Resting::hidden));
            listener.rested(orderId, owner, price, rest, nowMillis);
        }
    }

    @Override
    public boolean cancel(long orderId, CloseReason reason, long nowMillis) {
        Resting order = find(orderId);
        if (order == null) {
            return false;
        }
        (order.bid ? bids : asks).remove(order);
        listener.closed(orderId, order.owner, order.signed(), reason, nowMillis);
        return true;
    }

    @Override
    public boolean replace(long orderId, OrderKind kind, int options, long remaining, long price, long nowMillis) {
        Resting order = find(orderId);
        if (order == null) {
            return false;
        }
        boolean sameHiding = order.hidden() == ((options & OrderOptions.HIDDEN) != 0);
        if (order.price == price && remaining <= order.remaining && sameHiding) {
            order.options = options;
            order.remaining = remaining;
            listener.reduced(orderId, order.owner, order.signed(), nowMillis);
        } else {
            (order.bid ? bids : asks).remove(order);
            submit(orderId, order.owner, kind, options, order.bid ? remaining : -remaining, price, nowMillis);
        }
        return true;
    }

    @Override
    public long resting(long orderId) {
        Resting order = find(orderId);
        return order == null ? 0 : order.remaining;
    }

    long bestBid() {
        return best(bids);
    }

    long bestAsk() {
        return best(asks);
    }

    private static long best(List<Resting> side) {
        return side.stream()
                .filter(order -> !order.hidden())
                .mapToLong(order -> order.price)
                .findFirst()
                .orElse(0);
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

package tradelab.venue.matching;

/**
 * The order book of one symbol and its matching: best price first, then earliest arrival, at the maker's price.
 *
 * <p>Deterministic: the same commands give the same events. Not thread-safe: one event loop owns it. Commands allocate
 * nothing once the arrays have grown to the book's size. Cost: near the best price O(1) a command, O(log levels) to find
 * a far one, plus one step for each order traded with.
 */
public final class MatchingEngine implements Matcher {
    /*
     * Each side is a ladder of levels sorted by price; each level is a doubly linked queue of orders threaded through
     * the arrays of the pool. An arriving order eats the opposite ladder from its best end while the price crosses, and
     * what is left joins the queue of its own level. The level keeps its total amount and number of orders, so the depth
     * that the market publishes, and the question whether an FOK order can be filled, never walk the queues.
     *
     * Hidden orders have ladders of their own, so that the published ones need no filter: an arriving order eats from
     * whichever ladder is better, and from the visible one at the same price.
     */

    private static final int NONE = OrderPool.NONE;
    private static final int EXPECTED = 128;
    private static final int LEVELS_MIN = 16;

    private final MatchListener listener;
    private final int ordersMax;
    private final OrderPool orders;
    private final SlotIndex index;
    private final Ladder bids;
    private final Ladder asks;
    private final Ladder hiddenBids = new Ladder(true, LEVELS_MIN);
    private final Ladder hiddenAsks = new Ladder(false, LEVELS_MIN);
    private boolean metOwnOrder;
    private int reducing; // orders in the book with OrderOptions.REDUCES

    /** @param ordersMax how many orders the book holds; an order that would rest beyond is closed */
    public MatchingEngine(int ordersMax, MatchListener listener) {
        this(ordersMax, Math.min(ordersMax, EXPECTED), listener);
    }

    /**
     * A book that has its memory from the start.
     *
     * @param ordersMax how many orders the book holds; an order that would rest beyond is closed
     * @param ordersExpected how many orders, and half as many price levels on each side, it takes before it allocates
     */
    public MatchingEngine(int ordersMax, int ordersExpected, MatchListener listener) {
        if (ordersMax < 1) {
            throw new IllegalArgumentException("ordersMax: expected at least 1, got " + ordersMax);
        }
        if (ordersExpected < 1 || ordersExpected > ordersMax) {
            throw new IllegalArgumentException(
                    "ordersExpected: expected 1 to " + ordersMax + ", got " + ordersExpected);
        }
        orders = new OrderPool(ordersExpected);
        index = new SlotIndex(ordersExpected);
        bids = new Ladder(true, Math.max(LEVELS_MIN, ordersExpected / 2));
        asks = new Ladder(false, Math.max(LEVELS_MIN, ordersExpected / 2));
        this.ordersMax = ordersMax;
        this.listener = listener;
    }

    @Override
    public void submit(long orderId, int owner, OrderKind kind, int options, long amount, long price, long nowMillis) {
        if (orderId == 0 || amount == 0 || amount == Long.MIN_VALUE || (price < 1 && kind != OrderKind.MARKET)) {
            throw new IllegalArgumentException("order: expected an id, an amount and a price, got id=" + orderId
                    + " amount=" + amount + " price=" + price);
        }
        if (index.get(orderId) != SlotIndex.ABSENT) {
            throw new IllegalArgumentException(
                    "orderId: expected a new one, got " + orderId + ", which is in the book");
        }
        enter(NONE, orderId, owner, kind, options, amount > 0, Math.abs(amount), price, nowMillis);
    }

    @Override
    public boolean cancel(long orderId, CloseReason reason, long nowMillis) {
        int slot = index.get(orderId);
        if (slot == SlotIndex.ABSENT) {
            return false;
        }
        int owner = orders.owner(slot);
        long remaining = signed(orders.bid(slot), orders.remaining(slot));
        unlink(slot);
        forget(slot);
        listener.closed(orderId, owner, remaining, reason, nowMillis);
        return true;
    }

    @Override
    public boolean replace(long orderId, OrderKind kind, int options, long remaining, long price, long nowMillis) {
        int slot = index.get(orderId);
        if (slot == SlotIndex.ABSENT) {
            return false;
        }
        if (remaining < 1 || price < 1) {
            throw new IllegalArgumentException(
                    "order: expected an amount and a price, got amount=" + remaining + " price=" + price);
        }
        int owner = orders.owner(slot);
        boolean bid = orders.bid(slot);
        long before = orders.remaining(slot);
        boolean moves = OrderOptions.hidden(options) != OrderOptions.hidden(orders.options(slot));
        if (price == orders.price(slot) && remaining <= before && !moves) {
            reducing += (OrderOptions.reduces(options) ? 1 : 0) - (OrderOptions.reduces(orders.options(slot)) ? 1 : 0);
            orders.side(slot, bid, options);
            orders.remaining(slot, remaining);
            ladder(bid, options).reduce(orders.level(slot), before - remaining);
            listener.reduced(orderId, owner, signed(bid, remaining), nowMillis);
            return true;
        }
        unlink(slot);
        enter(slot, orderId, owner, kind, options, bid, remaining, price, nowMillis);
        return true;
    }

    @Override
    public long resting(long orderId) {
        int slot = index.get(orderId);
        return slot == SlotIndex.ABSENT ? 0 : orders.remaining(slot);
    }

    /** Returns the number of orders in the book, hidden ones too; everything else shown is visible ones only. */
    public int orders() {
        return orders.size();
    }

    /** Returns the number of price levels on a side. */
    public int levels(boolean bidSide) {
        return side(bidSide).size();
    }

    /** Returns the price of level {@code at}, 0 being the best. */
    public long price(boolean bidSide, int at) {
        return side(bidSide).price(at);
    }

    /** Returns the amount of level {@code at}, unsigned. */
    public long amount(boolean bidSide, int at) {
        Ladder side = side(bidSide);
        return side.amount(side.level(at));
    }

    /** Returns the number of orders of level {@code at}. */
    public int count(boolean bidSide, int at) {
        Ladder side = side(bidSide);
        return side.count(side.level(at));
    }

    /** Shows the orders of a side, best price first, then by arrival, until the visitor has enough. */
    public void visit(boolean bidSide, OrderVisitor visitor) {
        Ladder side = side(bidSide);
        for (int at = 0; at < side.size(); at++) {
            for (int slot = side.head(side.level(at)); slot != NONE; slot = orders.next(slot)) {
                if (!visitor.visit(orders.id(slot), orders.price(slot), signed(bidSide, orders.remaining(slot)))) {
                    return;
                }
            }
        }
    }

    /** Shows the amounts of a side by price, hidden ones too, in the order in which they would be taken. */
    public void visitTakeable(boolean bidSide, LevelVisitor visitor) {
        Ladder visible = side(bidSide);
        Ladder hidden = bidSide ? hiddenBids : hiddenAsks;
        int v = 0;
        int h = 0;
        boolean more = true;
        while (more && (v < visible.size() || h < hidden.size())) {
            boolean takesHidden = h < hidden.size() && (v == visible.size() || hidden.keyAt(h) > visible.keyAt(v));
            Ladder from = takesHidden ? hidden : visible;
            int at = takesHidden ? h++ : v++;
            more = visitor.visit(from.price(at), from.amount(from.level(at)));
        }
    }

    /** @param own the slot that the order keeps while it is entered again; {@link #NONE} for one that comes first */
    private void enter(
            int own,
            long orderId,
            int owner,
            OrderKind kind,
            int options,
            boolean bid,
            long amount,
            long limit,
            long nowMillis) {
        long price = kind == OrderKind.MARKET ? (bid ? Long.MAX_VALUE : 1) : limit;
        if (kind == OrderKind.POST_ONLY && crosses(best(!bid), price)) {
            close(own, orderId, owner, signed(bid, amount), CloseReason.WOULD_TAKE, nowMillis);
            return;
        }
        if (kind == OrderKind.FOK && !fillable(!bid, price, amount, owner, OrderOptions.protects(options))) {
            close(own, orderId, owner, signed(bid, amount), CloseReason.NOT_COMPLETELY, nowMillis);
            return;
        }
        long remaining = take(orderId, owner, options, bid, amount, price, nowMillis);
        if (remaining == 0) {
            close(own, orderId, owner, 0, CloseReason.FILLED, nowMillis);
        } else if (metOwnOrder) {
            metOwnOrder = false;
            close(own, orderId, owner, signed(bid, remaining), CloseReason.SELF_MATCH, nowMillis);
        } else if (kind == OrderKind.IOC) {
            close(own, orderId, owner, signed(bid, remaining), CloseReason.NOT_AT_ONCE, nowMillis);
        } else if (kind == OrderKind.MARKET) {
            close(own, orderId, owner, signed(bid, remaining), CloseReason.NO_LIQUIDITY, nowMillis);
        } else if (own == NONE && orders.size() >= ordersMax) {
            close(own, orderId, owner, signed(bid, remaining), CloseReason.BOOK_FULL, nowMillis);
        } else {
            rest(own, orderId, owner, options, bid, remaining, limit);
            listener.rested(orderId, owner, limit, signed(bid, remaining), nowMillis);
        }
    }

    private void close(int own, long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {
        if (own != NONE) {
            forget(own);
        }
        listener.closed(orderId, owner, remaining, reason, nowMillis);
    }

    private long take(long orderId, int owner, int options, boolean bid, long amount, long price, long nowMillis) {
        long remaining = amount;
        Ladder opposite = best(!bid);
        while (remaining > 0 && crosses(opposite, price)) {
            int level = opposite.best();
            int maker = opposite.head(level);
            int makerOwner = orders.owner(maker);
            if (makerOwner == owner && OrderOptions.protects(options)) {
                metOwnOrder = true;
                return remaining;
            }
            long makerAmount = orders.remaining(maker);
            long traded = Math.min(remaining, makerAmount);
            long makerId = orders.id(maker);
            if (OrderOptions.reduces(orders.options(maker))) {
                traded = listener.reducible(makerId, makerOwner, traded);
                if (traded == 0) {
                    boolean _ = cancel(makerId, CloseReason.NO_POSITION, nowMillis);
                    opposite = best(!bid);
                    continue;
                }
            }
            long makerPrice = orders.price(maker);
            long makerRemaining = makerAmount - traded;
            remaining -= traded;
            if (makerRemaining == 0) {
                unlink(maker);
                forget(maker);
            } else {
                orders.remaining(maker, makerRemaining);
                opposite.reduce(level, traded);
            }
            listener.traded(
                    makerId,
                    makerOwner,
                    makerRemaining,
                    orderId,
                    owner,
                    remaining,
                    makerPrice,
                    signed(bid, traded),
                    nowMillis);
            if (makerRemaining == 0) {
                listener.closed(makerId, makerOwner, 0, CloseReason.FILLED, nowMillis);
                opposite = best(!bid);
            }
        }
        return remaining;
    }

    /**
     * Returns whether the side holds {@code amount} up to {@code price}; a protected owner's own orders end the way.
     * Orders that only reduce do not count: what they may trade is known when their turn comes.
     */
    private boolean fillable(boolean bidSide, long price, long amount, int owner, boolean isProtected) {
        Ladder visible = side(bidSide);
        Ladder hidden = bidSide ? hiddenBids : hiddenAsks;
        long missing = amount;
        int v = 0;
        int h = 0;
        while (missing > 0) {
            boolean visibleLeft = v < visible.size() && visible.crosses(v, price);
            boolean hiddenLeft = h < hidden.size() && hidden.crosses(h, price);
            if (!visibleLeft && !hiddenLeft) {
                return false;
            }
            boolean takesHidden = hiddenLeft && (!visibleLeft || hidden.keyAt(h) > visible.keyAt(v));
            Ladder from = takesHidden ? hidden : visible;
            int level = from.level(takesHidden ? h++ : v++);
            boolean eachCounts = isProtected || reducing > 0;
            for (int slot = eachCounts ? from.head(level) : NONE; slot != NONE; slot = orders.next(slot)) {
                if (isProtected && orders.owner(slot) == owner && missing > 0) {
                    return false;
                }
                missing -= OrderOptions.reduces(orders.options(slot)) ? 0 : orders.remaining(slot);
            }
            missing -= eachCounts ? 0 : from.amount(level);
        }
        return true;
    }

    private static boolean crosses(Ladder opposite, long price) {
        return opposite.crosses(price);
    }

    /** Returns the ladder of a side whose best order is first in line. */
    private Ladder best(boolean bidSide) {
        Ladder visible = side(bidSide);
        Ladder hidden = bidSide ? hiddenBids : hiddenAsks;
        if (hidden.size() == 0) {
            return visible;
        }
        return visible.size() == 0 || hidden.keyAt(0) > visible.keyAt(0) ? hidden : visible;
    }

    private void rest(int own, long orderId, int owner, int options, boolean bid, long remaining, long price) {
        int slot = own;
        if (slot == NONE) {
            slot = orders.allocate(orderId, owner);
            index.put(orderId, slot);
        }
        Ladder side = ladder(bid, options);
        int level = side.levelAt(price);
        orders.side(slot, bid, options);
        orders.append(slot, price, remaining, level, side.tail(level));
        side.joined(level, slot, remaining);
        reducing += OrderOptions.reduces(options) ? 1 : 0;
    }

    /** Takes the order out of its level; it keeps its slot and its place in the index. */
    private void unlink(int slot) {
        Ladder side = ladder(orders.bid(slot), orders.options(slot));
        int level = orders.level(slot);
        int previous = orders.previous(slot);
        int next = orders.next(slot);
        if (previous == NONE) {
            side.head(level, next);
        } else {
            orders.next(previous, next);
        }
        if (next == NONE) {
            side.tail(level, previous);
        } else {
            orders.previous(next, previous);
        }
        side.left(level, orders.remaining(slot));
        reducing -= OrderOptions.reduces(orders.options(slot)) ? 1 : 0;
    }

    private void forget(int slot) {
        index.remove(orders.id(slot));
        orders.release(slot);
    }

    private Ladder ladder(boolean bidSide, int options) {
        if (OrderOptions.hidden(options)) {
            return bidSide ? hiddenBids : hiddenAsks;
        }
        return side(bidSide);
    }

    private Ladder side(boolean bidSide) {
        return bidSide ? bids : asks;
    }

    private static long signed(boolean bid, long amount) {
        return bid ? amount : -amount;
    }
}

package tradelab.venue.taiwan.market;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.auction.CallAuction;
import tradelab.venue.taiwan.auction.CallAuction.Outcome;
import tradelab.venue.taiwan.rules.Ticks;

/** The books of one security and how orders in them trade; knows no phases. Not thread-safe. */
final class Matching {
    final Book board = new Book();
    final Book odd = new Book();
    final Book fixed = new Book();
    private final SecurityMarket market;
    private final Ticks ticks;
    private final LongSupplier tradeIds;
    private final MarketListener listener;
    private Stabilizer stabilizer = new Stabilizer();
    private DayStatistics day = new DayStatistics();
    private DayStatistics oddDay = new DayStatistics();
    private long reference;

    Matching(SecurityMarket market, long reference, LongSupplier tradeIds, MarketListener listener) {
        this.market = market;
        this.ticks = market.security().ticks();
        this.reference = reference;
        this.tradeIds = tradeIds;
        this.listener = listener;
    }

    /** Forgets the day; its last price becomes the reference. */
    void startDay() {
        reference = nearest();
        day = new DayStatistics();
        oddDay = new DayStatistics();
        stabilizer = new Stabilizer();
    }

    long reference() {
        return reference;
    }

    DayStatistics day() {
        return day;
    }

    DayStatistics oddDay() {
        return oddDay;
    }

    Stabilizer stabilizer() {
        return stabilizer;
    }

    /** Returns what a call auction of the board lots would do. */
    Outcome simulate() {
        return CallAuction.of(board.bids, board.asks, nearest(), ticks);
    }

    /** Returns whether a price is too far away for continuous trading. */
    boolean isTooFar(long price, long nowMillis) {
        return Stabilizer.differ(price, stabilizer.base(nearest(), nowMillis));
    }

    /** Writes up to five levels, best first, into the arrays and returns how many. Market orders at what they pay. */
    int top(OrderSession session, boolean buy, long[] prices, long[] shares) {
        BookSide side = (session == OrderSession.ODD ? odd : board).side(buy);
        int size = 0;
        if (!side.market.isEmpty()) {
            prices[0] = conversionPrice(buy, 0);
            shares[0] = side.market.shares;
            size = 1;
        }
        for (int at = 0; at < side.levels() && size < Book.LEVELS_SHOWN; at++) {
            if (size == 1 && prices[0] == side.price(at)) {
                shares[0] += side.shares(at);
            } else {
                prices[size] = side.price(at);
                shares[size] = side.shares(at);
                size++;
            }
        }
        return size;
    }

    /** Trades what an order can; returns whether that stopped because the next price is too far away. */
    boolean take(Order taker, long nowMillis) {
        BookSide opposite = board.side(!taker.isBuy());
        long base = stabilizer.base(nearest(), nowMillis);
        while (taker.remaining > 0) {
            Order maker = opposite.first();
            if (maker == null) {
                return false;
            }
            long price = maker.isMarket() ? conversionPrice(maker.isBuy(), taker.price) : maker.price;
            if (!crosses(taker, price)) {
                return false;
            }
            if (Stabilizer.differ(price, base)) {
                return true;
            }
            Order buy = taker.isBuy() ? taker : maker;
            Order sell = taker.isBuy() ? maker : taker;
            stabilizer.traded(price, Math.min(taker.remaining, maker.remaining), nowMillis);
            trade(board, buy, sell, price, taker.terms().side(), TradeKind.CONTINUOUS, nowMillis);
        }
        return false;
    }

    /** Returns the price of the last share if an order trades completely, else 0. */
    long priceOfAll(Order order) {
        BookSide opposite = board.side(!order.isBuy());
        long missing = order.remaining - opposite.market.shares;
        long price = opposite.market.isEmpty() ? 0 : conversionPrice(!order.isBuy(), order.price);
        for (int at = 0; missing > 0 && at < opposite.levels(); at++) {
            price = opposite.price(at);
            if (!crosses(order, price)) {
                return 0;
            }
            missing -= opposite.shares(at);
        }
        return missing > 0 ? 0 : price;
    }

    void call(Book book, TradeKind kind, long nowMillis) {
        long nearest = book == odd && oddDay.last() != 0 ? oddDay.last() : nearest();
        Outcome outcome = CallAuction.of(book.bids, book.asks, nearest, ticks);
        for (long left = outcome.shares(); left > 0; ) {
            Order buy = book.bids.firstLimit();
            Order sell = book.asks.firstLimit();
            if (buy == null || sell == null) {
                throw new IllegalStateException(
                        "auction of " + market.security().code() + " lacks " + left + " shares");
            }
            long before = buy.remaining;
            trade(book, buy, sell, outcome.price(), null, kind, nowMillis);
            left -= before - buy.remaining;
        }
        if (outcome.trades() && book == board) {
            stabilizer.traded(outcome.price(), outcome.shares(), nowMillis);
        }
    }

    /** Everything trades at one price, in the order of the ranks. */
    void callFixed(long nowMillis) {
        Order buy = fixed.bids.firstLimit();
        Order sell = fixed.asks.firstLimit();
        while (buy != null && sell != null) {
            trade(fixed, buy, sell, nearest(), null, TradeKind.FIXED_PRICE, nowMillis);
            buy = fixed.bids.firstLimit();
            sell = fixed.asks.firstLimit();
        }
    }

    void cancelled(Order order, CancelReason reason, long nowMillis) {
        order.state = OrderState.CANCELLED;
        order.reason = reason;
        order.updatedMillis = nowMillis;
        listener.closed(order, nowMillis);
    }

    /** A market order pays the highest, or takes the lowest, of the last price and the best limits of both sides. */
    private long conversionPrice(boolean buy, long takerPrice) {
        long price = nearest();
        for (long other : new long[] {board.bids.best(), board.asks.best(), takerPrice}) {
            if (other != 0) {
                price = buy ? Math.max(price, other) : Math.min(price, other);
            }
        }
        return price;
    }

    long nearest() {
        return day.last() == 0 ? reference : day.last();
    }

    Book book(Order order) {
        return switch (order.terms().session()) {
            case BOARD -> board;
            case ODD -> odd;
            case FIXED -> fixed;
        };
    }

    private void trade(
            Book book, Order buy, Order sell, long price, @Nullable Side taker, TradeKind kind, long nowMillis) {
        long shares = Math.min(buy.remaining, sell.remaining);
        fill(book, buy, shares, nowMillis);
        fill(book, sell, shares, nowMillis);
        switch (kind) {
            case ODD_LOT -> oddDay.traded(price, shares, nowMillis);
            case OPENING, CONTINUOUS, AFTER_INTERRUPTION, CLOSING -> day.traded(price, shares, nowMillis);
            case FIXED_PRICE -> {} // reported apart, after the day's close
        }
        listener.traded(market, new Trade(tradeIds.getAsLong(), buy, sell, price, shares, taker, kind, nowMillis));
        closeIfFilled(buy, nowMillis);
        closeIfFilled(sell, nowMillis);
    }

    private static void fill(Book book, Order order, long shares, long nowMillis) {
        Level level = order.level;
        if (level != null && shares == order.remaining) {
            book.remove(order);
        } else if (level != null) {
            level.shares -= shares;
        }
        order.remaining -= shares;
        order.filled += shares;
        order.updatedMillis = nowMillis;
    }

    private void closeIfFilled(Order order, long nowMillis) {
        if (order.remaining == 0) {
            order.state = OrderState.FILLED;
            listener.closed(order, nowMillis);
        }
    }

    private static boolean crosses(Order order, long price) {
        return order.isMarket() || (order.isBuy() ? order.price >= price : order.price <= price);
    }
}

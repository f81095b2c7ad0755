package tradelab.venue.taiwan.market;

import java.time.LocalDate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.auction.CallAuction;
import tradelab.venue.taiwan.auction.CallAuction.Outcome;
import tradelab.venue.taiwan.rules.PriceLimits;
import tradelab.venue.taiwan.session.Phase;
import tradelab.venue.taiwan.universe.Security;

/**
 * The market of one security: its books, and how they trade in each phase.
 *
 * <p>Orders are checked before they come here. Deterministic; time is passed in and never goes back. Not thread-safe.
 */
public final class SecurityMarket {
    /** How long orders are gathered after matching stopped, and how late a swinging security opens or closes. */
    public static final long INTERRUPTION_MILLIS = 120_000;

    private final Security security;
    private final MarketListener listener;
    private final LongSupplier tradeIds;
    private final long seed;
    private final Book board = new Book();
    private final Book odd = new Book();
    private final Book fixed = new Book();
    private Stabilizer stabilizer = new Stabilizer();
    private DayStatistics day = new DayStatistics();
    private DayStatistics oddDay = new DayStatistics();
    private PriceLimits limits;
    private long reference;
    private Phase phase = Phase.CLOSED;
    private SecurityState state = SecurityState.TRADING;
    private Outcome simulated = Outcome.NONE;
    private boolean opened;
    private long ranks;
    private long revision;
    private long updatedMillis;
    private long resumesMillis;

    /** @param seed of the random order among those who came before the first match */
    public SecurityMarket(
            Security security, LocalDate date, long seed, LongSupplier tradeIds, MarketListener listener) {
        this.security = security;
        this.seed = seed;
        this.tradeIds = tradeIds;
        this.listener = listener;
        this.reference = security.reference();
        this.limits = security.limits(date, reference);
    }

    /** Begins a trading day: yesterday's last price becomes the reference. */
    public void startDay(LocalDate date, long nowMillis) {
        reference = day.last() == 0 ? reference : day.last();
        limits = security.limits(date, reference);
        day = new DayStatistics();
        oddDay = new DayStatistics();
        stabilizer = new Stabilizer();
        simulated = Outcome.NONE;
        opened = false;
        if (state != SecurityState.HALTED) {
            state = SecurityState.TRADING;
        }
        changed(nowMillis);
    }

    /** Takes an accepted order: trades it, lets it wait, or closes it. */
    public void submit(Order order, long nowMillis) {
        order.rank = nextRank(order);
        if (order.terms().session() != OrderSession.BOARD) {
            rest(order, nowMillis);
        } else {
            enter(order, nowMillis);
        }
    }

    /** Cancels an open order. */
    public void cancel(Order order, CancelReason reason, long nowMillis) {
        book(order).remove(order);
        cancelled(order, reason, nowMillis);
        changed(nowMillis);
    }

    /**
     * Changes an open order: fewer shares keep its place, a new price takes a new time.
     *
     * @param remaining at most what remains
     * @param price times 10^8; the order's own if it stays
     */
    public void amend(Order order, long remaining, long price, long nowMillis) {
        book(order).remove(order);
        order.shares -= order.remaining - remaining;
        order.remaining = remaining;
        order.updatedMillis = nowMillis;
        if (price != order.price) {
            order.price = price;
            order.rank = nextRank(order);
        }
        if (order.terms().session() == OrderSession.BOARD) {
            enter(order, nowMillis);
        } else {
            rest(order, nowMillis);
        }
    }

    /** Goes into the next phase of the day. */
    public void begin(Phase next, long nowMillis) {
        phase = next;
        switch (next) {
            case PRE_OPEN -> {}
            case CONTINUOUS -> openOrDelay(nowMillis);
            case PRE_CLOSE -> {
                if (state == SecurityState.INTERRUPTED) {
                    become(SecurityState.TRADING, nowMillis); // the closing auction takes over
                }
                board.clearMarketOrders(each -> cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
                changed(nowMillis);
            }
            case AFTER_CLOSE -> closeOrDelay(nowMillis);
            case FIXED_PRICE -> {}
            case CLOSED -> endDay(nowMillis);
        }
    }

    /** Joins a day that is under way: from here on as if it had opened without orders. */
    public void join(Phase current) {
        phase = current;
        opened = current.compareTo(Phase.CONTINUOUS) >= 0;
    }

    /** Does what {@link #resumesMillis} announced; nothing before that time. */
    public void resume(long nowMillis) {
        if (nowMillis < resumesMillis) {
            return; // a halt came between, and with it a later time
        }
        switch (state) {
            case INTERRUPTED -> {
                become(SecurityState.TRADING, nowMillis);
                call(board, opened ? TradeKind.AFTER_INTERRUPTION : TradeKind.OPENING, nowMillis);
                opened = true;
            }
            case DELAYED_OPEN -> {
                become(SecurityState.TRADING, nowMillis);
                open(nowMillis);
            }
            case DELAYED_CLOSE -> {
                become(SecurityState.TRADING, nowMillis);
                close(nowMillis);
            }
            case TRADING, HALTED -> {} // the phase or a halt came between
        }
    }

    /** Stops everything but cancels. */
    public void halt(long nowMillis) {
        board.clearMarketOrders(each -> cancelled(each, CancelReason.HALT, nowMillis));
        become(SecurityState.HALTED, nowMillis);
    }

    /** Ends a halt; in continuous trading through a call auction, for which {@link #resume} is due. */
    public void release(long nowMillis) {
        become(phase == Phase.CONTINUOUS ? SecurityState.INTERRUPTED : SecurityState.TRADING, nowMillis);
    }

    /** Computes what a call auction would do now. Due every five seconds while orders are gathered. */
    public void simulate(boolean lastMinute, long nowMillis) {
        if (isGathering()) {
            Outcome next = CallAuction.of(board.bids, board.asks, nearest(), security.ticks());
            if (lastMinute) {
                stabilizer.simulated(next);
            }
            if (!next.equals(simulated)) {
                simulated = next;
                changed(nowMillis);
            }
        }
    }

    /** The call auction of the odd lots. */
    public void callOdd(long nowMillis) {
        if (state != SecurityState.HALTED && !odd.isEmpty()) {
            call(odd, TradeKind.ODD_LOT, nowMillis);
        }
    }

    /** Closes what waits in the odd-lot book. */
    public void endOdd(long nowMillis) {
        odd.clear(each -> cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
    }

    public Security security() {
        return security;
    }

    public PriceLimits limits() {
        return limits;
    }

    public long reference() {
        return reference;
    }

    public SecurityState state() {
        return state;
    }

    public Phase phase() {
        return phase;
    }

    public DayStatistics day() {
        return day;
    }

    public DayStatistics oddDay() {
        return oddDay;
    }

    /** What the coming call auction would do; nothing in continuous trading. */
    public Outcome simulated() {
        return simulated;
    }

    /** Rises with every change. */
    public long revision() {
        return revision;
    }

    public long updatedMillis() {
        return updatedMillis;
    }

    /** When the last stop of matching ends. */
    public long resumesMillis() {
        return resumesMillis;
    }

    /** Returns the best limit price of a side of the board-lot book, or 0. */
    public long best(boolean buy) {
        return board.side(buy).best();
    }

    /** Whether orders are gathered for a call auction of board lots. */
    public boolean isGathering() {
        return switch (state) {
            case INTERRUPTED, DELAYED_OPEN, DELAYED_CLOSE -> true;
            case HALTED -> false;
            case TRADING -> phase == Phase.PRE_OPEN || phase == Phase.PRE_CLOSE;
        };
    }

    /** Whether board lots trade as they come. */
    public boolean isContinuous() {
        return phase == Phase.CONTINUOUS && state == SecurityState.TRADING;
    }

    /** Writes up to five levels, best first, into the arrays and returns how many. Market orders at what they pay. */
    public int top(OrderSession session, boolean buy, long[] prices, long[] shares) {
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

    private void enter(Order order, long nowMillis) {
        if (!isContinuous()) {
            rest(order, nowMillis);
            return;
        }
        if (order.terms().timeInForce() == TimeInForce.FOK) {
            enterCompletely(order, nowMillis);
            return;
        }
        boolean stopped = take(order, nowMillis);
        if (order.remaining == 0) {
            changed(nowMillis);
        } else if (order.terms().timeInForce() == TimeInForce.IOC || (stopped && order.isMarket())) {
            cancelled(order, stopped ? CancelReason.VOLATILITY_INTERRUPTION : CancelReason.NOT_AT_ONCE, nowMillis);
            changed(nowMillis);
        } else {
            rest(order, nowMillis);
        }
    }

    private void enterCompletely(Order order, long nowMillis) {
        long worst = priceOfAll(order);
        boolean tooFar = worst != 0 && Stabilizer.differ(worst, stabilizer.base(nearest(), nowMillis));
        if (tooFar) {
            interrupt(nowMillis);
        }
        if (tooFar || worst == 0) {
            cancelled(order, tooFar ? CancelReason.VOLATILITY_INTERRUPTION : CancelReason.NOT_COMPLETELY, nowMillis);
        } else {
            boolean _ = take(order, nowMillis);
        }
        changed(nowMillis);
    }

    /** Returns the price of the last share if an order trades completely, else 0. */
    private long priceOfAll(Order order) {
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

    /** Trades what an order can; returns whether that stopped because the next price is too far away. */
    private boolean take(Order taker, long nowMillis) {
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
                interrupt(nowMillis);
                return true;
            }
            Order buy = taker.isBuy() ? taker : maker;
            Order sell = taker.isBuy() ? maker : taker;
            stabilizer.traded(price, Math.min(taker.remaining, maker.remaining), nowMillis);
            trade(board, buy, sell, price, taker.terms().side(), TradeKind.CONTINUOUS, nowMillis);
        }
        return false;
    }

    private static boolean crosses(Order order, long price) {
        return order.isMarket() || (order.isBuy() ? order.price >= price : order.price <= price);
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

    private long nearest() {
        return day.last() == 0 ? reference : day.last();
    }

    private void call(Book book, TradeKind kind, long nowMillis) {
        long nearest = book == odd && oddDay.last() != 0 ? oddDay.last() : nearest();
        Outcome outcome = CallAuction.of(book.bids, book.asks, nearest, security.ticks());
        for (long left = outcome.shares(); left > 0; ) {
            Order buy = book.bids.firstLimit();
            Order sell = book.asks.firstLimit();
            if (buy == null || sell == null) {
                throw new IllegalStateException("auction of " + security.code() + " lacks " + left + " shares");
            }
            long before = buy.remaining;
            trade(book, buy, sell, outcome.price(), null, kind, nowMillis);
            left -= before - buy.remaining;
        }
        if (outcome.trades() && book == board) {
            stabilizer.traded(outcome.price(), outcome.shares(), nowMillis);
        }
        simulated = Outcome.NONE;
        changed(nowMillis);
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
        listener.traded(this, new Trade(tradeIds.getAsLong(), buy, sell, price, shares, taker, kind, nowMillis));
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

    private void cancelled(Order order, CancelReason reason, long nowMillis) {
        order.state = OrderState.CANCELLED;
        order.reason = reason;
        order.updatedMillis = nowMillis;
        listener.closed(order, nowMillis);
    }

    private void rest(Order order, long nowMillis) {
        book(order).add(order);
        listener.rested(order, nowMillis);
        changed(nowMillis);
    }

    private void interrupt(long nowMillis) {
        board.clearMarketOrders(each -> cancelled(each, CancelReason.VOLATILITY_INTERRUPTION, nowMillis));
        become(SecurityState.INTERRUPTED, nowMillis);
    }

    private void openOrDelay(long nowMillis) {
        boolean swung = stabilizer.swung();
        if (state == SecurityState.TRADING && swung) {
            become(SecurityState.DELAYED_OPEN, nowMillis);
        } else if (state == SecurityState.TRADING) {
            open(nowMillis);
        }
    }

    private void open(long nowMillis) {
        call(board, TradeKind.OPENING, nowMillis);
        opened = true;
    }

    private void closeOrDelay(long nowMillis) {
        boolean swung = stabilizer.swung();
        if (state == SecurityState.TRADING && swung) {
            become(SecurityState.DELAYED_CLOSE, nowMillis);
        } else {
            close(nowMillis);
        }
    }

    private void close(long nowMillis) {
        if (state != SecurityState.HALTED) {
            call(board, TradeKind.CLOSING, nowMillis);
        }
        board.clear(each -> cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
        changed(nowMillis);
    }

    private void endDay(long nowMillis) {
        if (state != SecurityState.HALTED) {
            callFixed(nowMillis);
        }
        fixed.clear(each -> cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
    }

    /** Everything trades at one price, in the order of the ranks. */
    private void callFixed(long nowMillis) {
        Order buy = fixed.bids.firstLimit();
        Order sell = fixed.asks.firstLimit();
        while (buy != null && sell != null) {
            trade(fixed, buy, sell, nearest(), null, TradeKind.FIXED_PRICE, nowMillis);
            buy = fixed.bids.firstLimit();
            sell = fixed.asks.firstLimit();
        }
    }

    private Book book(Order order) {
        return switch (order.terms().session()) {
            case BOARD -> board;
            case ODD -> odd;
            case FIXED -> fixed;
        };
    }

    /** By time; before the first match, and at the fixed price, at random. */
    private long nextRank(Order order) {
        boolean random = order.terms().session() == OrderSession.FIXED || !opened;
        return random ? mixed(seed ^ order.id()) | Long.MIN_VALUE : ++ranks;
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private void become(SecurityState next, long nowMillis) {
        if (next != state) {
            state = next;
            simulated = Outcome.NONE;
            resumesMillis = nowMillis + INTERRUPTION_MILLIS;
            changed(nowMillis);
            listener.state(this, next, nowMillis);
        }
    }

    private void changed(long nowMillis) {
        revision++;
        updatedMillis = nowMillis;
        listener.changed(this);
    }
}

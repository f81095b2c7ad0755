package tradelab.venue.taiwan.market;

import java.time.LocalDate;
import java.util.function.LongSupplier;
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
    private final long seed;
    private final Matching matching;
    private PriceLimits limits;
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
        this.listener = listener;
        this.matching = new Matching(this, security.reference(), tradeIds, listener);
        this.limits = security.limits(date, security.reference());
    }

    /** Begins a trading day: yesterday's last price becomes the reference. */
    public void startDay(LocalDate date, long nowMillis) {
        matching.startDay();
        limits = security.limits(date, matching.reference());
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
        matching.book(order).remove(order);
        matching.cancelled(order, reason, nowMillis);
        changed(nowMillis);
    }

    /**
     * Changes an open order: fewer shares keep its place, a new price takes a new time.
     *
     * @param remaining at most what remains
     * @param price times 10^8; the order's own if it stays
     */
    public void amend(Order order, long remaining, long price, long nowMillis) {
        matching.book(order).remove(order);
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
                matching.board.clearMarketOrders(
                        each -> matching.cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
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
                call(matching.board, opened ? TradeKind.AFTER_INTERRUPTION : TradeKind.OPENING, nowMillis);
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
        matching.board.clearMarketOrders(each -> matching.cancelled(each, CancelReason.HALT, nowMillis));
        become(SecurityState.HALTED, nowMillis);
    }

    /** Ends a halt; in continuous trading through a call auction, for which {@link #resume} is due. */
    public void release(long nowMillis) {
        become(phase == Phase.CONTINUOUS ? SecurityState.INTERRUPTED : SecurityState.TRADING, nowMillis);
    }

    /** Computes what a call auction would do now. Due every five seconds while orders are gathered. */
    public void simulate(boolean lastMinute, long nowMillis) {
        if (isGathering()) {
            Outcome next = matching.simulate();
            if (lastMinute) {
                matching.stabilizer().simulated(next);
            }
            if (!next.equals(simulated)) {
                simulated = next;
                changed(nowMillis);
            }
        }
    }

    /** The call auction of the odd lots. */
    public void callOdd(long nowMillis) {
        if (state != SecurityState.HALTED && !matching.odd.isEmpty()) {
            call(matching.odd, TradeKind.ODD_LOT, nowMillis);
        }
    }

    /** Closes what waits in the odd-lot book. */
    public void endOdd(long nowMillis) {
        matching.odd.clear(each -> matching.cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
    }

    public Security security() {
        return security;
    }

    public PriceLimits limits() {
        return limits;
    }

    public long reference() {
        return matching.reference();
    }

    public SecurityState state() {
        return state;
    }

    public Phase phase() {
        return phase;
    }

    public DayStatistics day() {
        return matching.day();
    }

    public DayStatistics oddDay() {
        return matching.oddDay();
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
        return matching.board.side(buy).best();
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
        return matching.top(session, buy, prices, shares);
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
        boolean stopped = matching.take(order, nowMillis);
        if (stopped) {
            interrupt(nowMillis);
        }
        if (order.remaining == 0) {
            changed(nowMillis);
        } else if (order.terms().timeInForce() == TimeInForce.IOC || (stopped && order.isMarket())) {
            matching.cancelled(
                    order, stopped ? CancelReason.VOLATILITY_INTERRUPTION : CancelReason.NOT_AT_ONCE, nowMillis);
            changed(nowMillis);
        } else {
            rest(order, nowMillis);
        }
    }

    private void enterCompletely(Order order, long nowMillis) {
        long worst = matching.priceOfAll(order);
        boolean tooFar = worst != 0 && matching.isTooFar(worst, nowMillis);
        if (tooFar) {
            interrupt(nowMillis);
        }
        if (tooFar || worst == 0) {
            matching.cancelled(
                    order, tooFar ? CancelReason.VOLATILITY_INTERRUPTION : CancelReason.NOT_COMPLETELY, nowMillis);
        } else {
            boolean _ = matching.take(order, nowMillis);
        }
        changed(nowMillis);
    }

    private void call(Book book, TradeKind kind, long nowMillis) {
        matching.call(book, kind, nowMillis);
        simulated = Outcome.NONE;
        changed(nowMillis);
    }

    private void rest(Order order, long nowMillis) {
        matching.book(order).add(order);
        listener.rested(order, nowMillis);
        changed(nowMillis);
    }

    private void interrupt(long nowMillis) {
        matching.board.clearMarketOrders(
                each -> matching.cancelled(each, CancelReason.VOLATILITY_INTERRUPTION, nowMillis));
        become(SecurityState.INTERRUPTED, nowMillis);
    }

    private void openOrDelay(long nowMillis) {
        boolean swung = matching.stabilizer().swung();
        if (state == SecurityState.TRADING && swung) {
            become(SecurityState.DELAYED_OPEN, nowMillis);
        } else if (state == SecurityState.TRADING) {
            open(nowMillis);
        }
    }

    private void open(long nowMillis) {
        call(matching.board, TradeKind.OPENING, nowMillis);
        opened = true;
    }

    private void closeOrDelay(long nowMillis) {
        boolean swung = matching.stabilizer().swung();
        if (state == SecurityState.TRADING && swung) {
            become(SecurityState.DELAYED_CLOSE, nowMillis);
        } else {
            close(nowMillis);
        }
    }

    private void close(long nowMillis) {
        if (state != SecurityState.HALTED) {
            call(matching.board, TradeKind.CLOSING, nowMillis);
        }
        matching.board.clear(each -> matching.cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
        changed(nowMillis);
    }

    private void endDay(long nowMillis) {
        if (state != SecurityState.HALTED) {
            matching.callFixed(nowMillis);
        }
        matching.fixed.clear(each -> matching.cancelled(each, CancelReason.END_OF_SESSION, nowMillis));
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

package tradelab.venue.taiwan.exchange;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.exchange.Digest.Event;
import tradelab.venue.taiwan.market.CancelReason;
import tradelab.venue.taiwan.market.MarketListener;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.Trade;
import tradelab.venue.taiwan.session.Phase;
import tradelab.venue.taiwan.session.TradingDays;
import tradelab.venue.taiwan.universe.Security;

/**
 * Every security, the timetable of the day, and who is told what.
 *
 * <p>Deterministic: the same securities, seed, start and requests at the same market times give the same events, however
 * the time between them is cut. Not thread-safe.
 */
public final class TaiwanExchange {
    private static final long SIMULATION_MILLIS = 5_000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final LocalTime ODD_FROM = LocalTime.of(9, 10);
    private static final long ORDER_IDS_FROM = 1_000_000;

    private final List<SecurityMarket> markets = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Account> byNumber = new ArrayList<>();
    private final TaiwanLedger ledger;
    private final Digest digest = new Digest();
    private final Timetable timetable;
    private final Crowd crowd;
    private ExchangeObserver observer = ExchangeObserver.NOBODY;
    private Phase phase;
    private LocalDate date;
    private boolean halted;
    private long orderIds = ORDER_IDS_FROM;
    private long tradeIds;
    private long executionIds;
    private long timeMillis;
    private LocalTime time = LocalTime.MIDNIGHT;

    /**
     * @param start a Taipei time of a trading day, from 08:30 to before 14:30
     * @param seed of the random order before the first match
     */
    public TaiwanExchange(List<Security> securities, LocalDateTime start, long seed, Crowd crowd, TaiwanLedger ledger) {
        this.ledger = ledger;
        this.crowd = crowd;
        date = start.toLocalDate();
        phase = Phase.at(start.toLocalTime());
        timetable = new Timetable(TradingDays.millis(date, start.toLocalTime()));
        for (Security security : securities) {
            indexes.put(security.code(), markets.size());
            Listener listener = new Listener(markets.size());
            markets.add(new SecurityMarket(security, date, seed, () -> ++tradeIds, listener));
        }
        markets.forEach(market -> market.join(phase));
        crowd.begin(this);
        scheduleNextPhase();
        scheduleWithin(phase);
    }

    public void observe(ExchangeObserver told) {
        observer = told;
    }

    public void add(Account account) {
        accounts.put(account.name(), account);
        byNumber.add(account);
        if (account.number() != byNumber.size()) {
            throw new IllegalArgumentException("number: expected " + byNumber.size() + ", got " + account.number());
        }
    }

    /** Does what is due up to a market time; returns false if {@code tasksMax} ended it before. */
    public boolean advance(long toMillis, int tasksMax) {
        return timetable.advance(toMillis, tasksMax);
    }

    /** The market time reached. */
    public long nowMillis() {
        return timetable.nowMillis();
    }

    public LocalDate date() {
        return date;
    }

    public Phase phase() {
        return phase;
    }

    /** Whether the whole market is halted. */
    public boolean isHalted() {
        return halted;
    }

    /** Every market, by code. */
    public List<SecurityMarket> markets() {
        return markets;
    }

    /** Returns the place of a security among {@link #markets}, or -1. */
    public int index(String code) {
        return indexes.getOrDefault(code, -1);
    }

    public @Nullable Account account(String name) {
        return accounts.get(name);
    }

    public TaiwanLedger ledger() {
        return ledger;
    }

    public long events() {
        return digest.events();
    }

    /** One number for everything that happened. */
    public long digest() {
        return digest.value();
    }

    /** Submits a background order, which must be valid; returns it, or null if the security does not take it now. */
    public @Nullable Order place(SecurityMarket market, OrderTerms terms) {
        if (OrderRules.check(market, terms, time()) != null) {
            return null;
        }
        Order order = new Order(++orderIds, 0, null, market.security().code(), terms, nowMillis());
        market.submit(order, nowMillis());
        return order;
    }

    /** Cancels a background order if it is open. */
    public void withdraw(SecurityMarket market, Order order) {
        if (order.isOpen()) {
            market.cancel(order, CancelReason.CLIENT, nowMillis());
        }
    }

    /** Decides about a new order of an account. The caller writes the ledger. */
    Decision submit(Account account, String clientOrderId, String code, OrderTerms terms) {
        int index = index(code);
        if (index < 0) {
            return new Decision.Refused(
                    RefusalCode.UNKNOWN_SYMBOL, "symbol: expected a listed security, got '" + code + "'");
        }
        if (account.order(clientOrderId) != null) {
            return new Decision.Refused(
                    RefusalCode.DUPLICATE_CLIENT_ORDER_ID,
                    "clientOrderId: expected a new one, got '" + clientOrderId + "' again");
        }
        if (account.openOrders() >= Account.OPEN_ORDERS_MAX) {
            return new Decision.Refused(
                    RefusalCode.TOO_MANY_ORDERS, "orders: expected at most " + Account.OPEN_ORDERS_MAX + " open ones");
        }
        SecurityMarket market = markets.get(index);
        Decision.Refused refused = OrderRules.check(market, terms, time());
        long price = reservedPrice(market, terms);
        if (refused == null) {
            refused = account.holdings().check(terms.side() == Side.BUY, code, price, terms.shares());
        }
        if (refused != null) {
            return refused;
        }
        Order order = new Order(++orderIds, account.number(), clientOrderId, code, terms, nowMillis());
        account.add(order);
        account.holdings().reserve(order, price);
        observer.report(account, account.report(order));
        market.submit(order, nowMillis());
        return new Decision.Accepted(order);
    }

    /** Changes an open order as decided and reserved for. */
    void amend(Account account, SecurityMarket market, Order order, long remaining, long price) {
        long filled = order.filled();
        market.amend(order, remaining, price, nowMillis());
        if (order.isOpen() && order.filled() == filled) {
            observer.report(account, account.report(order));
        }
    }

    /** Halts a security or lets it go on; the whole market if {@code code} is null. */
    boolean halt(@Nullable String code, boolean halt) {
        if (code == null) {
            halted = halt;
            markets.forEach(market -> halt(market, halt));
            return true;
        }
        int index = index(code);
        if (index >= 0) {
            halt(markets.get(index), halt);
        }
        return index >= 0;
    }

    /** Taipei's time of day, computed once for all orders of one moment. */
    private LocalTime time() {
        if (timeMillis != nowMillis()) {
            timeMillis = nowMillis();
            time = TradingDays.local(timeMillis).toLocalTime();
        }
        return time;
    }

    /** What a share may cost: the limit, or for a market order the most that the day allows. */
    private static long reservedPrice(SecurityMarket market, OrderTerms terms) {
        if (terms.price() != 0) {
            return terms.price();
        }
        long last = market.day().last() == 0 ? market.reference() : market.day().last();
        return Math.min(market.limits().up(), 2 * last);
    }

    private void halt(SecurityMarket market, boolean halt) {
        if (halt && market.state() != SecurityState.HALTED) {
            market.halt(nowMillis());
        } else if (!halt && market.state() == SecurityState.HALTED) {
            market.release(nowMillis());
        }
    }

    private void scheduleNextPhase() {
        Phase next = phase == Phase.CLOSED ? Phase.PRE_OPEN : Phase.values()[phase.ordinal() + 1];
        LocalDate day = phase == Phase.CLOSED ? TradingDays.next(date) : date;
        timetable.at(TradingDays.millis(day, next.begins()), () -> begin(next, day));
    }

    private void begin(Phase next, LocalDate day) {
        phase = next;
        date = day;
        if (next == Phase.PRE_OPEN) {
            markets.forEach(market -> market.startDay(day, nowMillis()));
            byNumber.forEach(account -> account.holdings().startDay());
        }
        digest.state(Event.PHASE, "*", next.ordinal(), nowMillis());
        observer.phase(next, nowMillis());
        if (next == Phase.AFTER_CLOSE) {
            callOdd(true); // the last one, at the close
        }
        markets.forEach(market -> market.begin(next, nowMillis()));
        if (next == Phase.CLOSED) {
            callOdd(true);
        }
        if (next == Phase.PRE_OPEN) {
            crowd.begin(this);
        }
        scheduleNextPhase();
        scheduleWithin(next);
    }

    private void scheduleWithin(Phase current) {
        long now = nowMillis();
        switch (current) {
            case PRE_OPEN, CONTINUOUS, PRE_CLOSE -> {
                timetable.at(now + crowd.sliceMillis(), () -> slice(current));
                timetable.at(now + SIMULATION_MILLIS - now % SIMULATION_MILLIS, () -> simulate(current));
            }
            case AFTER_CLOSE ->
                timetable.at(now + SIMULATION_MILLIS - now % SIMULATION_MILLIS, () -> simulate(current));
            case FIXED_PRICE, CLOSED -> {}
        }
        if (current == Phase.CONTINUOUS) {
            long first = Math.max(TradingDays.millis(date, ODD_FROM), now + MINUTE_MILLIS - now % MINUTE_MILLIS);
            timetable.at(first, this::oddMinute);
        }
    }

    private void slice(Phase during) {
        if (phase == during) {
            crowd.act(this);
            timetable.at(nowMillis() + crowd.sliceMillis(), () -> slice(during));
        }
    }

    private void simulate(Phase during) {
        if (phase == during) {
            long toNext = TradingDays.millis(date, Phase.values()[phase.ordinal() + 1].begins()) - nowMillis();
            boolean gathers = during == Phase.PRE_OPEN || during == Phase.PRE_CLOSE;
            boolean lastMinute = gathers && toNext <= MINUTE_MILLIS;
            markets.forEach(market -> market.simulate(lastMinute, nowMillis()));
            timetable.at(nowMillis() + SIMULATION_MILLIS, () -> simulate(during));
        }
    }

    private void oddMinute() {
        if (phase == Phase.CONTINUOUS || phase == Phase.PRE_CLOSE) {
            callOdd(false);
            timetable.at(nowMillis() + MINUTE_MILLIS, this::oddMinute);
        }
    }

    private void callOdd(boolean last) {
        for (SecurityMarket market : markets) {
            market.callOdd(nowMillis());
            if (last) {
                market.endOdd(nowMillis());
            }
        }
    }

    /** Hears the markets, books fills, and tells the observer. */
    private final class Listener implements MarketListener {
        private final int index;

        Listener(int index) {
            this.index = index;
        }

        @Override
        public void rested(Order order, long nowMillis) {
            digest.order(Event.RESTED, order, nowMillis);
        }

        @Override
        public void traded(SecurityMarket market, Trade trade) {
            digest.trade(trade);
            execute(market, trade, trade.buy());
            execute(market, trade, trade.sell());
            observer.traded(market, trade);
        }

        @Override
        public void closed(Order order, long nowMillis) {
            digest.order(Event.CLOSED, order, nowMillis);
            if (order.owner() == 0) {
                crowd.closed(order);
                return;
            }
            Account account = byNumber.get(order.owner() - 1);
            account.holdings().release(order, order.remaining());
            account.closed(order);
            if (order.remaining() > 0) {
                observer.report(account, account.report(order)); // a fill has reported itself
            }
        }

        @Override
        public void state(SecurityMarket market, SecurityState state, long nowMillis) {
            digest.state(Event.STATE, market.security().code(), state.ordinal(), nowMillis);
            if (market.isGathering() && state != SecurityState.TRADING) {
                timetable.at(market.resumesMillis(), () -> market.resume(nowMillis()));
            }
            observer.state(market, state, nowMillis);
        }

        @Override
        public void changed(SecurityMarket market) {
            observer.changed(index);
        }

        private void execute(SecurityMarket market, Trade trade, Order order) {
            if (order.owner() == 0) {
                return;
            }
            Account account = byNumber.get(order.owner() - 1);
            Holdings.Charges charges =
                    account.holdings().filled(order, market.security().type(), trade.price(), trade.shares());
            Execution execution = new Execution(
                    ++executionIds,
                    order.id(),
                    order.clientOrderId(),
                    order.code(),
                    order.terms().side(),
                    Decimals.format(trade.price()),
                    trade.shares(),
                    Decimals.format(charges.commission()),
                    Decimals.format(charges.tax()),
                    TradingDays.after(date, TradingDays.SETTLEMENT_DAYS).toString(),
                    trade.millis());
            observer.report(account, account.report(execution));
            observer.report(account, account.report(order));
        }
    }
}

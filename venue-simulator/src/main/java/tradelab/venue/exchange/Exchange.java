package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.journal.Journal;
import tradelab.venue.journal.JournalEntry;
import tradelab.venue.journal.Ledger;
import tradelab.venue.journal.OrderHistory;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.Market;
import tradelab.venue.market.OrderObserver;
import tradelab.venue.matching.CloseReason;

/**
 * Takes orders of accounts: checks them, sets money aside, enters them into their market, and tells what came of them.
 *
 * <p>Not thread-safe: one event loop owns it. Every command answers exactly once through its sink, before observers hear
 * of consequences. Callers end a request by {@link #publish}.
 */
public final class Exchange {
    private record Expiry(long millis, Account account, AccountOrder order) {}

    private final LongSupplier orderIds;
    private final Ledger ledger;
    private final AccountObserver observer;
    private final OrderLife life;
    private final Map<String, Account> byKey = new LinkedHashMap<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>(Comparator.comparingLong(Expiry::millis)
            .thenComparing(expiry -> expiry.order().id()));
    private final OrderChecks checks;
    private final PositionDesk positions;
    private Journal journal = Journal.NONE;
    private OperationGate gate = OperationGate.OPEN;
    private final OperationHistory history = new OperationHistory();

    /** @param later runs a task after the current one, on the same event loop */
    public Exchange(
            ExchangeLimits limits, LongSupplier orderIds, Ledger ledger, AccountObserver observer, Executor later) {
        this.orderIds = orderIds;
        this.ledger = ledger;
        this.observer = observer;
        this.life = new OrderLife(orderIds, observer, later);
        this.positions = new PositionDesk(life);
        this.checks = new OrderChecks(life.markets(), limits.openOrdersMax());
    }

    /** Sets what takes down every command from now on, before it is carried out. */
    public void journal(Journal taker) {
        journal = taker;
    }

    /** Sets where every order, amendment and cancellation that arrives is written down. */
    public void history(OrderHistory taker) {
        history.to(taker);
    }

    /** Returns who must be told what happens to orders in the markets. */
    public OrderObserver orders() {
        return life;
    }

    /** Sets who is asked before each operation. */
    public void gate(OperationGate asked) {
        gate = asked;
    }

    public void add(Market market) {
        life.markets().put(market.spec().symbol(), market);
    }

    /** Adds an account; owners count from 1 in order. */
    public void add(Account account) {
        if (account.owner() != life.accounts().size() + 1) {
            throw new IllegalArgumentException(
                    "owner: expected " + (life.accounts().size() + 1) + ", got " + account.owner());
        }
        life.accounts().add(account);
        if (byKey.put(account.key(), account) != null) {
            throw new IllegalArgumentException("key: expected one account each, got two of " + account.key());
        }
    }

    public @Nullable Account account(String key) {
        return byKey.get(key);
    }

    /** Returns every account, by owner. */
    public List<Account> accounts() {
        return List.copyOf(life.accounts());
    }

    public @Nullable Market market(String symbol) {
        return life.markets().get(symbol);
    }

    /** Returns the desk of a market for generated flow, which is taken down like everything else. */
    public HouseDesk desk(Market market) {
        return new JournaledDesk(market.spec().symbol(), market.desk(), entry -> journal.take(entry));
    }

    /** Returns whether a symbol means lending of a currency that is traded here: {@code f} and its name. */
    public boolean isFunding(String symbol) {
        return symbol.startsWith("f")
                && life.markets().values().stream()
                        .map(Market::spec)
                        .anyMatch(spec -> spec.base().equals(symbol.substring(1))
                                || spec.quote().equals(symbol.substring(1)));
    }

    /** Returns every market by its symbol. */
    public Map<String, Market> markets() {
        return life.markets();
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Takes an order, and writes its arrival into the ledger whatever comes of it. */
    public void submit(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        OrderRequest order;
        try {
            gate.check(account, false, request);
            journal.take(new JournalEntry.Request(nowMillis, account.owner(), "on", request));
            order = checks.checked(account, OrderRequest.read(request), nowMillis);
        } catch (Refusal refusal) {
            Notification.Echo echo = Echoes.of(request);
            ledger.add(
                    nowMillis,
                    0,
                    echo.cid(),
                    echo.gid(),
                    account.key(),
                    echo.symbol(),
                    echo.amount(),
                    echo.price(),
                    refusal.text());
            history.refused(OrderHistory.Kind.NEW, account, echo, nowMillis, refusal);
            sink.accept(Notification.refused(nowMillis, "on-req", echo, refusal));
            return;
        }
        accept(account, order, nowMillis, sink);
    }

    private void accept(Account account, OrderRequest request, long nowMillis, Notification.Sink sink) {
        AccountOrder order = open(account, request, nowMillis);
        AccountOrder stop = null;
        List<AccountOrder> orders = new ArrayList<>(2);
        orders.add(order);
        if (request.has(OrderRequest.OCO)) {
            stop = open(account, request.second(), nowMillis);
            order.placed(stop);
            orders.add(stop);
        }
        life.reserve(account, order);
        String text = "Submitting " + described(order, order.amountOriginal());
        sink.accept(new Notification(nowMillis, "on-req", orders, true, null, null, text));
        for (AccountOrder each : orders) {
            observer.order(account, AccountObserver.OrderEvent.NEW, each);
        }
        life.enter(account, order, nowMillis);
        if (stop != null && stop.isOpen()) {
            life.enter(account, stop, nowMillis);
        }
    }

    private AccountOrder open(Account account, OrderRequest request, long nowMillis) {
        AccountOrder order = new AccountOrder(orderIds.getAsLong(), request, nowMillis);
        account.opened(order);
        if (order.isReduceOnly()) {
            account.position(order.symbol()).reduceOnly(1);
        }
        endsAt(account, order);
        ledger.add(
                nowMillis,
                order.id(),
                order.cid(),
                order.gid(),
                account.key(),
                order.symbol(),
                order.amountOriginal(),
                order.price(),
                null);
        history.taken(OrderHistory.Kind.NEW, account, order, order.amountOriginal(), nowMillis);
        return order;
    }

    private String described(AccountOrder order, long amount) {
        return order.type().toLowerCase(Locale.ROOT) + " " + (order.buys() ? "buy" : "sell") + " order for "
                + Decimals.format(Math.abs(amount)) + " "
                + life.required(order.symbol()).spec().base() + ".";
    }

    /** Changes an open order. */
    public void update(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        history.attempt(OrderHistory.Kind.AMEND, "ou-req", account, request, nowMillis, sink, () -> {
            gate.check(account, false, request);
            journal.take(new JournalEntry.Request(nowMillis, account.owner(), "ou", request));
            AccountOrder order = find(account, request);
            OrderChange change = OrderChange.read(order, request);
            if (order.partner() != null && (order.placedBy() != 0 || change.remaining() != order.remaining())) {
                // One amount of money stands behind both, set aside for the larger of them when they came.
                throw new Refusal(
                        Refusal.GENERIC, "Invalid order update: of an OCO only the first order's price changes");
            }
            if (change.remaining() != order.remaining()) {
                OrderChecks.requireSize(life.required(order.symbol()), change.remaining());
            }
            requireMoney(account, order, change);
            boolean reduceOnly = order.isReduceOnly();
            order.change(change, nowMillis);
            history.taken(OrderHistory.Kind.AMEND, account, order, order.amount(), nowMillis);
            sink.accept(Notification.success(
                    nowMillis, "ou-req", order, false, "Submitting update to " + described(order, change.remaining())));
            if (reduceOnly != order.isReduceOnly()) {
                account.position(order.symbol()).reduceOnly(reduceOnly ? -1 : 1);
            }
            endsAt(account, order);
            life.reserve(account, order);
            life.replace(order, nowMillis);
        });
    }

    private void requireMoney(Account account, AccountOrder order, OrderChange change) {
        Market market = life.required(order.symbol());
        long price = Math.max(change.price(), order.isWaiting() ? change.limit() : 0);
        long amount = order.buys() ? change.remaining() : -change.remaining();
        if (order.isMargin()) {
            long value = Math.addExact(Decimals.multiply(price, change.remaining()), 1);
            OrderChecks.requireMargin(account, market, amount, Math.subtractExact(value, order.reserved()), price);
        } else if (order.placedBy() == 0) {
            long needed = Settlement.spotNeeded(order.buys(), change.remaining(), price);
            OrderChecks.requireBalance(account, market, Math.subtractExact(needed, order.reserved()), amount, price);
        }
    }

    /** Cancels one order by {@code id}, or by {@code cid} and {@code cid_date}. */
    public void cancel(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        history.attempt(OrderHistory.Kind.CANCEL, "oc-req", account, request, nowMillis, sink, () -> {
            gate.check(account, true, request);
            journal.take(new JournalEntry.Request(nowMillis, account.owner(), "oc", request));
            AccountOrder order = find(account, request);
            history.taken(OrderHistory.Kind.CANCEL, account, order, order.amount(), nowMillis);
            sink.accept(Notification.success(
                    nowMillis,
                    "oc-req",
                    order,
                    false,
                    "Submitted for cancellation; waiting for confirmation (ID: " + order.id() + ")."));
            life.end(account, order, CloseReason.CANCELLED, nowMillis);
        });
    }

    /** Cancels several orders by lists of {@code id}, {@code gid} or {@code cid}, or {@code all}. */
    public void cancelMany(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        history.attempt(OrderHistory.Kind.CANCEL, "oc_multi-req", account, request, nowMillis, sink, () -> {
            gate.check(account, true, request);
            journal.take(new JournalEntry.Request(nowMillis, account.owner(), "oc_multi", request));
            List<AccountOrder> orders = Selection.of(account, request);
            sink.accept(new Notification(
                    nowMillis,
                    "oc_multi-req",
                    orders,
                    true,
                    null,
                    null,
                    "Submitting " + orders.size() + " order cancellations."));
            orders.forEach(order -> history.taken(OrderHistory.Kind.CANCEL, account, order, order.amount(), nowMillis));
            orders.forEach(order -> life.end(account, order, CloseReason.CANCELLED, nowMillis));
        });
    }

    /**
     * Turns a position ({@code id}), or {@code amount} of it, into money of the margin wallets at what it cost.
     *
     * @return the position as it is then, or as it was if it is closed
     * @throws Refusal if there is none, or not enough in the wallets
     */
    public Position claim(Account account, JsonNode request, long nowMillis) {
        journal.take(new JournalEntry.Request(nowMillis, account.owner(), "claim", request));
        return positions.claim(account, request, nowMillis);
    }

    /**
     * Turns {@code amount} of the margin wallets into a position of {@code symbol} at the last price.
     *
     * @throws Refusal if there is not enough in the wallets
     */
    public Position increase(Account account, JsonNode request, long nowMillis) {
        journal.take(new JournalEntry.Request(nowMillis, account.owner(), "increase", request));
        return positions.increase(account, request, nowMillis);
    }

    /** Ends the orders whose time is over. Call it now and then; every command does so too. */
    public void expire(long nowMillis) {
        Expiry first = expiries.peek();
        if (first != null && first.millis() <= nowMillis) {
            journal.take(new JournalEntry.Expiry(nowMillis));
        }
        for (Expiry next = first; next != null && next.millis() <= nowMillis; next = expiries.peek()) {
            expiries.remove();
            if (next.order().tifMillis() == next.millis()) { // an update may have moved it
                life.end(next.account(), next.order(), CloseReason.EXPIRED, nowMillis);
            }
        }
    }

    private void endsAt(Account account, AccountOrder order) {
        if (order.tifMillis() != 0) {
            expiries.add(new Expiry(order.tifMillis(), account, order));
        }
    }

    private AccountOrder find(Account account, JsonNode request) {
        AccountOrder order = null;
        if (Fields.field(request, "id") != null) {
            order = account.open(Fields.whole(request, "id", 0));
        } else if (Fields.field(request, "cid") != null) {
            order = Selection.byCid(account, Fields.whole(request, "cid", 0), Fields.text(request, "cid_date", ""));
        } else {
            throw Fields.invalid("id", "missing");
        }
        if (order == null) {
            throw new Refusal(Refusal.GENERIC, "Order not found.");
        }
        return order;
    }

    /** Shows the public what the commands since the last call changed. */
    public void publish() {
        life.publish();
    }

    /** Returns a new number from the sequence of order ids. */
    public long nextId() {
        journal.take(new JournalEntry.NextId());
        return orderIds.getAsLong();
    }

    /** Moves money between wallets. */
    public void transfer(
            Account account,
            WalletType from,
            WalletType to,
            String currency,
            String currencyTo,
            long units,
            long nowMillis,
            String why) {
        journal.take(new JournalEntry.Transfer(nowMillis, account.owner(), from, to, currency, currencyTo, units, why));
        account.wallets().add(from, currency, -units, nowMillis, why);
        account.wallets().add(to, currencyTo, units, nowMillis, why);
        life.showWallets();
    }

    /** Pays into a wallet, or out of it if {@code units} are negative. */
    public void pay(Account account, WalletType type, String currency, long units, long nowMillis, String why) {
        journal.take(new JournalEntry.Paid(nowMillis, account.owner(), type, currency, units, why));
        account.wallets().add(type, currency, units, nowMillis, why);
        life.showWallets();
    }

    /** Sets money of a wallet aside; negative units release it. */
    public void setAside(Account account, WalletType type, String currency, long units) {
        journal.take(new JournalEntry.SetAside(account.owner(), type, currency, units));
        account.wallets().reserve(type, currency, units);
        life.showWallets();
    }
}

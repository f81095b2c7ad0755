package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.journal.Ledger;
import tradelab.venue.market.Market;
import tradelab.venue.market.OrderObserver;
import tradelab.venue.matching.CloseReason;

/**
 * Takes orders of accounts: checks them, sets money aside, enters them into their market, and tells what came of them.
 *
 * <p>Not thread-safe: one event loop owns it. Every command answers exactly once through its sink, before observers hear
 * of consequences. Callers end a request by {@link #publish}.
 */
public final class Exchange implements OrderObserver {
    private record Ending(Account account, AccountOrder order, CloseReason reason) {}

    private record Expiry(long millis, Account account, AccountOrder order) {}

    private record Holding(Account account, String symbol) {}

    private final LongSupplier orderIds;
    private final Ledger ledger;
    private final AccountObserver observer;
    private final Executor later;
    private final Settlement settlement;
    private final Map<String, Market> markets = new LinkedHashMap<>();
    private final Map<String, Account> byKey = new LinkedHashMap<>();
    private final List<Account> byOwner = new ArrayList<>();
    private final Set<Market> touched = new LinkedHashSet<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>(Comparator.comparingLong(Expiry::millis)
            .thenComparing(expiry -> expiry.order().id()));
    private final Deque<Ending> endings = new ArrayDeque<>();
    private final Set<Holding> heldChanged = new LinkedHashSet<>();
    private final OrderChecks checks;
    private boolean settling;
    private boolean walletsDue;

    /** @param later runs a task after the current one, on the same event loop */
    public Exchange(
            ExchangeLimits limits, LongSupplier orderIds, Ledger ledger, AccountObserver observer, Executor later) {
        this.orderIds = orderIds;
        this.ledger = ledger;
        this.observer = observer;
        this.later = later;
        this.settlement = new Settlement(orderIds, observer);
        this.checks = new OrderChecks(markets, limits.openOrdersMax());
    }

    public void add(Market market) {
        markets.put(market.spec().symbol(), market);
    }

    /** Adds an account; owners count from 1 in order. */
    public void add(Account account) {
        if (account.owner() != byOwner.size() + 1) {
            throw new IllegalArgumentException("owner: expected " + (byOwner.size() + 1) + ", got " + account.owner());
        }
        byOwner.add(account);
        if (byKey.put(account.key(), account) != null) {
            throw new IllegalArgumentException("key: expected one account each, got two of " + account.key());
        }
    }

    public @Nullable Account account(String key) {
        return byKey.get(key);
    }

    /** Returns every account, by owner. */
    public List<Account> accounts() {
        return List.copyOf(byOwner);
    }

    public @Nullable Market market(String symbol) {
        return markets.get(symbol);
    }

    /** Returns every market by its symbol. */
    public Map<String, Market> markets() {
        return markets;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Takes an order, and writes its arrival into the ledger whatever comes of it. */
    public void submit(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        OrderRequest order;
        try {
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
        reserve(account, order);
        String text = "Submitting " + described(order, order.amountOriginal());
        sink.accept(new Notification(nowMillis, "on-req", orders, true, null, null, text));
        for (AccountOrder each : orders) {
            observer.order(account, AccountObserver.OrderEvent.NEW, each);
        }
        enter(account, order, nowMillis);
        if (stop != null && stop.isOpen()) {
            enter(account, stop, nowMillis);
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
        return order;
    }

    private void enter(Account account, AccountOrder order, long nowMillis) {
        Market market = required(order.symbol());
        touched.add(market);
        long amount = order.amount();
        if (order.isWaiting()) {
            market.submitStop(
                    order.id(),
                    account.owner(),
                    order.kind(),
                    order.options(),
                    amount,
                    order.price(),
                    order.limit(),
                    order.trailing(),
                    nowMillis);
            return;
        }
        CloseReason refused = OrderChecks.refusal(account, market, order);
        if (refused == null) {
            market.submit(order.id(), account.owner(), order.kind(), order.options(), amount, order.price(), nowMillis);
        } else {
            closed(account.owner(), order.id(), refused, nowMillis);
            settled(nowMillis);
        }
    }

    private String described(AccountOrder order, long amount) {
        return order.type().toLowerCase(Locale.ROOT) + " " + (order.buys() ? "buy" : "sell") + " order for "
                + Decimals.format(Math.abs(amount)) + " "
                + required(order.symbol()).spec().base() + ".";
    }

    /** Changes an open order. */
    public void update(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        attempt("ou-req", request, nowMillis, sink, () -> {
            AccountOrder order = find(account, request);
            OrderChange change = OrderChange.read(order, request);
            requireMoney(account, order, change);
            boolean reduceOnly = order.isReduceOnly();
            order.change(change, nowMillis);
            sink.accept(Notification.success(
                    nowMillis, "ou-req", order, false, "Submitting update to " + described(order, change.remaining())));
            if (reduceOnly != order.isReduceOnly()) {
                account.position(order.symbol()).reduceOnly(reduceOnly ? -1 : 1);
            }
            endsAt(account, order);
            reserve(account, order);
            replace(order, nowMillis);
        });
    }

    private void requireMoney(Account account, AccountOrder order, OrderChange change) {
        Market market = required(order.symbol());
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

    private void replace(AccountOrder order, long nowMillis) {
        Market market = required(order.symbol());
        touched.add(market);
        boolean found = order.isWaiting()
                ? market.replaceStop(
                        order.id(),
                        order.options(),
                        order.remaining(),
                        order.price(),
                        order.limit(),
                        order.trailing(),
                        nowMillis)
                : market.replace(
                        order.id(), order.kind(), order.options(), order.remaining(), order.price(), nowMillis);
        if (!found) {
            throw new IllegalStateException("an open order is not in the book: " + order.id());
        }
    }

    /** Cancels one order by {@code id}, or by {@code cid} and {@code cid_date}. */
    public void cancel(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        attempt("oc-req", request, nowMillis, sink, () -> {
            AccountOrder order = find(account, request);
            sink.accept(Notification.success(
                    nowMillis,
                    "oc-req",
                    order,
                    false,
                    "Submitted for cancellation; waiting for confirmation (ID: " + order.id() + ")."));
            end(account, order, CloseReason.CANCELLED, nowMillis);
        });
    }

    /** Cancels several orders by lists of {@code id}, {@code gid} or {@code cid}, or {@code all}. */
    public void cancelMany(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        expire(nowMillis);
        attempt("oc_multi-req", request, nowMillis, sink, () -> {
            List<AccountOrder> orders = Selection.of(account, request);
            sink.accept(new Notification(
                    nowMillis,
                    "oc_multi-req",
                    orders,
                    true,
                    null,
                    null,
                    "Submitting " + orders.size() + " order cancellations."));
            orders.forEach(order -> end(account, order, CloseReason.CANCELLED, nowMillis));
        });
    }

    /** Ends the orders whose time is over. Call it now and then; every command does so too. */
    public void expire(long nowMillis) {
        for (Expiry next = expiries.peek(); next != null && next.millis() <= nowMillis; next = expiries.peek()) {
            expiries.remove();
            if (next.order().tifMillis() == next.millis()) { // an update may have moved it
                end(next.account(), next.order(), CloseReason.EXPIRED, nowMillis);
            }
        }
    }

    private void endsAt(Account account, AccountOrder order) {
        if (order.tifMillis() != 0) {
            expiries.add(new Expiry(order.tifMillis(), account, order));
        }
    }

    /** Shows the public what the commands since the last call changed. */
    public void publish() {
        if (!touched.isEmpty()) {
            touched.forEach(Market::publish);
            touched.clear();
        }
    }

    private void end(Account account, AccountOrder order, CloseReason reason, long nowMillis) {
        if (!order.isOpen()) {
            return; // the other order of an OCO took it along
        }
        Market market = required(order.symbol());
        touched.add(market);
        if (!market.cancel(order.id(), reason, nowMillis)) {
            closed(account.owner(), order.id(), reason, nowMillis); // accepted, and not entered yet
            settled(nowMillis);
        }
    }

    private static void attempt(
            String type, JsonNode request, long nowMillis, Notification.Sink sink, Runnable command) {
        try {
            command.run();
        } catch (Refusal refusal) {
            sink.accept(Notification.refused(nowMillis, type, Echoes.of(request), refusal));
        } catch (ArithmeticException e) {
            sink.accept(Notification.refused(
                    nowMillis, type, Echoes.of(request), Fields.invalid("amount", "out of range")));
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

    private void reserve(Account account, AccountOrder order) {
        settlement.reserve(account, order, required(order.symbol()).spec());
        showWallets();
    }

    @Override
    public void rested(int owner, long orderId, long nowMillis) {
        AccountOrder order = order(owner, orderId);
        if (order.isTouched() || order.updatedMillis() != order.createdMillis() || order.isWaitingOver()) {
            observer.order(byOwner.get(owner - 1), AccountObserver.OrderEvent.UPDATED, order);
        }
    }

    @Override
    public void filled(
            int owner,
            long orderId,
            long tradeId,
            long amount,
            long price,
            long remaining,
            boolean maker,
            long nowMillis) {
        Account account = byOwner.get(owner - 1);
        AccountOrder order = order(owner, orderId);
        Market market = required(order.symbol());
        order.fill(amount, price, remaining, nowMillis);
        reserve(account, order);
        Fill fill = settlement.fill(account, order, market, tradeId, amount, price, maker, nowMillis);
        account.filled(fill);
        observer.fill(account, fill);
        if (order.isMargin() && account.position(order.symbol()).hasReduceOnlyOrders()) {
            heldChanged.add(new Holding(account, order.symbol()));
        }
        endPartner(account, order);
        if (maker && remaining > 0) {
            observer.order(account, AccountObserver.OrderEvent.UPDATED, order);
        }
    }

    @Override
    public void reduced(int owner, long orderId, long remaining, long nowMillis) {
        observer.order(byOwner.get(owner - 1), AccountObserver.OrderEvent.UPDATED, order(owner, orderId));
    }

    @Override
    public @Nullable CloseReason triggered(int owner, long orderId, long nowMillis) {
        Account account = byOwner.get(owner - 1);
        AccountOrder order = order(owner, orderId);
        AccountOrder partner = order.partner();
        if (partner != null && (!partner.isOpen() || partner.isTouched())) {
            return CloseReason.CANCELLED; // the other order of the OCO was faster
        }
        order.trigger(nowMillis);
        if (partner != null) {
            order.decide();
            end(account, partner, CloseReason.CANCELLED, nowMillis);
        }
        Market market = required(order.symbol());
        touched.add(market);
        reserve(account, order);
        return OrderChecks.refusal(account, market, order);
    }

    @Override
    public void trailed(int owner, long orderId, long stop, long nowMillis) {
        Account account = byOwner.get(owner - 1);
        AccountOrder order = order(owner, orderId);
        boolean moved = order.price() != 0;
        order.trail(stop, nowMillis);
        if (moved) {
            observer.order(account, AccountObserver.OrderEvent.UPDATED, order);
        }
    }

    @Override
    public void closed(int owner, long orderId, CloseReason reason, long nowMillis) {
        Account account = byOwner.get(owner - 1);
        AccountOrder order = order(owner, orderId);
        order.close(reason, nowMillis);
        reserve(account, order);
        account.closed(order);
        if (order.isReduceOnly()) {
            account.position(order.symbol()).reduceOnly(-1);
        }
        observer.order(account, AccountObserver.OrderEvent.CLOSED, order);
        endPartner(account, order);
    }

    /** The engine must not be called back from within a command: the other order of an OCO ends after it. */
    private void endPartner(Account account, AccountOrder order) {
        AccountOrder partner = order.partner();
        if (partner != null && partner.isOpen()) {
            // Both stay tied until then: a stop that the same trade reached must find that it came second.
            endings.add(new Ending(account, partner, CloseReason.CANCELLED));
        }
    }

    @Override
    public void settled(long nowMillis) {
        if (settling) {
            return;
        }
        settling = true;
        try {
            while (!endings.isEmpty() || !heldChanged.isEmpty()) {
                heldChanged.forEach(this::endWhatNoLongerReduces);
                heldChanged.clear();
                for (Ending next = endings.poll(); next != null; next = endings.poll()) {
                    end(next.account(), next.order(), next.reason(), nowMillis);
                }
            }
        } finally {
            settling = false;
        }
    }

    private void endWhatNoLongerReduces(Holding holding) {
        for (AccountOrder order : holding.account().open()) {
            if (order.symbol().equals(holding.symbol()) && !order.isWaiting()) {
                CloseReason reason = OrderChecks.notReducing(holding.account(), order);
                if (reason != null) {
                    endings.add(new Ending(holding.account(), order, reason));
                }
            }
        }
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
        account.wallets().add(from, currency, -units, nowMillis, why);
        account.wallets().add(to, currencyTo, units, nowMillis, why);
        showWallets();
    }

    /** Says that wallets changed by something that is no order. */
    public void walletsChanged() {
        showWallets();
    }

    private AccountOrder order(int owner, long orderId) {
        AccountOrder order = byOwner.get(owner - 1).open(orderId);
        if (order == null) {
            throw new IllegalStateException("the book knows an order that its account does not: " + orderId);
        }
        return order;
    }

    private Market required(String symbol) {
        Market market = markets.get(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }

    private void showWallets() {
        if (!walletsDue) {
            walletsDue = true;
            later.execute(() -> {
                walletsDue = false;
                for (Account account : byOwner) {
                    account.wallets().takeChanged().forEach(wallet -> observer.wallet(account, wallet));
                }
            });
        }
    }
}

package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.journal.Ledger;
import tradelab.venue.market.Market;
import tradelab.venue.market.OrderObserver;
import tradelab.venue.market.Precision;
import tradelab.venue.matching.CloseReason;

/**
 * Takes orders of accounts: checks them, sets money aside, enters them into their market, and tells what came of them.
 *
 * <p>Not thread-safe: one event loop owns it. Every command answers exactly once through its sink, before observers hear
 * of consequences. Callers end a request by {@link #publish}.
 */
public final class Exchange implements OrderObserver {
    private final ExchangeLimits limits;
    private final LongSupplier orderIds;
    private final Ledger ledger;
    private final AccountObserver observer;
    private final Executor later;
    private final Map<String, Market> markets = new LinkedHashMap<>();
    private final Map<String, Account> byKey = new LinkedHashMap<>();
    private final List<Account> byOwner = new ArrayList<>();
    private final Set<Market> touched = new LinkedHashSet<>();
    private final OrderChecks checks;
    private boolean walletsDue;

    /** @param later runs a task after the current one, on the same event loop */
    public Exchange(
            ExchangeLimits limits, LongSupplier orderIds, Ledger ledger, AccountObserver observer, Executor later) {
        this.limits = limits;
        this.orderIds = orderIds;
        this.ledger = ledger;
        this.observer = observer;
        this.later = later;
        this.checks = new OrderChecks(markets, limits.openOrdersMax());
    }

    public void add(Market market) {
        markets.put(market.spec().symbol(), market);
    }

    /** Adds an account; owners count from 1 in order. */
    public void add(Account account) {
        byOwner.add(account);
        byKey.put(account.key(), account);
        if (byOwner.get(account.owner() - 1) != account) {
            throw new IllegalArgumentException("owner: expected " + byOwner.size() + ", got " + account.owner());
        }
    }

    public @Nullable Account account(String key) {
        return byKey.get(key);
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
        OrderRequest order;
        try {
            order = checks.checked(account, OrderRequest.read(request));
        } catch (Refusal refusal) {
            Notification.Echo echo = Echoes.of(request);
            journal(account, echo, 0, nowMillis, refusal.text());
            sink.accept(Notification.refused(nowMillis, "on-req", echo, refusal));
            return;
        }
        accept(account, order, nowMillis, sink);
    }

    private void accept(Account account, OrderRequest request, long nowMillis, Notification.Sink sink) {
        Market market = required(request.symbol());
        AccountOrder order = new AccountOrder(orderIds.getAsLong(), request, nowMillis);
        account.opened(order);
        reserve(account, order);
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
        String text = "Submitting " + order.type().toLowerCase(java.util.Locale.ROOT) + " "
                + (order.buys() ? "buy" : "sell") + " order for "
                + Decimals.format(Math.abs(order.amountOriginal())) + " "
                + market.spec().base() + ".";
        sink.accept(Notification.success(nowMillis, "on-req", order, true, text));
        observer.order(account, AccountObserver.OrderEvent.NEW, order);
        market.submit(order.id(), account.owner(), order.kind(), order.amountOriginal(), order.price(), nowMillis);
        touched.add(market);
    }

    /** Changes an open order. */
    public void update(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        attempt("ou-req", request, nowMillis, sink, () -> {
            AccountOrder order = find(account, request);
            long price = Precision.cut(Fields.decimal(request, "price", order.price()), Precision.DIGITS);
            long remaining = order.remaining();
            if (Fields.field(request, "amount") != null) {
                long amount = Fields.decimal(request, "amount", 0);
                if (amount == 0 || amount > 0 != order.buys()) {
                    throw Fields.invalid("amount", Decimals.format(amount));
                }
                remaining = Math.abs(amount);
            }
            remaining += Fields.decimal(request, "delta", 0) * (order.buys() ? 1 : -1);
            if (remaining <= 0 || price <= 0) {
                throw new Refusal(Refusal.GENERIC, "Invalid order update: nothing would be left");
            }
            long newGid = Fields.whole(request, "gid", order.gid());
            Market market = required(order.symbol());
            long more = Math.subtractExact(OrderChecks.needed(order.buys(), remaining, price), order.reserved());
            OrderChecks.requireBalance(
                    account, market, order.buys(), more, order.buys() ? remaining : -remaining, price);
            sink.accept(Notification.success(
                    nowMillis, "ou-req", order, false, "Submitting update to " + order.type() + " order"));
            long left = remaining;
            order.change(price, left, newGid, nowMillis);
            reserve(account, order);
            touched.add(market);
            if (!market.replace(order.id(), order.kind(), left, price, nowMillis)) {
                throw new IllegalStateException("an open order is not in the book: " + order.id());
            }
        });
    }

    /** Cancels one order by {@code id}, or by {@code cid} and {@code cid_date}. */
    public void cancel(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
        attempt("oc-req", request, nowMillis, sink, () -> {
            AccountOrder order = find(account, request);
            sink.accept(Notification.success(
                    nowMillis,
                    "oc-req",
                    order,
                    false,
                    "Submitted for cancellation; waiting for confirmation (ID: " + order.id() + ")."));
            take(order, nowMillis);
        });
    }

    /** Cancels several orders by lists of {@code id}, {@code gid} or {@code cid}, or {@code all}. */
    public void cancelMany(Account account, JsonNode request, long nowMillis, Notification.Sink sink) {
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
            orders.forEach(order -> take(order, nowMillis));
        });
    }

    /** Shows the public what the commands since the last call changed. */
    public void publish() {
        if (!touched.isEmpty()) {
            touched.forEach(Market::publish);
            touched.clear();
        }
    }

    private void take(AccountOrder order, long nowMillis) {
        Market market = required(order.symbol());
        touched.add(market);
        if (!market.cancel(order.id(), nowMillis)) {
            throw new IllegalStateException("an open order is not in the book: " + order.id());
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
        long needed = order.isOpen() ? OrderChecks.needed(order.buys(), order.remaining(), order.price()) : 0;
        Market market = required(order.symbol());
        String currency = order.buys() ? market.spec().quote() : market.spec().base();
        account.wallets().reserve(currency, needed - order.reserved());
        order.reserved(needed);
        showWallets();
    }

    @Override
    public void rested(int owner, long orderId, long nowMillis) {
        AccountOrder order = order(owner, orderId);
        if (order.isTouched() || order.updatedMillis() != order.createdMillis()) {
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
        long traded = Math.abs(amount);
        long money = Decimals.multiply(price, traded);
        long received = amount > 0 ? traded : money;
        long fee = -Decimals.multiply(received, maker ? limits.makerFee() : limits.takerFee());
        String feeCurrency = amount > 0 ? market.spec().base() : market.spec().quote();
        account.wallets().add(market.spec().base(), amount);
        account.wallets().add(market.spec().quote(), amount > 0 ? -money : money);
        account.wallets().add(feeCurrency, fee);
        Fill fill = new Fill(
                tradeId,
                order.symbol(),
                nowMillis,
                orderId,
                amount,
                price,
                order.type(),
                order.price(),
                maker,
                fee,
                feeCurrency,
                order.cid());
        account.filled(fill);
        observer.fill(account, fill);
        if (maker && remaining > 0) {
            observer.order(account, AccountObserver.OrderEvent.UPDATED, order);
        }
    }

    @Override
    public void reduced(int owner, long orderId, long remaining, long nowMillis) {
        observer.order(byOwner.get(owner - 1), AccountObserver.OrderEvent.UPDATED, order(owner, orderId));
    }

    @Override
    public void closed(int owner, long orderId, CloseReason reason, long nowMillis) {
        Account account = byOwner.get(owner - 1);
        AccountOrder order = order(owner, orderId);
        order.close(reason, nowMillis);
        reserve(account, order);
        account.closed(order);
        observer.order(account, AccountObserver.OrderEvent.CLOSED, order);
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

    private void journal(Account account, Notification.Echo echo, long orderId, long nowMillis, String refusal) {
        ledger.add(
                nowMillis,
                orderId,
                echo.cid(),
                echo.gid(),
                account.key(),
                echo.symbol(),
                echo.amount(),
                echo.price(),
                refusal);
    }
}

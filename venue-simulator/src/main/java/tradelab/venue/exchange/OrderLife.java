package tradelab.venue.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.venue.market.Market;
import tradelab.venue.market.OrderObserver;
import tradelab.venue.matching.CloseReason;

/**
 * Follows accepted orders through their markets to their end: money, positions, the other order of an OCO, and what
 * accounts are told.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class OrderLife implements OrderObserver {
    private record Ending(Account account, AccountOrder order, CloseReason reason) {}

    private record Holding(Account account, String symbol) {}

    private final AccountObserver observer;
    private final Executor later;
    private final Settlement settlement;
    private final Map<String, Market> markets = new LinkedHashMap<>();
    private final List<Account> byOwner = new ArrayList<>();
    private final Set<Market> touched = new LinkedHashSet<>();
    private final Deque<Ending> endings = new ArrayDeque<>();
    private final Set<Holding> heldChanged = new LinkedHashSet<>();
    private boolean settling;
    private boolean walletsDue;

    OrderLife(LongSupplier positionIds, AccountObserver observer, Executor later) {
        this.observer = observer;
        this.later = later;
        this.settlement = new Settlement(positionIds, observer);
    }

    Settlement settlement() {
        return settlement;
    }

    Map<String, Market> markets() {
        return markets;
    }

    /** Returns every account, by owner less 1. */
    List<Account> accounts() {
        return byOwner;
    }

    Market required(String symbol) {
        Market market = markets.get(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }

    /** Enters an accepted order into its market. */
    void enter(Account account, AccountOrder order, long nowMillis) {
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

    /** Enters what an open order has become. */
    void replace(AccountOrder order, long nowMillis) {
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

    /** Takes an order out of its market, or ends it before it came there. */
    void end(Account account, AccountOrder order, CloseReason reason, long nowMillis) {
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

    /** Shows the public what the commands since the last call changed. */
    void publish() {
        if (!touched.isEmpty()) {
            touched.forEach(Market::publish);
            touched.clear();
        }
    }

    /** Sets aside what an order needs now. */
    void reserve(Account account, AccountOrder order) {
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
        if (order.isMargin()) {
            held(account, order.symbol());
        }
        endPartner(account, order);
        if (maker && remaining > 0) {
            observer.order(account, AccountObserver.OrderEvent.UPDATED, order);
        }
    }

    /** What an account holds of a market changed: reduce-only orders may no longer reduce. */
    void held(Account account, String symbol) {
        if (account.position(symbol).hasReduceOnlyOrders()) {
            heldChanged.add(new Holding(account, symbol));
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
    public long reducible(int owner, long orderId, long amount) {
        AccountOrder order = order(owner, orderId);
        if (!order.isReduceOnly()) {
            return amount;
        }
        long held = byOwner.get(owner - 1).position(order.symbol()).amount();
        return held != 0 && held > 0 != order.buys() ? Math.min(amount, Math.abs(held)) : 0;
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

    private AccountOrder order(int owner, long orderId) {
        AccountOrder order = byOwner.get(owner - 1).open(orderId);
        if (order == null) {
            throw new IllegalStateException("the book knows an order that its account does not: " + orderId);
        }
        return order;
    }

    /** Tells accounts which wallets changed, once for all changes of this turn. */
    void showWallets() {
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

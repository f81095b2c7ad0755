package tradelab.venue.taiwan.exchange;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.exchange.Decision.Accepted;
import tradelab.venue.taiwan.exchange.Decision.Refused;
import tradelab.venue.taiwan.exchange.TaiwanArrival.Operation;
import tradelab.venue.taiwan.market.CancelReason;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.session.TradingDays;

/** Where clients' requests about orders arrive: decides, acts, and writes each into the ledger. Not thread-safe. */
public final class OrderDesk {
    private static final int CANCELS_AT_ONCE = 50_000;

    private final TaiwanExchange exchange;

    public OrderDesk(TaiwanExchange exchange) {
        this.exchange = exchange;
    }

    /** Submits an order. */
    public Decision submit(Account account, String clientOrderId, String code, OrderTerms terms, long wallMillis) {
        Decision decision = exchange.submit(account, clientOrderId, code, terms);
        record(wallMillis, Operation.SUBMIT, account.name(), clientOrderId, code, null, terms, 0, 0, decision);
        return decision;
    }

    /** Records an order that is refused before the exchange has looked at it. */
    public Refused refuse(
            Account account, @Nullable String clientOrderId, RefusalCode code, String message, long wallMillis) {
        Refused refused = new Refused(code, message);
        record(wallMillis, Operation.SUBMIT, account.name(), clientOrderId, null, null, null, 0, 0, refused);
        return refused;
    }

    /**
     * Amends an order.
     *
     * @param remaining fewer shares than remain; 0 to keep them
     * @param price times 10^8; 0 to keep it
     */
    public Decision amend(Account account, OrderRef target, long remaining, long price, long wallMillis) {
        Order order = find(account, target);
        Decision decision = order == null ? unknown(target) : amend(account, order, remaining, price);
        record(
                wallMillis,
                Operation.AMEND,
                account.name(),
                order == null ? target.clientOrderId() : order.clientOrderId(),
                order == null ? null : order.code(),
                target,
                null,
                remaining,
                price,
                decision);
        return decision;
    }

    /** Cancels an order. */
    public Decision cancel(Account account, OrderRef target, long wallMillis) {
        Order order = find(account, target);
        Decision decision;
        if (order == null) {
            decision = unknown(target);
        } else if (!order.isOpen()) {
            decision = closed(order);
        } else {
            market(order).cancel(order, CancelReason.CLIENT, exchange.nowMillis());
            decision = new Accepted(order);
        }
        record(
                wallMillis,
                Operation.CANCEL,
                account.name(),
                order == null ? target.clientOrderId() : order.clientOrderId(),
                order == null ? null : order.code(),
                target,
                null,
                0,
                0,
                decision);
        return decision;
    }

    /** Cancels every open order, or those of one security; returns how many. */
    public int cancelAll(Account account, @Nullable String code, long wallMillis) {
        List<Order> open = new ArrayList<>(account.orders(true, 0, CANCELS_AT_ONCE));
        open.removeIf(order -> code != null && !order.code().equals(code));
        for (Order order : open) {
            Decision _ = cancel(account, new OrderRef(order.id(), null), wallMillis);
        }
        return open.size();
    }

    /** Halts a security, or the whole market if {@code code} is null, or lets it go on; false if there is none. */
    public boolean halt(@Nullable String code, boolean halt, long wallMillis) {
        boolean known = exchange.halt(code, halt);
        if (known) {
            record(wallMillis, halt ? Operation.HALT : Operation.RELEASE, code, null, null);
        }
        return known;
    }

    /** Remembers that the crowd makes another kind of day from now on, so that the day can be done again. */
    public void regime(@Nullable String regime, @Nullable BigDecimal volatility, long wallMillis) {
        record(wallMillis, Operation.REGIME, null, regime, volatility);
    }

    private void record(
            long wallMillis,
            Operation operation,
            @Nullable String code,
            @Nullable String regime,
            @Nullable BigDecimal volatility) {
        exchange.ledger()
                .record(new TaiwanArrival(
                        exchange.ledger().nextSequence(),
                        exchange.nowMillis(),
                        wallMillis,
                        operation,
                        "",
                        null,
                        code,
                        null,
                        null,
                        regime,
                        volatility,
                        0,
                        0,
                        0,
                        null));
    }

    /** Returns the order that an account means, or null. */
    public @Nullable Order find(Account account, OrderRef target) {
        if (target.clientOrderId() != null) {
            return account.order(target.clientOrderId());
        }
        return target.orderId() == null ? null : account.order(target.orderId());
    }

    private Decision amend(Account account, Order order, long remaining, long price) {
        if (!order.isOpen()) {
            return closed(order);
        }
        SecurityMarket market = market(order);
        long newRemaining = remaining == 0 ? order.remaining() : remaining;
        long newPrice = price == 0 ? order.price() : price;
        Refused refused = amendment(market, order, newRemaining, newPrice, price != 0);
        if (refused != null) {
            return refused;
        }
        long before = order.remaining();
        account.holdings().release(order, before);
        refused = account.holdings().check(order.isBuy(), order.code(), newPrice, newRemaining);
        if (refused != null) {
            account.holdings().reserve(order, order.price());
            return refused;
        }
        account.holdings().reserve(order, newPrice, newRemaining);
        exchange.amend(account, market, order, newRemaining, newPrice);
        return new Accepted(order);
    }

    private @Nullable Refused amendment(
            SecurityMarket market, Order order, long remaining, long price, boolean priceAsked) {
        if (remaining > order.remaining() || (remaining == order.remaining() && !priceAsked)) {
            return new Refused(
                    RefusalCode.BAD_REQUEST,
                    "remaining: expected fewer shares than " + order.remaining() + ", got " + remaining);
        }
        boolean priced =
                order.terms().type() == OrderType.LIMIT && order.terms().session() != OrderSession.FIXED;
        if (!priced) {
            return new Refused(
                    RefusalCode.ORDER_KIND_NOT_ALLOWED, "orderId: expected an order with a limit, got one without");
        }
        Refused refused = OrderRules.open(
                market,
                order.terms().session(),
                TradingDays.local(exchange.nowMillis()).toLocalTime());
        if (refused == null) {
            refused = OrderRules.lot(order.terms().session(), remaining);
        }
        return refused == null ? OrderRules.price(market, price) : refused;
    }

    private SecurityMarket market(Order order) {
        return exchange.markets().get(exchange.index(order.code()));
    }

    private static Refused unknown(OrderRef target) {
        return new Refused(
                RefusalCode.UNKNOWN_ORDER, "orderId: expected an order of the account, got '" + target + "'");
    }

    private static Refused closed(Order order) {
        return new Refused(
                RefusalCode.ORDER_CLOSED, "orderId: expected an open order, got one that is " + order.state());
    }

    private void record(
            long wallMillis,
            Operation operation,
            String account,
            @Nullable String clientOrderId,
            @Nullable String code,
            @Nullable OrderRef target,
            @Nullable OrderTerms terms,
            long remaining,
            long price,
            Decision decision) {
        exchange.ledger()
                .record(new TaiwanArrival(
                        exchange.ledger().nextSequence(),
                        exchange.nowMillis(),
                        wallMillis,
                        operation,
                        account,
                        clientOrderId,
                        code,
                        target,
                        terms,
                        null,
                        null,
                        remaining,
                        price,
                        decision instanceof Accepted accepted ? accepted.order().id() : 0,
                        decision instanceof Refused refused ? refused : null));
    }
}

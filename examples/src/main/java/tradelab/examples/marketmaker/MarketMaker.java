package tradelab.examples.marketmaker;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Amount;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.trading.CancelOrders;
import tradelab.contracts.trading.CancelledOrders;
import tradelab.contracts.trading.OrderEvents;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.contracts.trading.TradingApi;

/**
 * Holds one post-only order on each side of the market.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class MarketMaker {
    /*
     * A side has at most one order: the next one is placed when the last one is final. So what can be filled at any time
     * is known, and the inventory keeps to its bounds whatever is filled first. A request that is not answered is made
     * again with the same client order id, which places it once. Events may be lost on the bus; each look asks for the
     * orders that are thought to be open, so a lost one costs an interval.
     */

    private static final Logger LOG = LoggerFactory.getLogger(MarketMaker.class);

    /** What a side is doing. */
    private static final class Standing {
        /** Asked for, and not known to be over. */
        private @Nullable SubmitOrder order;
        /** How it stands; absent until the acceptance is answered. */
        private @Nullable OrderView view;

        private boolean accepted;
        private boolean calling;
        private boolean cancelling;

        void clear() {
            order = null;
            view = null;
            accepted = false;
            cancelling = false;
        }
    }

    private final EventBus bus;
    private final Quoting quoting;
    private final Instrument instrument;
    private final String account;
    private final Duration timeout;
    private final long quoteAgeMillisMax;
    private final LongSupplier millis;
    private final Ledger ledger = new Ledger();
    private final Map<Side, Standing> sides = new EnumMap<>(Side.class);
    private @Nullable Quote quote;
    private boolean stopped;
    private long ids;
    private long placed;
    private long refused;

    MarketMaker(
            EventBus bus,
            Quoting quoting,
            Instrument instrument,
            String account,
            Duration timeout,
            Duration quoteAgeMax,
            LongSupplier millis) {
        this.bus = bus;
        this.quoting = quoting;
        this.instrument = instrument;
        this.account = account;
        this.timeout = timeout;
        this.quoteAgeMillisMax = quoteAgeMax.toMillis();
        this.millis = millis;
        this.ids = millis.getAsLong() << 10; // above those of every earlier run
        for (Side side : Side.values()) {
            sides.put(side, new Standing());
        }
    }

    Ledger ledger() {
        return ledger;
    }

    long placed() {
        return placed;
    }

    long refused() {
        return refused;
    }

    /** Returns the middle of the last quote, 0 before the first. */
    long middle() {
        Quote last = quote;
        Price bid = last == null ? null : last.bid();
        Price ask = last == null ? null : last.ask();
        return bid == null || ask == null ? 0 : bid.units() + (ask.units() - bid.units()) / 2;
    }

    void quoted(QuoteBatch batch) {
        for (Quote each : batch.quotes()) {
            if (each.instrument().equals(instrument)) {
                quote = each;
            }
        }
    }

    void happened(OrderEvents events) {
        for (OrderView order : events.orders()) {
            if (order.account().equals(account) && order.instrument().equals(instrument)) {
                told(order);
            }
        }
    }

    private void told(OrderView order) {
        boolean _ = ledger.told(order);
        Standing standing = standing(order.side());
        SubmitOrder ours = standing.order;
        if (ours == null || !ours.clientOrderId().equals(order.clientOrderId())) {
            return;
        }
        OrderView before = standing.view;
        if (before == null || before.sequence() < order.sequence()) {
            standing.accepted = true;
            standing.view = order;
            if (order.status().isFinal()) {
                standing.clear();
            }
        }
    }

    /** Ends every order of the account in the instrument; to be called before the first look, and to end. */
    Future<CancelledOrders> cancelAll() {
        return TradingApi.CANCEL_ORDERS.call(bus, new CancelOrders(account, instrument), timeout);
    }

    /** From now on nothing is placed. */
    void stop() {
        stopped = true;
    }

    /** Returns whether no order of ours can be open. */
    boolean isFlat() {
        return sides.values().stream().allMatch(standing -> standing.order == null && !standing.calling);
    }

    /** Looks at both sides and does what is due. */
    void look() {
        sides.forEach(this::look);
    }

    private void look(Side side, Standing standing) {
        if (standing.calling) {
            return;
        }
        Quoting.Wanted wanted = stopped ? null : wanted(side);
        SubmitOrder order = standing.order;
        if (order == null) {
            if (wanted != null) {
                standing.order = request(side, wanted);
                submit(standing);
            }
        } else if (!standing.accepted) {
            submit(standing); // the same again: it was not answered
        } else if (!standing.cancelling && (wanted == null || !mayStay(side, order, wanted))) {
            cancel(standing, order);
        } else {
            ask(standing, order);
        }
    }

    private Quoting.@Nullable Wanted wanted(Side side) {
        Quote last = quote;
        if (last == null
                || last.validity() != Validity.LIVE
                || millis.getAsLong() - last.receiveEpochMillis() > quoteAgeMillisMax) {
            return null;
        }
        Price bid = last.bid();
        Price ask = last.ask();
        return bid == null || ask == null ? null : quoting.wanted(side, bid.units(), ask.units(), ledger.inventory());
    }

    private boolean mayStay(Side side, SubmitOrder order, Quoting.Wanted wanted) {
        Quote last = quote;
        Price price = order.price();
        Price bid = last == null ? null : last.bid();
        Price ask = last == null ? null : last.ask();
        return price != null
                && bid != null
                && ask != null
                && quoting.mayStay(side, price.units(), wanted, bid.units(), ask.units());
    }

    private SubmitOrder request(Side side, Quoting.Wanted wanted) {
        return new SubmitOrder(
                account,
                "mm-" + ++ids,
                instrument,
                side,
                OrderType.LIMIT,
                new Price(wanted.price()),
                new Amount(wanted.amount()),
                true);
    }

    private void submit(Standing standing) {
        SubmitOrder order = standing.order;
        if (order == null) {
            return;
        }
        called(standing, TradingApi.SUBMIT_ORDER.call(bus, order, timeout)).onSuccess(outcome -> {
            switch (outcome) {
                case SubmitOutcome.Accepted accepted -> {
                    placed += accepted.duplicate() ? 0 : 1;
                    standing.accepted |= standing.order == order;
                }
                case SubmitOutcome.Refused(var reason, String detail) -> {
                    refused++;
                    LOG.info("event=quote_refused reason={} detail=\"{}\"", reason, detail);
                    if (standing.order == order) {
                        standing.clear();
                    }
                }
            }
        });
    }

    private void cancel(Standing standing, SubmitOrder order) {
        called(standing, TradingApi.CANCEL_ORDER.call(bus, ref(order), timeout)).onSuccess(outcome -> {
            standing.cancelling |= standing.order == order;
            told(outcome.order());
        });
    }

    private void ask(Standing standing, SubmitOrder order) {
        called(standing, TradingApi.GET_ORDER.call(bus, ref(order), timeout)).onSuccess(this::told);
    }

    private OrderRef ref(SubmitOrder order) {
        return new OrderRef(account, order.clientOrderId());
    }

    /** One call of a side at a time. A failure is no answer: the next look goes on from what is known. */
    private static <T> Future<T> called(Standing standing, Future<T> call) {
        standing.calling = true;
        return call.onComplete(_ -> standing.calling = false).onFailure(cause -> {
            FailureKind kind = cause instanceof ServiceException failure ? failure.kind() : FailureKind.INTERNAL;
            LOG.debug("event=quote_call_failed kind={} cause=\"{}\"", kind, cause.getMessage());
        });
    }

    private Standing standing(Side side) {
        Standing standing = sides.get(side);
        if (standing == null) {
            throw new IllegalStateException("side: expected one of " + List.of(Side.values()) + ", got " + side);
        }
        return standing;
    }

    /** Returns how many orders are open at the venue. */
    long standing() {
        return sides.values().stream()
                .filter(each -> each.view != null && each.view.status() == OrderStatus.ACTIVE)
                .count();
    }
}

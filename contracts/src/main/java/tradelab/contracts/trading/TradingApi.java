package tradelab.contracts.trading;

import tradelab.contracts.Endpoint;
import tradelab.contracts.Topic;

/** Every event-bus address of the trading service. Nothing else in the suite spells one out. */
public final class TradingApi {
    /** Idempotent by account and client order id. */
    public static final Endpoint<SubmitOrder, SubmitOutcome> SUBMIT_ORDER =
            new Endpoint<>("trading.order.submit.v1", OrderJson.SUBMIT_ORDER, OrderJson.SUBMIT_OUTCOME);

    /** Idempotent by account and client order id; each order has its own answer. */
    public static final Endpoint<SubmitOrders, SubmitResults> SUBMIT_ORDERS =
            new Endpoint<>("trading.orders.submit.v1", OrderJson.SUBMIT_ORDERS, OrderJson.SUBMIT_RESULTS);

    /** Idempotent. */
    public static final Endpoint<OrderRef, CancelOutcome> CANCEL_ORDER =
            Endpoint.json("trading.order.cancel.v1", OrderRef.class, CancelOutcome.class);

    /** Idempotent: it states what is to hold. */
    public static final Endpoint<AmendOrder, AmendOutcome> AMEND_ORDER =
            Endpoint.json("trading.order.amend.v1", AmendOrder.class, AmendOutcome.class);

    /** Idempotent. */
    public static final Endpoint<CancelOrders, CancelledOrders> CANCEL_ORDERS =
            Endpoint.json("trading.orders.cancel.v1", CancelOrders.class, CancelledOrders.class);

    /** Fails with NOT_FOUND for an order that was never accepted. */
    public static final Endpoint<OrderRef, OrderView> GET_ORDER =
            Endpoint.json("trading.order.get.v1", OrderRef.class, OrderView.class);

    /** Every change of every order, after it is durable. */
    public static final Topic<OrderEvents> ORDER_EVENTS =
            new Topic<>("trading.order.events.v1", OrderJson.ORDER_EVENTS);

    /** The changes that {@link #ORDER_EVENTS} told, from any point, in their order and without gaps. */
    public static final Endpoint<ReplayOrderEvents, OrderEventPage> REPLAY_ORDER_EVENTS =
            Endpoint.json("trading.order.events.replay.v1", ReplayOrderEvents.class, OrderEventPage.class);

    /** {@link #SUBMIT_ORDERS}, at the instance that owns the accounts: for instances among themselves. */
    public static Endpoint<SubmitOrders, SubmitResults> submitOrdersAt(String instance) {
        return new Endpoint<>(
                "trading.instance." + instance + ".submit.v1", OrderJson.SUBMIT_ORDERS, OrderJson.SUBMIT_RESULTS);
    }

    /** {@link #CANCEL_ORDER}, at the instance that owns the account: for instances among themselves. */
    public static Endpoint<OrderRef, CancelOutcome> cancelOrderAt(String instance) {
        return Endpoint.json("trading.instance." + instance + ".cancel.v1", OrderRef.class, CancelOutcome.class);
    }

    /** {@link #AMEND_ORDER}, at the instance that owns the account: for instances among themselves. */
    public static Endpoint<AmendOrder, AmendOutcome> amendOrderAt(String instance) {
        return Endpoint.json("trading.instance." + instance + ".amend.v1", AmendOrder.class, AmendOutcome.class);
    }

    /** {@link #CANCEL_ORDERS}, for the orders that the instance owns: for instances among themselves. */
    public static Endpoint<CancelOrders, CancelledOrders> cancelOrdersAt(String instance) {
        return Endpoint.json(
                "trading.instance." + instance + ".cancel-all.v1", CancelOrders.class, CancelledOrders.class);
    }

    private TradingApi() {}
}

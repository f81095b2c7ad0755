package tradelab.contracts.trading;

import tradelab.contracts.Endpoint;
import tradelab.contracts.Topic;

/** Every event-bus address of the trading service. Nothing else in the suite spells one out. */
public final class TradingApi {
    /** Idempotent by account and client order id. */
    public static final Endpoint<SubmitOrder, SubmitOutcome> SUBMIT_ORDER =
            Endpoint.json("trading.order.submit.v1", SubmitOrder.class, SubmitOutcome.class);

    /** Idempotent. */
    public static final Endpoint<OrderRef, CancelOutcome> CANCEL_ORDER =
            Endpoint.json("trading.order.cancel.v1", OrderRef.class, CancelOutcome.class);

    /** Fails with NOT_FOUND for an order that was never accepted. */
    public static final Endpoint<OrderRef, OrderView> GET_ORDER =
            Endpoint.json("trading.order.get.v1", OrderRef.class, OrderView.class);

    /** Every change of every order, after it is durable. */
    public static final Topic<OrderEvents> ORDER_EVENTS = Topic.json("trading.order.events.v1", OrderEvents.class);

    private TradingApi() {}
}

package tradelab.trading.api;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import tradelab.contracts.trading.TradingApi;

/** Serves the event-bus endpoints, on the event loop that calls. */
public final class TradingBus {
    private TradingBus() {}

    /** @param instance under which other instances find us */
    public static void serve(Vertx vertx, String instance, OrderIntake intake, HistoryHttp history) {
        EventBus bus = vertx.eventBus();
        var _ = TradingApi.SUBMIT_ORDER.serve(
                bus, (order, header) -> intake.submit(order, header.deadlineEpochMillis()));
        var _ = TradingApi.SUBMIT_ORDERS.serve(
                bus, (orders, header) -> intake.submitAll(orders, header.deadlineEpochMillis()));
        var _ = TradingApi.CANCEL_ORDER.serve(bus, (ref, header) -> intake.cancel(ref, header.deadlineEpochMillis()));
        var _ = TradingApi.AMEND_ORDER.serve(bus, (amend, header) -> intake.amend(amend, header.deadlineEpochMillis()));
        var _ = TradingApi.CANCEL_ORDERS.serve(
                bus, (scope, header) -> intake.cancelAll(scope, header.deadlineEpochMillis()));
        var _ = TradingApi.REPLAY_ORDER_EVENTS.serve(bus, (request, _) -> history.replay(request));
        var _ = TradingApi.GET_ORDER.serve(bus, (ref, _) -> intake.get(ref));
        var _ = TradingApi.submitOrdersAt(instance).serve(bus, (orders, _) -> intake.submitHere(orders));
        var _ = TradingApi.amendOrderAt(instance).serve(bus, (amend, _) -> intake.amendHere(amend));
        var _ = TradingApi.cancelOrdersAt(instance).serve(bus, (scope, _) -> intake.cancelAllHere(scope));
        var _ = TradingApi.cancelOrderAt(instance).serve(bus, (ref, _) -> intake.cancelHere(ref));
    }
}

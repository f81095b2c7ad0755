package tradelab.trading.api;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import tradelab.contracts.trading.TradingApi;
import tradelab.trading.desk.OrderDesk;

/** Serves the event-bus endpoints, on the event loop that calls. */
public final class TradingBus {
    private TradingBus() {}

    public static void serve(Vertx vertx, OrderDesk desk) {
        EventBus bus = vertx.eventBus();
        var _ = TradingApi.SUBMIT_ORDER.serve(bus, desk::submit);
        var _ = TradingApi.CANCEL_ORDER.serve(bus, desk::cancel);
        var _ = TradingApi.GET_ORDER.serve(bus, desk::get);
    }
}

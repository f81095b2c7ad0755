package tradelab.loadgen.protocol;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.Exchange;
import tradelab.loadgen.engine.Protocol;

/** Finds the protocol that a target's URL names. */
public final class Protocols {
    private Protocols() {}

    /**
     * Returns what makes the exchanges of a run.
     *
     * @param orders null unless the load is a flow of orders
     */
    public static Protocol of(Connecting connecting, @Nullable OrderPlan orders, LongSupplier epochMillis) {
        if (orders != null) {
            return (plan, home) -> orders(plan, home, connecting, orders, epochMillis);
        }
        return switch (connecting.url().scheme()) {
            case HTTP -> Protocol.http1(connecting.address(), connecting.timeout());
            case HTTPS, H2, H2C, SSE, SSES -> (plan, home) -> new HttpExchange(plan, home, connecting);
            case WS, WSS -> (plan, home) -> new WebSocketExchange(plan, home, connecting);
            case BUS, PUBLISH ->
                (plan, home) -> new BusExchange(plan, home, connecting.url(), BusExchange.Status.OK, epochMillis);
        };
    }

    private static Exchange orders(
            EnginePlan plan, Protocol.Home home, Connecting connecting, OrderPlan orders, LongSupplier epochMillis) {
        return new OrderFlow(plan.mix(), orders, plan.connections(), home.answers(), flow -> {
            Protocol.Home inner = new Protocol.Home(home.vertx(), home.context(), flow);
            return connecting.url().scheme().isBus()
                    ? new BusExchange(plan, inner, connecting.url(), OrderFlow::status, epochMillis)
                    : new HttpExchange(plan, inner, connecting);
        });
    }
}

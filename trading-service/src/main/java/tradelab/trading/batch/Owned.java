package tradelab.trading.batch;

import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Terms;

/** Whose an order is, asked at the last gate: before an order is claimed, and again before its bytes leave. */
public interface Owned {
    /** Returns the core that decides about the order, or null if its partition is not ours any more. */
    @Nullable
    OrderCore core(Order order);

    /** Returns until when nobody else can own the order, as {@link System#nanoTime()}. */
    long untilNanos(Order order);

    /**
     * Returns whether the order may be placed at the venue now: its partition is reconciled and staying, and no kill
     * switch that was thrown before the last commit of the partition stands against it.
     */
    boolean mayPlace(Order order);

    /** Returns whether the venue may be told now that the order has these terms. */
    default boolean mayAmend(Order order, Terms terms) {
        return mayPlace(order);
    }
}

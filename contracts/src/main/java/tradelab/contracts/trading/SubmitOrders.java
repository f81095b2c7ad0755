package tradelab.contracts.trading;

import java.util.List;
import tradelab.contracts.Require;

/** Requests to place many orders with one message; each has its own answer, as if it had come alone. */
public record SubmitOrders(List<SubmitOrder> orders) {
    /** The most orders of one message. */
    public static final int ORDERS_MAX = 1_000;

    public SubmitOrders {
        orders = List.copyOf(Require.present("orders", orders));
        if (orders.isEmpty() || orders.size() > ORDERS_MAX) {
            throw Require.refused("orders", "1 to " + ORDERS_MAX + " orders", Integer.toString(orders.size()));
        }
    }
}

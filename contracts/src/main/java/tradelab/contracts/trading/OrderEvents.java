package tradelab.contracts.trading;

import java.util.List;

/**
 * Changes of orders, in the order of their partition's sequence.
 *
 * @param partition which stream
 * @param orders each order as it stands after its change; {@link OrderView#sequence()} is the position in the stream
 */
public record OrderEvents(int partition, List<OrderView> orders) {
    public OrderEvents {
        orders = List.copyOf(orders);
    }
}

package tradelab.contracts.trading;

import java.util.List;

/**
 * A piece of a partition's stream.
 *
 * @param from sequence of the first change that was looked at
 * @param through sequence of the last one; {@code from - 1} if there is nothing yet. The next piece begins after it
 * @param orders every change from {@code from} to {@code through} of the accounts that were asked for, as in
 *     {@link OrderEvents}
 */
public record OrderEventPage(int partition, long from, long through, List<OrderView> orders) {
    public OrderEventPage {
        orders = List.copyOf(orders);
    }
}

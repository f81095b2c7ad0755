package tradelab.contracts.trading;

/**
 * How many cancellations a {@link CancelOrders} asked for.
 *
 * @param requested open orders whose cancellation was not asked for before; it is durable
 */
public record CancelledOrders(int requested) {}

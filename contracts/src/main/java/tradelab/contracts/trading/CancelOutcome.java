package tradelab.contracts.trading;

/**
 * What became of a request to cancel. An order that we never accepted is a failure, NOT_FOUND.
 *
 * @param requested true if the cancellation is durable and on its way; false if the order was final already
 * @param order the order as it stands now
 */
public record CancelOutcome(boolean requested, OrderView order) {}

package tradelab.contracts.trading;

import org.jspecify.annotations.Nullable;

/**
 * What became of a request to amend. An order that we never accepted is a failure, NOT_FOUND.
 *
 * @param taken true if the new terms are durable and hold here; the venue may still refuse them, and then the old ones hold
 *     again, which the order's events show
 * @param refusal why nothing was changed, absent if {@code taken}
 * @param order the order as it stands now
 */
public record AmendOutcome(boolean taken, @Nullable String refusal, OrderView order) {}

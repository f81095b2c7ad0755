package tradelab.venue.taiwan.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What an account is told: an order that changed, or an execution.
 *
 * @param sequence counts from 1 within the account
 */
public record Report(
        long sequence, @Nullable OrderView order, @Nullable Execution execution) {}

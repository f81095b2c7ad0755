package tradelab.trading.journal;

import org.jspecify.annotations.Nullable;

/**
 * What the log made of a group. Sequences go to the inserted orders in their order, then to the changes.
 *
 * @param firstSequence of the group
 * @param insertedCids the new orders that are stored now, rising; an order that is missing has an older namesake; null:
 *     all of them
 * @param gate the version of the kill switch as of this commit
 */
public record Committed(long firstSequence, long @Nullable [] insertedCids, long gate) {}

package tradelab.trading.journal;

/**
 * What the log made of a group. Sequences go to the inserted orders in their order, then to the changes.
 *
 * @param firstSequence of the group
 * @param insertedCids the new orders that are stored now, rising; an order that is missing has an older namesake
 */
public record Committed(long firstSequence, long[] insertedCids) {}

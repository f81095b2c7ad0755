package tradelab.trading.partition;

/**
 * A partition as the database has it.
 *
 * @param owner the instance that took it last, empty for none
 * @param free whether that one's lease is over
 * @param idleMillis for how long it has been free; negative if it is not
 * @param gate the version of the kill switch
 */
public record PartitionRow(int id, String owner, long epoch, boolean free, long idleMillis, long gate) {}

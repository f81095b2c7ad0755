package tradelab.trading.partition;

/**
 * A partition as the database has it.
 *
 * @param owner the instance that took it last, empty for none
 * @param free whether that one's lease is over
 * @param gate the version of the kill switch
 */
public record PartitionRow(int id, String owner, long epoch, boolean free, long gate) {}

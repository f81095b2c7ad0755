package tradelab.trading.partition;

/** Tells to which partition an account belongs. */
public final class Accounts {
    private Accounts() {}

    /** Returns the partition of {@code account}; the same for ever, so long as the count of partitions is. */
    public static int partition(String account, int partitions) {
        int hash = account.hashCode(); // specified by the language, so equal on every node
        hash = (hash ^ hash >>> 16) * 0x45d9f3b;
        return Math.floorMod(hash ^ hash >>> 16, partitions);
    }
}

package tradelab.trading.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one instance should do so that all living instances own about equally many partitions. Pure: every instance
 * decides for itself, and the database settles who was first.
 *
 * @param take free partitions to take over now
 * @param handOver one that is ours and should go, or -1
 */
public record Shares(List<PartitionRow> take, int handOver) {
    /** Returns how many of all calls an owner may make: its share, less one for the rounding of bursts. */
    public static int calls(int callsOfAll, int owned, int partitions) {
        return Math.max(2, owned < partitions ? callsOfAll * owned / partitions - 1 : callsOfAll);
    }

    /**
     * @param rows all partitions
     * @param owned those that are ours
     * @param alive how many instances live, we among them
     */
    public static Shares decide(List<PartitionRow> rows, Set<Integer> owned, int alive) {
        int fair = Math.ceilDiv(rows.size(), Math.max(1, alive));
        List<PartitionRow> take = new ArrayList<>();
        for (PartitionRow row : rows) {
            if (row.free() && !owned.contains(row.id()) && owned.size() + take.size() < fair) {
                take.add(row);
            }
        }
        boolean many = owned.size() > fair;
        return new Shares(
                take, many ? owned.stream().mapToInt(Integer::intValue).max().orElse(-1) : -1);
    }
}

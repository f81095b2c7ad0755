package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Our right to write a partition.
 *
 * @param epoch higher than that of every earlier owner; the database refuses the commits of all lower ones
 * @param lease how long after its last commit an owner may be believed to live
 */
public record Ownership(int partition, long epoch, Duration lease) {
    private static final String TAKE = """
        UPDATE partitions
        SET epoch = epoch + 1, owner = $2, lease_until = now() + $3 * interval '1 millisecond', last_group = 0
        WHERE id = $1
        RETURNING epoch\
        """;

    /** Takes a partition over: from now on its former owner's commits fail. */
    public static Future<Ownership> take(Pool pool, int partition, String owner, Duration lease) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(partition, owner, lease.toMillis()))
                .map(rows -> new Ownership(partition, rows.iterator().next().getLong(0), lease));
    }
}

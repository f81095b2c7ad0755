package tradelab.trading.partition;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.trading.journal.Lease;

/** The partitions and their owners in the database. Its clock alone says when a lease is over. */
public final class PartitionStore {
    private static final String PREPARE = """
        INSERT INTO partitions SELECT id, '', 0, now(), 0, 0, 0, 0, 0 FROM generate_series(0, $1 - 1) AS id
        WHERE NOT EXISTS (SELECT FROM partitions) ON CONFLICT DO NOTHING\
        """;
    private static final String COUNT = "SELECT count(*) FROM partitions";
    /* Rows are locked by id, as whoever throws the kill switch locks them: in any other order both could wait for ever. */
    private static final String ALIVE = """
        WITH beat AS (
            INSERT INTO members VALUES ($1, now() + $2 * interval '1 millisecond')
            ON CONFLICT (instance) DO UPDATE SET alive_until = EXCLUDED.alive_until
        ), gone AS (
            DELETE FROM members WHERE alive_until < now() - interval '1 minute' AND instance <> $1
        ), kept AS (
            UPDATE partitions p SET lease_until = now() + $2 * interval '1 millisecond'
            FROM (
                SELECT q.id FROM partitions q JOIN unnest($3::integer[], $4::bigint[]) AS w(id, epoch)
                    ON q.id = w.id AND q.epoch = w.epoch
                ORDER BY q.id FOR UPDATE OF q
            ) AS o
            WHERE p.id = o.id
            RETURNING p.id
        )
        SELECT p.id, p.owner, p.epoch, p.lease_until <= now() AND NOT p.id = ANY ($3) AS free, p.gate,
            EXISTS (SELECT FROM kept k WHERE k.id = p.id) AS kept,
            (SELECT count(*) FROM members WHERE alive_until > now() AND instance <> $1) + 1 AS alive,
            floor(extract(epoch FROM now() - p.lease_until) * 1000)::bigint AS idle_millis,
            floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS clock_micros
        FROM partitions p ORDER BY p.id\
        """;
    private static final String TAKE = """
        UPDATE partitions
        SET epoch = epoch + 1, owner = $2, lease_until = now() + $3 * interval '1 millisecond', last_group = 0
        WHERE id = $1 AND epoch = $4 AND lease_until <= now()
        RETURNING epoch\
        """;
    private static final String RELEASE =
            "UPDATE partitions SET owner = '', lease_until = now() WHERE id = $1 AND epoch = $2";
    private static final String LEAVE = "DELETE FROM members WHERE instance = $1";

    private final Pool pool;
    private final LongSupplier nanoTime;
    private final DatabaseClock clock;

    /** @param clock is set at every look */
    public PartitionStore(Pool pool, LongSupplier nanoTime, DatabaseClock clock) {
        this.pool = pool;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /**
     * What {@link #alive} learnt.
     *
     * @param kept partitions whose lease was lengthened
     * @param alive how many instances live, we among them
     */
    public record Census(List<PartitionRow> partitions, List<Integer> kept, int alive) {}

    /** Makes the partitions if there are none yet. Returns how many there are, which may be others than wanted. */
    public Future<Integer> prepare(int wanted) {
        return pool.preparedQuery(PREPARE)
                .execute(Tuple.of(wanted))
                .compose(_ -> pool.query(COUNT).execute())
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Says that {@code instance} lives, lengthens its leases, and reads who owns what. */
    public Future<Census> alive(String instance, Duration length, Collection<Lease> leases) {
        long asked = nanoTime.getAsLong();
        long askedMicros = clock.ownMicros();
        Integer[] ids = leases.stream().map(Lease::partition).toArray(Integer[]::new);
        Long[] epochs = leases.stream().map(Lease::epoch).toArray(Long[]::new);
        return pool.preparedQuery(ALIVE)
                .execute(Tuple.of(instance, length.toMillis(), ids, epochs))
                .map(rows -> {
                    List<PartitionRow> partitions = new ArrayList<>(rows.size());
                    List<Integer> kept = new ArrayList<>();
                    int alive = 1;
                    for (Row row : rows) {
                        partitions.add(new PartitionRow(
                                row.getInteger(0),
                                row.getString(1),
                                row.getLong(2),
                                row.getBoolean(3),
                                row.getLong(7),
                                row.getLong(4)));
                        clock.seen(row.getLong(8), askedMicros, clock.ownMicros());
                        if (row.getBoolean(5)) {
                            kept.add(row.getInteger(0));
                        }
                        alive = row.getInteger(6);
                    }
                    leases.stream()
                            .filter(lease -> kept.contains(lease.partition()))
                            .forEach(lease -> lease.extend(asked));
                    return new Census(partitions, kept, alive);
                });
    }

    /** Takes a free partition over: from now on its former owner's commits fail. Returns nothing if another was first. */
    public Future<Optional<Lease>> take(PartitionRow row, String instance, Duration length) {
        long asked = nanoTime.getAsLong();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(row.id(), instance, length.toMillis(), row.epoch()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Lease(row.id(), rows.iterator().next().getLong(0), length, asked)));
    }

    /** Gives a partition up, so that somebody else need not wait for the end of the lease. */
    public Future<Void> release(Lease lease) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(lease.partition(), lease.epoch()))
                .mapEmpty();
    }

    /** Says that {@code instance} ends. */
    public Future<Void> leave(String instance) {
        return pool.preparedQuery(LEAVE).execute(Tuple.of(instance)).mapEmpty();
    }

    /** Returns the row of a partition, or null. */
    public static @Nullable PartitionRow find(List<PartitionRow> rows, int partition) {
        return partition < rows.size() ? rows.get(partition) : null;
    }
}

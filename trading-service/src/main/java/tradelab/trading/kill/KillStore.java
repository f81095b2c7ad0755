package tradelab.trading.kill;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tradelab.contracts.Require;

/** The switches in the database. */
public final class KillStore {
    private static final String READ = """
        SELECT coalesce(k.scope, ''), k.target, k.state, k.reason, k.version, k.changed_millis, v.gate,
            k.cancel_version, k.cancel_through
        FROM (SELECT max(gate) AS gate FROM partitions) v LEFT JOIN kill_switches k ON true
        ORDER BY k.scope, k.target\
        """;
    /*
     * The rows of all partitions are locked, in one order: every commit of an owner is before this one or after it, and
     * one that is after it tells its owner the new version.
     */
    private static final String LOCK = "SELECT gate FROM partitions ORDER BY id FOR UPDATE";
    private static final String BUMP = "UPDATE partitions SET gate = gate + 1 RETURNING gate";
    private static final String PUT = """
        WITH change AS (
            INSERT INTO kill_switch_changes
            SELECT $1, $2, $3, $4, $5::bigint, $6, $7::boolean, array_agg(last_sequence ORDER BY id) FROM partitions
            RETURNING *)
        INSERT INTO kill_switches
        SELECT scope, target, state, reason, version, changed_millis,
            CASE WHEN cancel_all THEN version END, CASE WHEN cancel_all THEN through END
        FROM change
        ON CONFLICT (scope, target) DO UPDATE
        SET state = EXCLUDED.state, reason = EXCLUDED.reason, version = EXCLUDED.version,
            changed_millis = EXCLUDED.changed_millis,
            cancel_version = coalesce(EXCLUDED.cancel_version, kill_switches.cancel_version),
            cancel_through = coalesce(EXCLUDED.cancel_through, kill_switches.cancel_through)\
        """;

    /** Serialization failure and deadlock. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    private static final int TRIES_MAX = 5;

    private final Pool pool;

    public KillStore(Pool pool) {
        this.pool = pool;
    }

    /** What is in the database: the version, every switch that was ever thrown, and what is to be cancelled. */
    public record Stored(long version, List<KillSwitch> switches, List<Sweep> sweeps) {
        public KillStates states() {
            return new KillStates(version, switches, sweeps);
        }
    }

    public Future<Stored> read() {
        return pool.preparedQuery(READ).execute().map(KillStore::stored);
    }

    /**
     * Throws a switch. Its commit is the instant from which on it stands.
     *
     * @param cancelAll whether every order of its scope that was accepted before is to be cancelled
     */
    public Future<KillSwitch> put(
            KillScope scope, String target, TradingState state, String reason, boolean cancelAll, long nowMillis) {
        return put(new KillSwitch(scope, target, state, reason, 0, nowMillis), cancelAll, TRIES_MAX);
    }

    /** What the database rolled back because it stood in others' way is done again: a kill switch does not give up there. */
    private Future<KillSwitch> put(KillSwitch wish, boolean cancelAll, int tries) {
        return once(wish, cancelAll)
                .recover(cause -> tries > 1
                                && cause instanceof PgException pg
                                && ROLLED_BACK.contains(String.valueOf(pg.getSqlState()))
                        ? put(wish, cancelAll, tries - 1)
                        : Future.failedFuture(cause));
    }

    private Future<KillSwitch> once(KillSwitch wish, boolean cancelAll) {
        return pool.<KillSwitch>withTransaction(connection -> bump(connection).compose(version -> {
                    KillSwitch thrown = new KillSwitch(
                            wish.scope(),
                            wish.target(),
                            wish.state(),
                            wish.reason(),
                            version,
                            wish.changedEpochMillis());
                    return connection
                            .preparedQuery(PUT)
                            .execute(Tuple.of(
                                    wish.scope().name(),
                                    wish.target(),
                                    wish.state().name(),
                                    wish.reason(),
                                    version,
                                    wish.changedEpochMillis(),
                                    cancelAll))
                            .map(_ -> thrown);
                }))
                .map(thrown -> Require.present("switch", thrown));
    }

    /**
     * Counts up the version that every commit tells its owner, within a transaction. Its commit is before or after each
     * commit of an owner.
     */
    public static Future<Long> bump(SqlConnection connection) {
        return connection
                .preparedQuery(LOCK)
                .execute()
                .compose(_ -> connection.preparedQuery(BUMP).execute())
                .map(bumped -> {
                    long version = 0;
                    for (Row row : bumped) {
                        version = Math.max(version, row.getLong(0));
                    }
                    return version;
                });
    }

    private static Stored stored(RowSet<Row> rows) {
        long version = 0;
        List<KillSwitch> switches = new ArrayList<>(rows.size());
        List<Sweep> sweeps = new ArrayList<>(0);
        for (Row row : rows) {
            version = row.getLong(6);
            if (row.getString(0).isEmpty()) {
                continue;
            }
            KillSwitch one = new KillSwitch(
                    KillScope.valueOf(row.getString(0)),
                    row.getString(1),
                    TradingState.valueOf(row.getString(2)),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5));
            switches.add(one);
            Long cancelled = row.getLong(7);
            if (cancelled != null) {
                sweeps.add(new Sweep(
                        one.scope(),
                        one.target(),
                        one.state(),
                        cancelled,
                        cancelled == one.version(),
                        List.of(row.getArrayOfLongs(8))));
            }
        }
        return new Stored(version, switches, sweeps);
    }
}

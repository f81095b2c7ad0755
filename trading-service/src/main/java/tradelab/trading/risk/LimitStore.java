package tradelab.trading.risk;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.trading.kill.KillScope;
import tradelab.trading.kill.KillStore;

/** The limits in the database, and every change that was ever made to them. */
public final class LimitStore {
    private static final String READ =
            "SELECT scope, target, limits, reason, version, changed_millis FROM risk_limits ORDER BY scope, target";
    private static final String PUT = """
        WITH changed AS (
            INSERT INTO risk_limits VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (scope, target) DO UPDATE
            SET limits = EXCLUDED.limits, reason = EXCLUDED.reason, version = EXCLUDED.version,
                changed_millis = EXCLUDED.changed_millis
            RETURNING *)
        INSERT INTO risk_limit_changes SELECT * FROM changed\
        """;
    private static final String CHANGES = """
        SELECT scope, target, limits, reason, version, changed_millis FROM risk_limit_changes
        WHERE version < $1 ORDER BY version DESC LIMIT $2\
        """;

    private final Pool pool;

    public LimitStore(Pool pool) {
        this.pool = pool;
    }

    public Future<List<LimitBook.Entry>> read() {
        return pool.preparedQuery(READ).execute().map(LimitStore::entries);
    }

    /** Returns changes, latest first. */
    public Future<List<LimitBook.Entry>> changes(long beforeVersion, int limit) {
        return pool.preparedQuery(CHANGES)
                .execute(Tuple.of(beforeVersion, limit))
                .map(LimitStore::entries);
    }

    /** Sets the limits of a scope. Every later commit tells its owner that there is something new to read. */
    public Future<LimitBook.Entry> put(
            KillScope scope, String target, RiskLimits limits, String reason, long nowMillis) {
        return pool.<LimitBook.Entry>withTransaction(connection -> KillStore.bump(connection)
                        .compose(version -> connection
                                .preparedQuery(PUT)
                                .execute(Tuple.of(
                                        scope.name(),
                                        target,
                                        Json.write(limits).toString(),
                                        reason,
                                        version,
                                        nowMillis))
                                .map(_ -> new LimitBook.Entry(scope, target, limits, reason, version, nowMillis))))
                .map(entry -> Require.present("limits", entry));
    }

    private static List<LimitBook.Entry> entries(Iterable<Row> rows) {
        List<LimitBook.Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            entries.add(new LimitBook.Entry(
                    KillScope.valueOf(row.getString(0)),
                    row.getString(1),
                    Json.read(Buffer.buffer(row.getString(2)), RiskLimits.class),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5)));
        }
        return entries;
    }
}

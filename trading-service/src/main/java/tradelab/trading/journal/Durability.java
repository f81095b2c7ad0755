package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether the database keeps what it says it has committed. */
public final class Durability {
    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);
    private static final String SETTINGS = "SELECT name, setting FROM pg_settings WHERE setting = 'off'"
            + " AND name IN ('fsync', 'synchronous_commit', 'full_page_writes')";

    private Durability() {}

    /** Warns of every setting with which an acknowledged order can be lost in a power cut. */
    public static Future<Void> check(Pool pool) {
        return pool.query(SETTINGS)
                .execute()
                .onSuccess(rows -> rows.forEach(row ->
                        LOG.warn("event=postgres_not_durable setting={} value={}", row.getString(0), row.getString(1))))
                .mapEmpty();
    }
}

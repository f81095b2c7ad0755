package tradelab.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import tradelab.stores.EmbeddedPostgresServer;

/**
 * The peer: rows like those of {@code trading.orders}, same columns, same indexes, written by nothing but {@code INSERT}
 * of many rows a call, each call a transaction. It checks nothing, knows no duplicates and writes no events.
 */
final class PlainInserts {
    static final int ROWS = 100;

    private static final int WAITING_MAX = 10_000;

    private static final String CREATE =
            "CREATE SCHEMA bench; CREATE TABLE bench.orders (LIKE trading.orders INCLUDING ALL)";
    private static final String INSERT = """
        INSERT INTO bench.orders
        SELECT c, 0, 'bench', i, n, s, t, p, a, false, c, m, 'ACCEPTED', 0, 0, NULL, NULL, false, 0, c, m
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
            $8::bigint[]) AS u(c, i, n, s, t, p, a, m)
        """;

    private final Vertx vertx;
    private final EmbeddedPostgresServer server;
    private final Pool pool;
    private long last;

    private PlainInserts(Vertx vertx, EmbeddedPostgresServer server, int connections) {
        this.vertx = vertx;
        this.server = server;
        this.pool = pool(server.database(), connections);
    }

    /** Makes the table beside the service's. */
    static PlainInserts create(Vertx vertx, EmbeddedPostgresServer server, int connections) {
        PlainInserts inserts = new PlainInserts(vertx, server, connections);
        var _ = Awaiting.await(inserts.pool.query(CREATE).execute());
        return inserts;
    }

    private Pool pool(String database, int connections) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections).setMaxWaitQueueSize(WAITING_MAX))
                .with(new NetClientOptions().setTcpNoDelay(true))
                .connectingTo(new PgConnectOptions()
                        .setHost(server.host())
                        .setPort(server.port())
                        .setDatabase(database)
                        .setUser(server.user())
                        .setPassword(server.password())
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
    }

    /** Makes an empty database beside the server's first one. */
    void createDatabase(String name) {
        var _ = Awaiting.await(pool.query("CREATE DATABASE " + name).execute());
    }

    /** Inserts the next {@link #ROWS} rows; on one event loop only. */
    Future<?> insert() {
        return insert(ROWS);
    }

    /** Inserts the next row: what a commit costs by itself. */
    Future<?> insertOne() {
        return insert(1);
    }

    private Future<?> insert(int rows) {
        Long[] ids = new Long[rows];
        String[] names = new String[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = ++last;
            names[i] = "p" + last;
        }
        Tuple row = Tuple.tuple()
                .addArrayOfLong(ids)
                .addArrayOfString(names)
                .addArrayOfString(same(Orders.INSTRUMENT.toString(), rows))
                .addArrayOfString(same("BUY", rows))
                .addArrayOfString(same("LIMIT", rows))
                .addArrayOfLong(same(Orders.PRICE.units(), rows))
                .addArrayOfLong(same(Orders.AMOUNT.units(), rows))
                .addArrayOfLong(same(System.currentTimeMillis(), rows));
        return pool.preparedQuery(INSERT).execute(row);
    }

    /** Counts the orders that a service has in its database. */
    long orders(String database) {
        Pool there = pool(database, 1);
        long count = Awaiting.await(
                        there.query("SELECT count(*) FROM trading.orders").execute())
                .iterator()
                .next()
                .getLong(0);
        var _ = Awaiting.await(there.close());
        return count;
    }

    /** Returns the server's own process, the parent of all that work for connections. */
    ProcessHandle server() {
        long worker = Awaiting.await(pool.query("SELECT pg_backend_pid()").execute())
                .iterator()
                .next()
                .getInteger(0);
        return ProcessHandle.of(worker).flatMap(ProcessHandle::parent).orElseThrow();
    }

    void close() {
        var _ = Awaiting.await(pool.close());
    }

    private static String[] same(String value, int rows) {
        String[] column = new String[rows];
        Arrays.fill(column, value);
        return column;
    }

    private static Long[] same(long value, int rows) {
        Long[] column = new Long[rows];
        Arrays.fill(column, value);
        return column;
    }
}

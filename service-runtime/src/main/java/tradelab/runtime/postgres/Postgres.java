package tradelab.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.settings.PostgresSettings;

/** Opens a database for a service: schema migrated, pool bounded, readiness and drain taken care of. */
public final class Postgres {
    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    /** As many are open when a service begins. */
    private static final int FIRST_CONNECTIONS = 4;

    private Postgres() {}

    /**
     * Migrates {@code schema} with the scripts of class path folder {@code db/<schema>}, then opens a pool whose
     * connections have that schema as their search path. Waits for a database that is not there yet as long as the
     * settings say.
     *
     * @return the pool; fails with UNAVAILABLE and one sentence if the database stays away or the migration fails
     */
    public static Future<Pool> open(ServiceContext context, PostgresSettings settings, String schema) {
        Vertx vertx = context.vertx();
        long deadlineNanos = System.nanoTime() + settings.startTimeout().toNanos();
        return migrate(vertx, settings, schema, deadlineNanos).compose(_ -> {
            Pool pool = pool(vertx, settings, schema);
            context.readiness("postgres", () -> pool.query("SELECT 1").execute().mapEmpty());
            context.onClose("postgres", pool::close);
            int first = Math.min(FIRST_CONNECTIONS, settings.connectionsMax());
            return connected(vertx, pool, first, deadlineNanos).map(pool);
        });
    }

    /**
     * Waits for the first connections, so that the short wait of the pool's callers is not spent on opening some: a start
     * asks for several at once, and a busy machine takes its time for each.
     */
    private static Future<Void> connected(Vertx vertx, Pool pool, int connections, long deadlineNanos) {
        List<Future<SqlConnection>> opening =
                Stream.generate(pool::getConnection).limit(connections).toList();
        return Future.join(opening)
                .<Void>mapEmpty()
                .eventually(() -> Future.join(opening.stream()
                        .filter(Future::succeeded)
                        .map(opened -> opened.result().close())
                        .toList()))
                .recover(cause -> System.nanoTime() > deadlineNanos
                        ? Future.failedFuture(cause)
                        : vertx.timer(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(_ -> connected(vertx, pool, connections, deadlineNanos)));
    }

    private static Future<Void> migrate(Vertx vertx, PostgresSettings settings, String schema, long deadlineNanos) {
        return vertx.executeBlocking(() -> flyway(settings, schema).migrate(), false)
                .<Void>mapEmpty()
                .recover(cause -> {
                    if (!unreachable(cause) || System.nanoTime() > deadlineNanos) {
                        return Future.failedFuture(new ServiceException(
                                FailureKind.UNAVAILABLE,
                                "postgres: schema " + schema + " at " + settings.host() + ":" + settings.port()
                                        + " cannot be used: " + firstLine(cause)));
                    }
                    LOG.debug("event=postgres_awaited host={} port={}", settings.host(), settings.port());
                    return vertx.timer(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                            .compose(_ -> migrate(vertx, settings, schema, deadlineNanos));
                });
    }

    private static Flyway flyway(PostgresSettings settings, String schema) {
        return Flyway.configure()
                .dataSource(url(settings), settings.user(), settings.password().value())
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .locations("classpath:db/" + schema)
                .connectRetries(0)
                .cleanDisabled(true)
                .load();
    }

    private static Pool pool(Vertx vertx, PostgresSettings settings, String schema) {
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port().number())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password().value())
                .setSslMode(SslMode.of(settings.sslMode()))
                .setPipeliningLimit(64)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(64)
                .setReconnectAttempts(0)
                .setProperties(Map.of(
                        "search_path", schema,
                        "application_name", "tradelab-" + schema,
                        "statement_timeout",
                                Long.toString(settings.statementTimeout().toMillis()),
                        "lock_timeout", Long.toString(settings.lockTimeout().toMillis()),
                        "idle_in_transaction_session_timeout",
                                Long.toString(settings.statementTimeout().toMillis())));
        PoolOptions options = new PoolOptions()
                .setMaxSize(settings.connectionsMax())
                .setMaxWaitQueueSize(settings.waitingMax())
                .setConnectionTimeout((int) settings.acquireTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(0)
                .setMaxLifetime(0)
                .setShared(false)
                .setName(schema);
        return PgBuilder.pool()
                .with(options)
                .with(new NetClientOptions()
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setTcpNoDelay(true)
                        .setTcpKeepAlive(true))
                .connectingTo(connect)
                .using(vertx)
                .build();
    }

    private static String url(PostgresSettings settings) {
        return "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + settings.database()
                + "?sslmode=" + settings.sslMode() + "&connectTimeout="
                + Math.max(1, settings.connectTimeout().toSeconds()) + "&socketTimeout=30";
    }

    private static boolean unreachable(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof java.io.IOException) {
                return true;
            }
            if (at instanceof java.sql.SQLException sql
                    && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(Throwable cause) {
        Throwable root = cause;
        while (root instanceof FlywayException && root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    }
}

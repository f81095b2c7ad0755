package tradelab.runtime.settings;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** A PostgreSQL database, and the bounds of the pool to it. */
public interface PostgresSettings {
    @WithDefault("127.0.0.1")
    String host();

    @WithDefault("5432")
    Port port();

    @WithDefault("postgres")
    String database();

    @WithDefault("postgres")
    String user();

    @WithDefault("postgres")
    Secret password();

    @WithDefault("8")
    int connectionsMax();

    /** Callers that wait for a connection; one more fails at once. */
    @WithDefault("64")
    int waitingMax();

    /** How long a caller waits for a connection. */
    @WithDefault("250ms")
    Duration acquireTimeout();

    @WithDefault("1s")
    Duration connectTimeout();

    /** The server ends a statement that runs longer. */
    @WithDefault("5s")
    Duration statementTimeout();

    /** The server ends a wait for a lock that takes longer. */
    @WithDefault("2s")
    Duration lockTimeout();

    /** How long a start waits for the database to be there. */
    @WithDefault("30s")
    Duration startTimeout();

    /** {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}. */
    @WithDefault("disable")
    String sslMode();
}

package tradelab.stores;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server of this process: loopback only, no password, ended with the process.
 *
 * <p>Works as root, where the system can make user namespaces ({@code unshare -U}), because PostgreSQL refuses to be
 * root.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final int CONNECTIONS_MAX = 200;
    private static final String SHARED_BUFFERS = "128MB";

    private final EmbeddedPostgres server;
    private final DirectoryLock lock;
    private final @Nullable Path temporary;
    private final Thread stopAtExit;

    private EmbeddedPostgresServer(EmbeddedPostgres server, DirectoryLock lock, @Nullable Path temporary) {
        this.server = server;
        this.lock = lock;
        this.temporary = temporary;
        this.stopAtExit = new Thread(this::stop, "postgres-" + server.getPort() + "-stop");
    }

    /**
     * Starts a server on a free port.
     *
     * @param directory keeps the data and is reused when it already holds a cluster; null is a temporary one, deleted by
     *     {@link #close}
     * @param durable whether what is committed survives a crash of the machine; false is faster and for tests
     * @throws StoreException in one sentence, if it cannot start
     */
    public static EmbeddedPostgresServer start(@Nullable Path directory, boolean durable) {
        return start(directory, durable, 0);
    }

    /** Starts a server on {@code port}; 0 is a free one. */
    public static EmbeddedPostgresServer start(@Nullable Path directory, boolean durable, int port) {
        int claimed = Loopback.claim("PostgreSQL", port);
        Path home = directory == null ? Directories.temporary("tradelab-postgres") : directory.toAbsolutePath();
        Path temporary = directory == null ? home : null;
        DirectoryLock lock = DirectoryLock.take(home);
        boolean started = false;
        try {
            Path cluster = home.resolve("cluster");
            OrphanedPostgres.stop(cluster);
            removeUnfinished(cluster);
            var server = new EmbeddedPostgresServer(launch(home, cluster, durable, claimed), lock, temporary);
            started = true;
            Runtime.getRuntime().addShutdownHook(server.stopAtExit);
            return server;
        } finally {
            if (!started) {
                lock.close();
                if (temporary != null) {
                    Directories.delete(temporary);
                }
            }
        }
    }

    /** A cluster whose making was interrupted has a version but no control file, and holds nobody's data. */
    private static void removeUnfinished(Path cluster) {
        Path control = cluster.resolve("global").resolve("pg_control");
        if (Files.exists(cluster.resolve("PG_VERSION")) && !Files.exists(control)) {
            Directories.delete(cluster);
        }
    }

    private static EmbeddedPostgres launch(Path home, Path cluster, boolean durable, int port) {
        File log = home.resolve("server.log").toFile();
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Directories.unpacked().toFile())
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_MAX)
                .setOutputRedirector(Redirect.appendTo(log))
                .setErrorRedirector(Redirect.appendTo(log))
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", Loopback.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", Integer.toString(CONNECTIONS_MAX))
                .setServerConfig("shared_buffers", SHARED_BUFFERS)
                .setServerConfig("log_min_messages", "warning");
        applyDurability(builder, durable);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            throw new StoreException("PostgreSQL cannot start on port " + port + ": " + reason(log, e), e);
        }
    }

    /**
     * The write-ahead log settings avoid zeroing and renaming segments, which is what a commit waits for on a young
     * cluster.
     */
    private static void applyDurability(EmbeddedPostgres.Builder builder, boolean durable) {
        String onOff = durable ? "on" : "off";
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            var _ = builder.setServerConfig(setting, onOff);
        }
        if (durable) {
            var _ = builder.setServerConfig("wal_init_zero", "off")
                    .setServerConfig("wal_recycle", "off")
                    .setServerConfig("min_wal_size", "1GB");
        }
    }

    private static String reason(File log, Exception failure) {
        try {
            return Files.readAllLines(log.toPath(), StandardCharsets.UTF_8).stream()
                    .filter(EmbeddedPostgresServer::saysWhy)
                    .reduce((earlier, later) -> later)
                    .orElse(failure.toString());
        } catch (IOException _) {
            return failure.toString(); // no log, so the server was never run
        }
    }

    private static boolean saysWhy(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains("fatal:") || lower.contains("error:");
    }

    public String host() {
        return Loopback.HOST;
    }

    public int port() {
        return server.getPort();
    }

    public String database() {
        return "postgres";
    }

    public String user() {
        return "postgres";
    }

    /** Returns the empty password: whoever is on this machine's loopback is trusted. */
    public String password() {
        return "";
    }

    /** Stops the server, and deletes its data if they were temporary. */
    @Override
    public void close() {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (IllegalStateException _) {
            return; // the process is ending, and the hook does the work
        }
        stop();
    }

    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new StoreException("PostgreSQL did not stop: " + e.getMessage(), e);
        } finally {
            lock.close();
        }
        if (temporary != null && Files.exists(temporary)) {
            Directories.delete(temporary);
        }
    }
}

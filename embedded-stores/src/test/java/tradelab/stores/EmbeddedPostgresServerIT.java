package tradelab.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class EmbeddedPostgresServerIT {
    @TempDir
    Path directory;

    @Test
    void isDurableWhenAskedTo() throws SQLException {
        try (var server = EmbeddedPostgresServer.start(null, true)) {
            assertThat(text(server, "SHOW fsync")).isEqualTo("on");
            assertThat(text(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(text(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(text(server, "SHOW wal_recycle")).isEqualTo("off");
            assertThat(text(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void isFastWhenDurabilityIsNotAskedFor() throws SQLException {
        try (var server = EmbeddedPostgresServer.start(null, false)) {
            assertThat(text(server, "SHOW fsync")).isEqualTo("off");
            assertThat(text(server, "SHOW synchronous_commit")).isEqualTo("off");
        }
    }

    @Test
    void keepsItsDataAcrossRunsInANamedDirectory() throws SQLException {
        try (var first = EmbeddedPostgresServer.start(directory, true)) {
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (var second = EmbeddedPostgresServer.start(directory, true)) {
            assertThat(text(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void startsDespiteAProcessNumberThatBelongsToSomebodyElse() throws SQLException, IOException {
        try (var first = EmbeddedPostgresServer.start(directory, false)) {
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        Path pidFile = directory.resolve("cluster").resolve("postmaster.pid");
        var _ = Files.writeString(pidFile, ProcessHandle.current().pid() + "\n/nowhere\n0\n1\n\n127.0.0.1\n");
        try (var second = EmbeddedPostgresServer.start(directory, false)) {
            assertThat(text(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void refusesAPortInUseInOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Loopback.address())) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(null, false, taken.getLocalPort()))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("PostgreSQL cannot start: port " + taken.getLocalPort() + " of 127.0.0.1 is in use");
        }
    }

    @Test
    void refusesADirectoryThatAnotherServerUses() {
        try (var _ = EmbeddedPostgresServer.start(directory, false)) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory, false))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("PostgreSQL cannot start: another process uses " + directory);
        }
    }

    private static String text(EmbeddedPostgresServer server, String query) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(EmbeddedPostgresServer server, String command) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            var _ = statement.execute(command);
        }
    }

    private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {server.host()});
        source.setPortNumbers(new int[] {server.port()});
        source.setDatabaseName(server.database());
        source.setUser(server.user());
        source.setPassword(server.password());
        return source.getConnection();
    }
}

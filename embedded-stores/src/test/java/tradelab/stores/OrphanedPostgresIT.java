package tradelab.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanedPostgresIT {
    @TempDir
    Path directory;

    @Test
    void takesOverADirectoryFromAServerWhoseOwnerDied() throws IOException {
        EmbeddedPostgresServer.start(directory, false).close();
        Process orphan = startWithoutOwner(directory.resolve("cluster"));
        try (var server = EmbeddedPostgresServer.start(directory, false)) {
            assertThat(server.port()).isPositive();
            assertThat(orphan.isAlive()).isFalse();
        } finally {
            orphan.destroy();
        }
    }

    private static Process startWithoutOwner(Path cluster) throws IOException {
        String executable = Files.readString(cluster.resolve("postmaster.opts")).split(" ", 2)[0];
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        int port = Loopback.claim("PostgreSQL", 0);
        command.addAll(List.of(executable, "-D", cluster.toString(), "-p", Integer.toString(port)));
        command.addAll(List.of("-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1"));
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        while (server.isAlive() && !isReady(cluster.resolve("postmaster.pid"))) {
            Thread.onSpinWait();
        }
        return server;
    }

    private static boolean isReady(Path pidFile) throws IOException {
        return Files.exists(pidFile) && Files.readString(pidFile).contains("ready");
    }
}

package tradelab.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a PostgreSQL server that a dead process left running in a data directory, and removes a {@code postmaster.pid}
 * whose number belongs to somebody else by now. PostgreSQL itself copes with a number that belongs to nobody.
 *
 * <p>Call only while holding the directory's lock.
 */
final class OrphanedPostgres {
    private static final int STOP_SECONDS_MAX = 10;

    private OrphanedPostgres() {}

    static void stop(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            Optional<ProcessHandle> holder = holder(pidFile);
            if (holder.isPresent() && isPostgres(holder.get())) {
                shutDown(holder.get());
            }
            var _ = Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new StoreException("PostgreSQL cannot start: " + pidFile + " is unreadable: " + e.getMessage(), e);
        }
    }

    private static Optional<ProcessHandle> holder(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException _) {
            return Optional.empty(); // half-written: its writer died
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
    }

    /** SIGINT is PostgreSQL's fast shutdown: sessions end, the checkpoint is written. */
    private static void shutDown(ProcessHandle postmaster) throws IOException {
        try {
            int _ = new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            ProcessHandle _ = postmaster.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while an orphaned PostgreSQL stopped", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StoreException(
                    "PostgreSQL cannot start: process " + postmaster.pid() + " still runs in its data directory", e);
        }
    }
}

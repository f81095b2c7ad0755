package tradelab.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file in which the load generator finds the processes that it may harm: a line each of name, process id and start
 * in milliseconds of the epoch. Written anew as a whole whenever one is started. May be used from any thread.
 */
final class ProcessList implements AutoCloseable {
    private final Path file;
    private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();

    ProcessList() {
        try {
            file = Files.createTempFile("tradelab-processes-", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    synchronized void started(String name, ProcessHandle process) {
        processes.put(name, process);
        StringBuilder lines = new StringBuilder();
        processes.forEach((service, handle) -> lines.append(service)
                .append(' ')
                .append(handle.pid())
                .append(' ')
                .append(handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L))
                .append('\n'));
        try {
            Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), lines);
            var _ = Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            var _ = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

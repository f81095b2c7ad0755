package tradelab.loadgen.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;

/**
 * The processes of a suite that {@code tradelab up --processes} runs on this machine: a line each of name, process id and
 * start in milliseconds of the epoch, in a file that it keeps. A process is one of them only if it was started when the
 * file says, and by the same parent as this one: nothing else is ever harmed.
 */
public final class LocalProcesses {
    private static final int LINES_MAX = 64;
    /** Two processes may not agree on when the machine was started, from which the start of a process is counted. */
    private static final long START_MILLIS_ERROR = 2_000;

    private final @Nullable Path file;

    private LocalProcesses(@Nullable Path file) {
        this.file = file;
    }

    /** @param file empty if there is no such suite */
    public static LocalProcesses of(Optional<String> file) {
        return new LocalProcesses(file.map(Path::of).orElse(null));
    }

    /** Refuses unless there is a suite on this machine. */
    void requireSuite() {
        if (file == null) {
            throw new ServiceException(
                    FailureKind.CONFLICT,
                    "process: expected a suite that 'tradelab up --processes' runs on this machine, and this is none");
        }
    }

    /** Returns those that run now, by name. Reads a file. */
    Map<String, ProcessHandle> running() {
        Map<String, ProcessHandle> found = new LinkedHashMap<>();
        if (file == null) {
            return found;
        }
        try (var lines = Files.lines(file)) {
            lines.limit(LINES_MAX)
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words.length == 3)
                    .forEach(words -> {
                        ProcessHandle process = sibling(Long.parseLong(words[1]), Long.parseLong(words[2]));
                        if (process != null) {
                            found.put(words[0], process);
                        }
                    });
        } catch (IOException | NumberFormatException e) {
            throw new ServiceException(FailureKind.UNAVAILABLE, "the list of local processes cannot be read: " + e);
        }
        return found;
    }

    /** Returns the process ids of those that run now, by name. Reads a file. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        running().forEach((name, process) -> pids.put(name, process.pid()));
        return pids;
    }

    private static @Nullable ProcessHandle sibling(long pid, long startedEpochMillis) {
        ProcessHandle self = ProcessHandle.current();
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.pid() != self.pid())
                .filter(process -> process.info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .filter(started -> Math.abs(started - startedEpochMillis) <= START_MILLIS_ERROR)
                        .isPresent())
                .filter(process ->
                        process.parent().isPresent() && process.parent().equals(self.parent()))
                .orElse(null);
    }

    /** Returns the process of a service. Reads a file. */
    ProcessHandle of(String name) {
        requireSuite();
        Map<String, ProcessHandle> all = running();
        ProcessHandle process = all.get(name);
        if (process == null) {
            throw Require.refused("process", "one of " + all.keySet(), name);
        }
        return process;
    }
}

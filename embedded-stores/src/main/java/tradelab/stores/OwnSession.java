package tradelab.stores;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that Ctrl-C does not reach: a terminal interrupts every process of the session that it shows, so one that must
 * outlive the others is in a session of its own. Where there is no {@code setsid}, as on macOS, it is not.
 */
public final class OwnSession {
    private OwnSession() {}

    /** Returns {@code command} as one that begins a session; the process is the same. */
    public static List<String> of(List<String> command) {
        List<String> own = new ArrayList<>(command);
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresent(setsid -> own.addFirst(setsid.toString()));
        return own;
    }
}

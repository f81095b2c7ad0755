package tradelab.loadgen.honesty;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Linux tells and lets set about threads, through {@code /proc}; elsewhere nothing, and nothing fails. */
public final class ThreadFiles {
    private static final Path SELF = Path.of("/proc/thread-self");
    private static final int LINE_MAX = 512;

    /** The number of a thread that the system does not tell. */
    public static final long UNKNOWN = -1;

    private ThreadFiles() {}

    /** Returns the system's number of the calling thread, or {@link #UNKNOWN}. */
    public static long currentThread() {
        try {
            return Long.parseLong(Files.readSymbolicLink(SELF).getFileName().toString());
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    /**
     * Lets timers of the calling thread fire when they are due: unless told otherwise, Linux adds 50 µs to save wake-ups.
     *
     * @return whether it could be set
     */
    public static boolean punctualTimers() {
        try {
            Files.writeString(Path.of("/proc/" + currentThread() + "/timerslack_ns"), "1");
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Returns a reader of how long a thread waited for a processor. */
    static Waited waited(long thread) {
        try {
            return new Waited(new RandomAccessFile("/proc/self/task/" + thread + "/schedstat", "r"));
        } catch (IOException e) {
            return new Waited(null);
        }
    }

    /**
     * What this machine's processors did since it started, all of them together.
     *
     * @param idleNanos negative if unknown
     * @param stolenNanos taken by the host; 0 if unknown
     */
    record Processors(long idleNanos, long stolenNanos) {
        private static final Processors UNKNOWN = new Processors(-1, 0);
        private static final long TICK_NANOS = 10_000_000;

        /** @param line the first of {@code /proc/stat}: user, nice, system, idle, waiting, interrupts (2), stolen */
        static Processors parse(String line) {
            String[] fields = line.trim().split("\\s+", 12);
            return fields.length > 8
                    ? new Processors(
                            (Long.parseLong(fields[4]) + Long.parseLong(fields[5])) * TICK_NANOS,
                            Long.parseLong(fields[8]) * TICK_NANOS)
                    : UNKNOWN;
        }
    }

    /** Returns what the processors did so far. */
    static Processors processors() {
        try (RandomAccessFile file = new RandomAccessFile("/proc/stat", "r")) {
            return Processors.parse(line(file));
        } catch (IOException | NumberFormatException e) {
            return Processors.UNKNOWN;
        }
    }

    private static String line(RandomAccessFile file) throws IOException {
        byte[] bytes = new byte[LINE_MAX];
        file.seek(0);
        int length = Math.max(0, file.read(bytes));
        String text = new String(bytes, 0, length, StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** How long one thread was runnable without running. Read often, so nothing is allocated. Not to be shared. */
    static final class Waited implements AutoCloseable {
        private final @Nullable RandomAccessFile file;
        private final byte[] line = new byte[LINE_MAX];

        private Waited(@Nullable RandomAccessFile file) {
            this.file = file;
        }

        /** Returns nanoseconds since the thread began; 0 if unknown. */
        long nanos() {
            if (file == null) {
                return 0;
            }
            try {
                file.seek(0);
                return second(Math.max(0, file.read(line)));
            } catch (IOException e) {
                return 0; // the thread has ended
            }
        }

        /** The second of three numbers with a space between them. */
        private long second(int length) {
            int at = 0;
            while (at < length && line[at] != ' ') {
                at++;
            }
            long value = 0;
            for (at++; at < length && line[at] >= '0' && line[at] <= '9'; at++) {
                value = value * 10 + line[at] - '0';
            }
            return value;
        }

        @Override
        public void close() {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                // it was only read
            }
        }
    }
}

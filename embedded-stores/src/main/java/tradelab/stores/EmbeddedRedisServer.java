package tradelab.stores;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis server of this process: a cache on the loopback address that forgets everything when closed and ends with
 * the process.
 *
 * <p>The executable comes from the embedded-redis artifact. Its own launcher is not used: it leaves the server's output
 * in a pipe that nobody reads, and a full pipe stops Redis.
 */
public final class EmbeddedRedisServer implements AutoCloseable {
    private static final String MEMORY_MAX = "256mb";
    private static final int CLIENTS_MAX = 1_000;
    private static final Duration START_MAX = Duration.ofSeconds(10);
    private static final int PROBE_MILLIS_MAX = 500;
    private static final int PROBE_PAUSE_MILLIS = 5;
    private static final int STOP_SECONDS_MAX = 5;

    private final Process process;
    private final int port;
    private final Path directory;
    private final Thread stopAtExit;

    private EmbeddedRedisServer(Process process, int port, Path directory) {
        this.process = process;
        this.port = port;
        this.directory = directory;
        this.stopAtExit = new Thread(this::stop, "redis-" + port + "-stop");
    }

    /** Starts a server on a free port. */
    public static EmbeddedRedisServer start() {
        return start(0);
    }

    /**
     * Starts a server on {@code port}; 0 is a free one.
     *
     * @throws StoreException in one sentence, if it cannot start
     */
    public static EmbeddedRedisServer start(int port) {
        int claimed = Loopback.claim("Redis", port);
        Path executable = RedisExecutable.unpacked();
        Path directory = Directories.temporary("tradelab-redis");
        var server = new EmbeddedRedisServer(launch(executable, claimed, directory), claimed, directory);
        Runtime.getRuntime().addShutdownHook(server.stopAtExit);
        boolean ready = false;
        try {
            server.awaitReady();
            ready = true;
            return server;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private static Process launch(Path executable, int port, Path directory) {
        List<String> command = List.of(
                executable.toString(),
                "--bind",
                Loopback.HOST,
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                MEMORY_MAX,
                "--maxmemory-policy",
                "allkeys-lru",
                "--maxclients",
                Integer.toString(CLIENTS_MAX),
                "--loglevel",
                "warning");
        try {
            return new ProcessBuilder(OwnSession.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(directory.resolve("server.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new StoreException("Redis cannot start: " + e.getMessage(), e);
        }
    }

    private void awaitReady() {
        long startNanos = System.nanoTime();
        while (!answersPing()) {
            if (exitedWithin(PROBE_PAUSE_MILLIS)) {
                throw new StoreException("Redis cannot start on port " + port + ": " + lastLogLine());
            }
            if (System.nanoTime() - startNanos > START_MAX.toNanos()) {
                throw new StoreException(
                        "Redis did not answer on port " + port + " within " + START_MAX.toSeconds() + " s");
            }
        }
    }

    private boolean answersPing() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PROBE_MILLIS_MAX);
            socket.connect(new InetSocketAddress(Loopback.address(), port), PROBE_MILLIS_MAX);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return "+PONG".equals(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
        } catch (IOException _) {
            return false; // not listening yet: the caller asks again, and gives up in the end
        }
    }

    private boolean exitedWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while Redis started", e);
        }
    }

    private String lastLogLine() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("server.log"));
            return lines.isEmpty()
                    ? "exit code " + process.exitValue()
                    : lines.getLast().strip();
        } catch (IOException _) {
            return "exit code " + process.exitValue();
        }
    }

    public String host() {
        return Loopback.HOST;
    }

    public int port() {
        return port;
    }

    /** Returns the process that serves, for tests that freeze or kill it. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Stops the server; what it held is gone. */
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
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                Process _ = process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            Process _ = process.destroyForcibly();
        }
        Directories.delete(directory);
    }
}

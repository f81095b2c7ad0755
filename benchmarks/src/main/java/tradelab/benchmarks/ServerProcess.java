package tradelab.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own, with the JVM options of this one; it says its port in its ready line. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(".* ready .*\\bhttp=(\\d+).*");
    private static final long READY_SECONDS_MAX = 60;
    private static final long STOP_SECONDS_MAX = 30;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts {@code main} and waits until it is ready. */
    static ServerProcess start(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    /** The same, with more JVM options, which win over those of this JVM. */
    static ServerProcess start(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            CompletableFuture<Integer> ready = new CompletableFuture<>();
            var _ = Thread.ofVirtual().start(() -> follow(process, ready));
            return new ServerProcess(process, ready.get(READY_SECONDS_MAX, TimeUnit.SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException(main.getSimpleName() + " did not get ready", e);
        }
    }

    int port() {
        return port;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it as a crash does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void follow(Process process, CompletableFuture<Integer> ready) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) {
                    var _ = ready.complete(Integer.valueOf(matcher.group(1)));
                } else if (!ready.isDone()) {
                    System.err.println(line);
                }
            }
            var _ = ready.completeExceptionally(new IllegalStateException("it ended"));
        } catch (IOException e) {
            var _ = ready.completeExceptionally(e);
        }
    }
}

package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.trading.TradingMain;

/** A trading service in a JVM of its own, which can be stopped, woken and killed. */
final class TradingProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("trading-service ready http=(\\d+) management=(\\d+) .*");
    private static final long READY_SECONDS = 120;

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private TradingProcess(Process process) {
        this.process = process;
        var _ = Thread.ofVirtual().start(this::follow);
    }

    /** Starts the service; it is not ready yet. */
    static TradingProcess start(Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TradingMain.class.getName()));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        try {
            return new TradingProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the service is ready and returns its HTTP port. */
    int port() {
        try {
            return port.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not ready: " + String.join("\n", lines), e);
        }
    }

    /** Returns what the process has written so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Takes the processor from it, as a hypervisor may. */
    void pause() {
        signal("STOP");
    }

    void wake() {
        signal("CONT");
    }

    /** Ends it as a power cut does. */
    void kill() {
        var _ = process.destroyForcibly().onExit().join();
    }

    /** Asks it to drain, and waits. */
    @Override
    public void close() {
        if (process.isAlive()) {
            wake();
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                kill();
            }
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void follow() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    port.complete(Integer.valueOf(ready.group(1)));
                }
            }
        } catch (IOException e) {
            lines.add("its output broke off: " + e.getMessage());
        }
        var _ = port.completeExceptionally(new IllegalStateException("the process has ended"));
    }
}

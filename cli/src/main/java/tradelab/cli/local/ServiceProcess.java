package tradelab.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tradelab.stores.OwnSession;

/** One service in a JVM of its own, started anew when it ends without having been asked to. */
final class ServiceProcess {
    /** After this many starts that did not get ready, the service stays down. */
    static final int FAILED_STARTS_MAX = 5;

    private static final long RESTART_PAUSE_MILLIS = 500;

    /** How a JVM ends by a SIGINT, which Ctrl-C sends to all processes of the terminal if they are in one session. */
    private static final int INTERRUPTED = 128 + 2;

    private final Suite service;
    private final Map<String, String> settings;
    private final Consumer<String> print;
    private final ProcessList list;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile Process process;
    private int failedStarts;

    ServiceProcess(Suite service, Map<String, String> settings, Consumer<String> print, ProcessList list) {
        this.service = service;
        this.settings = settings;
        this.print = print;
        this.list = list;
        this.process = launch();
    }

    /** Completes with the service's own ready line; fails with what it said if it cannot start. */
    CompletableFuture<String> ready() {
        return ready;
    }

    /** Asks the service to drain and waits for its end. */
    void stop(long seconds) {
        stopping = true;
        Process running = process;
        running.destroy();
        try {
            if (!running.waitFor(seconds, TimeUnit.SECONDS)) {
                print.accept(service.serviceName() + " did not drain within " + seconds + " s and is killed");
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the service without a word. */
    void kill() {
        stopping = true;
        var _ = process.destroyForcibly();
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("tradelab.jvm.flags", "").split(" ")));
        command.removeIf(String::isBlank);
        command.add("-Xmx512m");
        command.add("-Dtradelab.commit=" + System.getProperty("tradelab.commit", "unknown"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(service.main().getName());
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        try {
            Process started = new ProcessBuilder(OwnSession.of(command))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            list.started(service.serviceName(), started.toHandle());
            var _ = Thread.ofVirtual().name(service.serviceName()).start(() -> follow(started));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(Process started) {
        boolean wasReady = false;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                wasReady |= line.startsWith(service.serviceName() + " ready");
                print.accept(line + " pid=" + started.pid());
                if (wasReady) {
                    var _ = ready.complete(line);
                }
            }
            ended(started.waitFor(), started.pid(), wasReady);
        } catch (IOException e) {
            print.accept(service.serviceName() + ": its output broke off: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(int code, long pid, boolean wasReady) throws InterruptedException {
        if (stopping || code == INTERRUPTED) {
            return;
        }
        failedStarts = wasReady ? 0 : failedStarts + 1;
        String end = service.serviceName() + " ended with code " + code + " (pid " + pid + ")";
        boolean badInput = code == tradelab.cli.ExitCode.BAD_INPUT;
        if (badInput || failedStarts >= FAILED_STARTS_MAX) {
            print.accept(end);
            var _ = ready.completeExceptionally(new tradelab.cli.CommandException(
                    badInput ? code : tradelab.cli.ExitCode.OTHER, service.serviceName() + " did not start"));
            return;
        }
        print.accept(end + ", starting it again");
        TimeUnit.MILLISECONDS.sleep(RESTART_PAUSE_MILLIS);
        if (!stopping) {
            process = launch();
        }
    }
}

package tradelab.loadgen.fault;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;

/**
 * The faults of processes and machine that are in force, each with a keeper of its own: a process that ends the fault
 * when its time is over or when this one is gone. May be called from any thread.
 */
public final class LocalFaults {
    public static final int FAULTS_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(LocalFaults.class);
    private static final long TICK_MILLIS = 100;
    private static final int SPARE_MIB = 64;
    /** Stops a process, waits for so many ticks or for the end of the owner, and lets it go on. */
    private static final String KEEPER = """
        kill -STOP "$1" || exit 1
        n=0
        while [ "$n" -lt "$2" ] && kill -0 "$3" 2>/dev/null; do sleep 0.1; n=$((n+1)); done
        kill -CONT "$1"
        """;

    private final Vertx vertx;
    private final Context home;
    private final LocalProcesses processes;
    private final Map<String, InForce> faults = new LinkedHashMap<>();
    private int starting;
    private long numbered;

    /** @param undo ends the fault before its time; may block */
    private record InForce(LocalFault fault, Process keeper, Callable<Boolean> undo) {}

    public LocalFaults(Vertx vertx, LocalProcesses processes) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.processes = processes;
    }

    /** Returns the process ids of the suite on this machine, by name; none if there is no such suite. */
    public Future<Map<String, Long>> pids() {
        return atHome(() -> Future.succeededFuture(processes.pids()));
    }

    /**
     * Puts a fault into force.
     *
     * @return its id; fails if it is not of the local suite, or cannot be done
     */
    public Future<String> harm(LocalFault fault) {
        return atHome(() -> {
            processes.requireSuite();
            if (faults.size() + starting >= FAULTS_MAX) {
                throw new ServiceException(FailureKind.OVERLOADED, "there are " + FAULTS_MAX + " faults in force");
            }
            starting++;
            return vertx.executeBlocking(() -> begin(fault), false)
                    .onComplete(_ -> starting--)
                    .compose(this::keep);
        });
    }

    private Future<String> keep(InForce begun) {
        String id = "fault-" + ++numbered;
        LOG.info("event=local_fault id={} fault=\"{}\"", id, begun.fault);
        if (begun.fault.kind() != LocalFault.Kind.KILL) {
            faults.put(id, begun);
            var _ = begun.keeper.onExit().thenRun(() -> home.runOnContext(_ -> faults.remove(id)));
        }
        return Future.succeededFuture(id);
    }

    private InForce begin(LocalFault fault) throws IOException, InterruptedException {
        return switch (fault.kind()) {
            case KILL -> {
                ProcessHandle process = processes.of(fault.process());
                if (!process.destroyForcibly()) {
                    throw new ServiceException(FailureKind.UNAVAILABLE, "cannot kill " + fault.process());
                }
                yield new InForce(fault, started(List.of("true")), () -> true);
            }
            case STOP -> {
                ProcessHandle process = processes.of(fault.process());
                Process keeper = started(List.of(
                        "sh",
                        "-c",
                        KEEPER,
                        "keeper",
                        Long.toString(process.pid()),
                        Long.toString(Math.ceilDiv(fault.timeToLive().toMillis(), TICK_MILLIS)),
                        Long.toString(ProcessHandle.current().pid())));
                yield new InForce(fault, keeper, () -> goOn(keeper, process));
            }
            case CPU, MEMORY -> {
                Process burden = started(burden(fault));
                yield new InForce(fault, burden, () -> burden.destroyForcibly().waitFor() >= 0);
            }
        };
    }

    private static boolean goOn(Process keeper, ProcessHandle process) throws IOException, InterruptedException {
        var _ = keeper.destroyForcibly().waitFor();
        return started(List.of("kill", "-CONT", Long.toString(process.pid()))).waitFor() == 0;
    }

    private static List<String> burden(LocalFault fault) {
        long heap = fault.kind() == LocalFault.Kind.MEMORY ? fault.amount() + SPARE_MIB : SPARE_MIB;
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap + "m",
                "-Xmn16m",
                "-cp",
                System.getProperty("java.class.path"),
                Burden.class.getName(),
                fault.kind().name(),
                Long.toString(fault.amount()),
                Long.toString(fault.timeToLive().toMillis()),
                Long.toString(ProcessHandle.current().pid()));
    }

    private static Process started(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Ends a fault before its time. */
    public Future<Void> heal(String id) {
        return atHome(() -> {
            InForce ended = faults.remove(Require.present("fault", id));
            if (ended == null) {
                throw new ServiceException(FailureKind.NOT_FOUND, "no fault '" + id + "' in force");
            }
            return vertx.executeBlocking(ended.undo, false).mapEmpty();
        });
    }

    /** Returns the faults in force by their ids. */
    public Future<Map<String, LocalFault>> inForce() {
        return atHome(() -> {
            Map<String, LocalFault> shown = new LinkedHashMap<>();
            faults.forEach((id, inForce) -> shown.put(id, inForce.fault));
            return Future.succeededFuture(shown);
        });
    }

    /** Ends all of them. */
    public Future<Void> close() {
        return inForce()
                .compose(all -> Future.join(all.keySet().stream()
                        .map(id -> heal(id).otherwiseEmpty())
                        .toList()))
                .mapEmpty();
    }

    private <T> Future<T> atHome(Callable<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        home.runOnContext(_ -> {
            try {
                task.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }
}

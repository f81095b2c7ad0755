package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.LoadgenMain;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.runtime.ServiceHost;

/** Three load generators in processes of their own, in one cluster; one is killed in the middle of a run. */
class DistributedRunIT {
    private static final int AGENTS = 3;
    private static final int RATE = 300;
    private static final int SECONDS = 6;
    private static final long AWAIT_SECONDS = 90;

    @TempDir
    private Path logs;

    @Test
    void aKilledAgentsShareIsTakenOverAndTheResultSaysSo() throws Exception {
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        AtomicInteger requests = new AtomicInteger();
        List<Integer> ports = freePorts(AGENTS + 1);
        List<Process> processes = new ArrayList<>();
        ServiceHost controller = await(ServiceHost.start(cluster(ports, AGENTS)));
        Vertx target = Vertx.vertx();
        try {
            int port = await(target.createHttpServer()
                            .requestHandler(request -> {
                                var _ = arrived.add(request.uri());
                                if (requests.incrementAndGet() == RATE * SECONDS / 3) {
                                    var _ = processes.getFirst().destroyForcibly();
                                }
                                request.response().end("ok");
                            })
                            .listen(0, "127.0.0.1"))
                    .actualPort();
            for (int i = 0; i < AGENTS; i++) {
                processes.add(agent(cluster(ports, i), logs.resolve("agent-" + i + ".log")));
            }
            TestResult result = await(awaitAgents(controller.vertx(), port));

            assertThat(processes.getFirst().waitFor(AWAIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(result.verdict()).isEqualTo("generator-limited");
            assertThat(result.causes())
                    .anySatisfy(cause -> assertThat(cause)
                            .matches(
                                    "agent agent-\\S+ was lost: last heard of at .* s, its share taken over by 2 others"
                                            + " from .* s; \\d+ of its arrivals are unaccounted for"));
            assertThat(requests).hasValue(arrived.size());
            assertThat(arrived.size()).isBetween(RATE * SECONDS * 2 / 3, RATE * SECONDS);
            assertThat(result.requests()).isBetween(RATE * SECONDS * 2L / 3, (long) arrived.size());
            assertThat(result.intervals()).hasSize(SECONDS);
            long late = arrived.stream()
                    .mapToLong(uri -> Long.parseLong(uri.substring(1)))
                    .filter(sequence -> sequence >= RATE * (SECONDS - 1L))
                    .count();
            assertThat(late).as("arrivals of the last second").isEqualTo(RATE);
        } finally {
            processes.forEach(Process::destroyForcibly);
            var _ = await(controller.close());
            var _ = await(target.close());
        }
    }

    /** Agents join in their own time; until all are there a run is refused. */
    private static Future<TestResult> awaitAgents(Vertx vertx, int port) {
        String definition = """
            name: distributed
            target: http://127.0.0.1:%d
            rate: %d
            duration: %ds
            connections: 12
            operations:
              - name: get
                path: /${seq}
            """.formatted(port, RATE, SECONDS);
        LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        DistributedRun.Control control = new DistributedRun.Control(AGENTS, Duration.ofMillis(1_500));
        return DistributedRun.run(vertx, definition, setup, control, _ -> {})
                .recover(cause -> String.valueOf(cause.getMessage()).contains("that are free")
                        ? awaitAgents(vertx, port)
                        : Future.failedFuture(cause));
    }

    private static Process agent(Map<String, String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadgenMain.class.getName()));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        command.addAll(List.of("--set", "loadgen.http.port=0", "--set", "loadgen.management.port=0"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static Map<String, String> cluster(List<Integer> ports, int index) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cluster.mode", "clustered");
        settings.put("cluster.name", "distributed-run-" + ports.getFirst());
        settings.put("cluster.port", ports.get(index).toString());
        settings.put("cluster.members", "127.0.0.1:" + ports.get(AGENTS));
        settings.put("cluster.partitions", "31");
        settings.put("cluster.leave-timeout", "1s");
        return settings;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0);
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return Arrays.stream(sockets).map(ServerSocket::getLocalPort).toList();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(AWAIT_SECONDS, TimeUnit.SECONDS);
    }
}

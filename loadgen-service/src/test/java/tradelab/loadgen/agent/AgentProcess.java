package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tradelab.loadgen.LoadgenMain;

/** A load generator in a process of its own, member of a cluster on the loopback. */
record AgentProcess(Process process) {
    /** Longer than a busy machine stands still; the product's own is shorter. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    private static final int FREE_FROM = 20_000;
    private static final int FREE_TO = 32_000;

    /** @param httpPort of its API; 0 for any */
    static AgentProcess start(Map<String, String> cluster, int httpPort, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadgenMain.class.getName()));
        cluster.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        command.addAll(List.of("--set", "loadgen.http.port=" + httpPort, "--set", "loadgen.management.port=0"));
        return new AgentProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    /** Settings of member {@code index}; the last port is that of the member whom all others ask. */
    static Map<String, String> cluster(List<Integer> ports, int index) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cluster.mode", "clustered");
        settings.put("cluster.name", "agents-" + ports.getFirst());
        settings.put("cluster.port", ports.get(index).toString());
        settings.put("cluster.members", "127.0.0.1:" + ports.getLast());
        settings.put("cluster.partitions", "31");
        settings.put("cluster.leave-timeout", "1s");
        return settings;
    }

    /** Below those that systems give to connections, so that nobody gets one in the meantime. */
    static List<Integer> freePorts(int count) {
        Set<Integer> free = new LinkedHashSet<>();
        while (free.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO);
            try (ServerSocket socket = new ServerSocket(port)) {
                free.add(socket.getLocalPort());
            } catch (IOException e) {
                assertThat(e).isInstanceOf(BindException.class); // another has it
            }
        }
        return List.copyOf(free);
    }

    /** Sends a signal: STOP freezes it, CONT wakes it up. */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!kill.waitFor(20, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " did not work");
        }
    }

    void kill() {
        var _ = process.destroyForcibly();
    }
}

package tradelab.loadgen.agent;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tradelab.loadgen.LoadgenMain;

/** A load generator in a process of its own, member of a cluster on the loopback. */
record AgentProcess(Process process) {

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

    static List<Integer> freePorts(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0);
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return Arrays.stream(sockets).map(ServerSocket::getLocalPort).toList();
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

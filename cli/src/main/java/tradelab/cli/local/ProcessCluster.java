package tradelab.cli.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** One JVM per service, in one Hazelcast cluster on the loopback: the local twin of a deployment. */
public final class ProcessCluster implements AutoCloseable {
    private static final int FIRST_PORT = 5701;
    private static final long STOP_SECONDS_MAX = 30;

    private final List<ServiceProcess> processes;
    private final ProcessList list;

    private ProcessCluster(List<ServiceProcess> processes, ProcessList list) {
        this.processes = processes;
        this.list = list;
    }

    /**
     * Starts {@code services} and waits until each has said that it is ready.
     *
     * @param print gets one line for each event worth one
     */
    public static ProcessCluster start(List<Suite> services, Map<String, String> settings, Consumer<String> print) {
        List<ServiceProcess> processes = new ArrayList<>();
        ProcessList list = new ProcessList();
        Map<String, String> listed = new HashMap<>(settings);
        listed.put("loadgen.local-processes-file", list.file().toString());
        for (int i = 0; i < services.size(); i++) {
            processes.add(new ServiceProcess(services.get(i), clustered(listed, services.size(), i), print, list));
        }
        ProcessCluster cluster = new ProcessCluster(processes, list);
        try {
            processes.forEach(process -> process.ready().join());
        } catch (CompletionException e) {
            cluster.close();
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        return cluster;
    }

    @Override
    public void close() {
        processes.reversed().forEach(process -> process.stop(STOP_SECONDS_MAX));
        list.close();
    }

    /** Ends all services at once, whatever they are at. */
    public void kill() {
        processes.forEach(ServiceProcess::kill);
        list.close();
    }

    private static Map<String, String> clustered(Map<String, String> settings, int members, int index) {
        Map<String, String> own = new HashMap<>();
        own.put("cluster.mode", "clustered");
        own.put("cluster.host", "127.0.0.1");
        own.putAll(settings);
        int first = Integer.parseInt(own.getOrDefault("cluster.port", Integer.toString(FIRST_PORT)));
        own.put("cluster.port", Integer.toString(first + index));
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            addresses.add("127.0.0.1:" + (first + i));
        }
        own.putIfAbsent("cluster.members", String.join(",", addresses));
        return own;
    }
}

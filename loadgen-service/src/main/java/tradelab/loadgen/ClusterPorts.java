package tradelab.loadgen;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tradelab.loadgen.guard.ClosedPorts;
import tradelab.runtime.cluster.ClusterSettings;
import tradelab.runtime.settings.HostPort;

/** Keeps load away from the ports that the members of this cluster speak to each other by. */
final class ClusterPorts {
    /** Members come and go, and the ports of their buses are any that are free. */
    private static final long ASK_MILLIS = 5_000;

    private ClusterPorts() {}

    /** Closes them now and as members come and go; nothing without a cluster. */
    static void watch(Vertx vertx, ClusterSettings settings, ClosedPorts closed) {
        ClusterManager manager = ((VertxInternal) vertx).clusterManager();
        if (manager == null) {
            return;
        }
        Set<Integer> hazelcast = new HashSet<>(Set.of(settings.port().number()));
        settings.members()
                .ifPresent(members -> members.stream().map(HostPort::port).forEach(hazelcast::add));
        closed.close(hazelcast);
        closed.closeCluster(Set.of(manager.getNodeInfo().port()));
        ask(manager, closed);
        vertx.setPeriodic(ASK_MILLIS, _ -> ask(manager, closed));
    }

    /** Who does not answer is left out: it has gone. */
    private static void ask(ClusterManager manager, ClosedPorts closed) {
        List<Future<NodeInfo>> asked = manager.getNodes().stream()
                .map(node -> {
                    Promise<NodeInfo> told = Promise.promise();
                    manager.getNodeInfo(node, told);
                    return told.future();
                })
                .toList();
        var _ = Future.join(asked).onComplete(_ -> {
            Set<Integer> ports = new HashSet<>(Set.of(manager.getNodeInfo().port()));
            asked.stream()
                    .filter(Future::succeeded)
                    .forEach(node -> ports.add(node.result().port()));
            closed.closeCluster(ports);
        });
    }
}

package tradelab.loadgen.guard;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports that are never loaded on any host, registered or not: those of stores and of the cluster, which a stray request
 * could harm, and those of proxies that lead there. Thread-safe.
 */
public final class ClosedPorts {
    /** PostgreSQL, PgBouncer, Redis, its cluster bus and Sentinel, Hazelcast, the Kubernetes API. */
    private static final Set<Integer> WELL_KNOWN =
            Set.of(5432, 6432, 6379, 16_379, 26_379, 5701, 5702, 5703, 5704, 5705, 5706, 5707, 5708, 5709, 5710, 6443);

    private final Set<Integer> configured = ConcurrentHashMap.newKeySet();
    private final Set<Integer> proxies = ConcurrentHashMap.newKeySet();
    private volatile Set<Integer> cluster = Set.of();

    boolean contains(int port) {
        return WELL_KNOWN.contains(port)
                || configured.contains(port)
                || proxies.contains(port)
                || cluster.contains(port);
    }

    /** Closes these ports for good. */
    public void close(Collection<Integer> ports) {
        configured.addAll(ports);
    }

    /** Closes what the members of the cluster listen on now, in place of what they did before. */
    public void closeCluster(Collection<Integer> ports) {
        cluster = Set.copyOf(ports);
    }

    /** Closes the port of a proxy if {@code target} is closed: what it leads to is not to be loaded either. */
    public void closeProxy(int port, int target) {
        if (contains(target)) {
            proxies.add(port);
        }
    }

    /** Tells that a proxy has ended. */
    public void endProxy(int port) {
        proxies.remove(port);
    }
}

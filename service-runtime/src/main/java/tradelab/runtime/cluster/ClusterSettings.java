package tradelab.runtime.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tradelab.runtime.settings.HostPort;
import tradelab.runtime.settings.Port;

/** Whether and how this process is part of a cluster. */
@ConfigMapping(prefix = "cluster")
public interface ClusterSettings {
    /** One process, or many. */
    enum Mode {
        LOCAL,
        CLUSTERED
    }

    @WithDefault("local")
    Mode mode();

    /** Members of other names are refused. */
    @WithDefault("tradelab")
    String name();

    /** The address that other members reach this one by; both Hazelcast and the bus bind to it. */
    @WithDefault("127.0.0.1")
    String host();

    /** Hazelcast's port. */
    @WithDefault("5701")
    Port port();

    /** The event bus' port; 0 for any free one. */
    @WithDefault("0")
    Port busPort();

    /** Where to find other members, this one included or not. Empty with {@code dns}. */
    Optional<List<HostPort>> members();

    /** A name that resolves to the addresses of all members, such as that of a headless Kubernetes service. */
    Optional<String> dns();

    @WithDefault("1s")
    Duration heartbeat();

    /** A member that is silent for longer is out. */
    @WithDefault("5s")
    Duration heartbeatMax();

    /** How soon, and how often, two halves of a split cluster look for each other. */
    @WithDefault("5s")
    Duration mergeDelay();

    @WithDefault("5s")
    Duration operationTimeout();

    /** Must be equal on all members. */
    @WithDefault("271")
    int partitions();

    /** Copies of the subscriptions: two members lost at once lose nothing. */
    @WithDefault("2")
    int subscriptionBackups();

    /** The bus pings idle connections this often, and waits as long for the answer. */
    @WithDefault("1s")
    Duration busPing();

    @WithDefault("1s")
    Duration busConnectTimeout();

    /** How long a leaving member may hand over its partitions. */
    @WithDefault("10s")
    Duration leaveTimeout();
}

package tradelab.marketdata.replica;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas of one cluster share the instruments. A process that is in no cluster feeds everything. */
public interface ReplicaSettings {
    /** Whether each instrument is fed by one replica of the cluster; else by all of them. */
    @WithDefault("true")
    boolean share();

    /** How often each replica says what it feeds. */
    @WithDefault("250ms")
    Duration announce();

    /** Who is silent for longer feeds nothing: the others take its instruments over. */
    @WithDefault("2s")
    Duration silence();

    /** How long a replica that starts listens before it feeds anything. */
    @WithDefault("1s")
    Duration settle();

    /** How long one that stops waits for the others to have what it feeds. */
    @WithDefault("8s")
    Duration handOver();

    /** How long another replica may take to answer a read. */
    @WithDefault("1s")
    Duration readTimeout();
}

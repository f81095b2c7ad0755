package tradelab.runtime.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tradelab.runtime.settings.HostPort;

/**
 * Starts Vert.x, alone or in a Hazelcast cluster. Hazelcast holds membership and bus subscriptions and nothing else: it
 * decides nothing about orders.
 *
 * <p>No option that bounds time or opens a port is left to a default. Multicast and auto-detection are off: members
 * come from a list or from DNS.
 */
public final class Cluster {
    private Cluster() {}

    /** Starts Vert.x as {@code settings} say. The caller closes it. */
    public static Future<Vertx> start(ClusterSettings settings, VertxBuilder builder, MetricsOptions metrics) {
        VertxOptions options = options()
                .setEventBusOptions(bus(settings))
                .setMetricsOptions(metrics)
                .setPreferNativeTransport(true);
        VertxBuilder configured = builder.with(options);
        return switch (settings.mode()) {
            case LOCAL -> Future.succeededFuture(configured.build());
            case CLUSTERED ->
                configured
                        .withClusterManager(new HazelcastClusterManager(hazelcast(settings)))
                        .buildClustered();
        };
    }

    /** Starts a Vert.x that measures nothing, knows no other, and loads no native library. The caller closes it. */
    public static Vertx embedded() {
        return Vertx.vertx(options().setPreferNativeTransport(false));
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setHAEnabled(false)
                .setBlockedThreadCheckInterval(500)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setWarningExceptionTime(2)
                .setWarningExceptionTimeUnit(TimeUnit.SECONDS)
                .setMaxWorkerExecuteTime(60)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS);
    }

    static EventBusOptions bus(ClusterSettings settings) {
        EventBusOptions options = new EventBusOptions()
                .setHost(settings.host())
                .setPort(settings.busPort().number())
                .setClusterPublicHost(settings.host())
                .setClusterPingInterval(settings.busPing().toMillis())
                .setClusterPingReplyInterval(settings.busPing().toMillis())
                .setConnectTimeout((int) settings.busConnectTimeout().toMillis())
                .setReconnectAttempts(0)
                .setIdleTimeout(0)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setAcceptBacklog(1024)
                .setTrustAll(false)
                .setClientAuth(ClientAuth.NONE)
                .setSsl(false);
        int port = settings.busPort().number();
        return port == 0 ? options : options.setClusterPublicPort(port);
    }

    static Config hazelcast(ClusterSettings settings) {
        Config config = new Config();
        config.setClusterName(settings.name());
        properties(config, settings);
        network(config.getNetworkConfig(), settings);
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        MultiMapConfig subscriptions = new MultiMapConfig("__vertx.subs")
                .setBackupCount(settings.subscriptionBackups())
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET);
        config.addMultiMapConfig(subscriptions);
        return config;
    }

    private static void properties(Config config, ClusterSettings settings) {
        config.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.tcp.join.port.try.count", "1")
                .setProperty("hazelcast.max.join.seconds", "30")
                .setProperty("hazelcast.heartbeat.interval.seconds", seconds(settings.heartbeat()))
                .setProperty("hazelcast.max.no.heartbeat.seconds", seconds(settings.heartbeatMax()))
                .setProperty("hazelcast.merge.first.run.delay.seconds", seconds(settings.mergeDelay()))
                .setProperty("hazelcast.merge.next.run.delay.seconds", seconds(settings.mergeDelay()))
                .setProperty(
                        "hazelcast.operation.call.timeout.millis",
                        Long.toString(settings.operationTimeout().toMillis()))
                .setProperty("hazelcast.graceful.shutdown.max.wait", seconds(settings.leaveTimeout()))
                .setProperty("hazelcast.partition.count", Integer.toString(settings.partitions()))
                .setProperty("hazelcast.io.thread.count", "1")
                .setProperty("hazelcast.event.thread.count", "1")
                .setProperty("hazelcast.operation.thread.count", "2")
                .setProperty("hazelcast.operation.generic.thread.count", "2");
    }

    private static void network(NetworkConfig network, ClusterSettings settings) {
        network.setPort(settings.port().number())
                .setPortAutoIncrement(false)
                .setReuseAddress(true)
                .setPublicAddress(settings.host() + ":" + settings.port().number());
        network.getInterfaces().setEnabled(true).addInterface(settings.host());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        settings.dns()
                .ifPresentOrElse(
                        name -> join.getKubernetesConfig()
                                .setEnabled(true)
                                .setProperty("service-dns", name)
                                .setProperty(
                                        "service-port",
                                        Integer.toString(settings.port().number())),
                        () -> {
                            join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
                            settings.members()
                                    .ifPresent(members -> members.stream()
                                            .map(HostPort::toString)
                                            .forEach(join.getTcpIpConfig()::addMember));
                        });
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}

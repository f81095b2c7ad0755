package tradelab.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.runtime.settings.Settings;

/** Pins every option whose default once hurt somebody. */
class ClusterTest {
    @Test
    void nobodyIsFoundByAccident() {
        JoinConfig join = hazelcast(Map.of("cluster.members", "127.0.0.1:5701,127.0.0.1:5702"))
                .getNetworkConfig()
                .getJoin();

        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:5701", "127.0.0.1:5702");
    }

    @Test
    void aDnsNameReplacesTheList() {
        JoinConfig join = hazelcast(Map.of("cluster.dns", "tradelab-bus.tradelab.svc"))
                .getNetworkConfig()
                .getJoin();

        assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
        assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
        assertThat(join.getKubernetesConfig().getProperties())
                .containsEntry("service-dns", "tradelab-bus.tradelab.svc")
                .containsEntry("service-port", "5701");
    }

    @Test
    void aHungOrLostMemberIsNoticedInSecondsAndASplitHealsInSeconds() {
        Config config = hazelcast(Map.of());

        assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
        assertThat(config.getProperty("hazelcast.merge.first.run.delay.seconds"))
                .isEqualTo("5");
        assertThat(config.getProperty("hazelcast.merge.next.run.delay.seconds")).isEqualTo("5");
        assertThat(config.getProperty("hazelcast.operation.call.timeout.millis"))
                .isEqualTo("5000");
        assertThat(config.getProperty("hazelcast.shutdownhook.enabled")).isEqualTo("false");
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    }

    @Test
    void subscriptionsSurviveTheLossOfTwoMembers() {
        MultiMapConfig subscriptions = hazelcast(Map.of()).getMultiMapConfig("__vertx.subs");

        assertThat(subscriptions.getBackupCount()).isEqualTo(2);
        assertThat(subscriptions.getValueCollectionType()).isEqualTo(MultiMapConfig.ValueCollectionType.SET);
    }

    @Test
    void theBusGivesUpOnASilentPeerInASecondAndTrustsNobodyBlindly() {
        EventBusOptions bus = Cluster.bus(settings(Map.of("cluster.bus-port", "5801")));

        assertThat(bus.getClusterPingInterval()).isEqualTo(1_000);
        assertThat(bus.getClusterPingReplyInterval()).isEqualTo(1_000);
        assertThat(bus.getConnectTimeout()).isEqualTo(1_000);
        assertThat(bus.isTrustAll()).isFalse();
        assertThat(bus.getHost()).isEqualTo("127.0.0.1");
        assertThat(bus.getClusterPublicPort()).isEqualTo(5801);
    }

    private static Config hazelcast(Map<String, String> settings) {
        return Cluster.hazelcast(settings(settings));
    }

    private static ClusterSettings settings(Map<String, String> settings) {
        return Settings.load(settings, Map.of(), List.of(ClusterSettings.class)).get(ClusterSettings.class);
    }
}

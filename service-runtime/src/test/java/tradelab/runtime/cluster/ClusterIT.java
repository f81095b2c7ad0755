package tradelab.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Endpoint;
import tradelab.contracts.trading.OrderRef;
import tradelab.runtime.metrics.ProcessMetrics;
import tradelab.runtime.settings.Settings;

class ClusterIT {
    private static final Endpoint<OrderRef, OrderRef> ECHO =
            Endpoint.json("test.echo.v1", OrderRef.class, OrderRef.class);

    @Test
    void twoMembersOnTheLoopbackTalkToEachOther() throws Exception {
        int first = freePort();
        int second = freePort();
        Vertx one = await(start(first, first, second));
        Vertx two = await(start(second, first, second));
        try {
            await(ECHO.serve(two.eventBus(), Future::succeededFuture).completion());

            OrderRef answer = await(ECHO.call(one.eventBus(), new OrderRef("a", "c"), Duration.ofSeconds(5)));

            assertThat(answer).isEqualTo(new OrderRef("a", "c"));
        } finally {
            await(one.close());
            await(two.close());
        }
    }

    private static Future<Vertx> start(int port, int first, int second) {
        Map<String, String> settings = Map.of(
                "cluster.mode",
                "clustered",
                "cluster.name",
                "it-" + first,
                "cluster.port",
                Integer.toString(port),
                "cluster.partitions",
                "31",
                "cluster.members",
                "127.0.0.1:" + first + ",127.0.0.1:" + second);
        ClusterSettings loaded = Settings.load(settings, Map.of(), List.of(ClusterSettings.class))
                .get(ClusterSettings.class);
        return Cluster.start(loaded, Vertx.builder(), ProcessMetrics.options());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

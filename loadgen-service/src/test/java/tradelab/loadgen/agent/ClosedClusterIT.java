package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.LoadgenService;
import tradelab.runtime.ServiceHost;

/** A load generator in a real cluster: what its members speak to each other by is not to be loaded. */
class ClosedClusterIT {
    private static final String TESTS = "/api/performance/tests";

    @Test
    void portsOfHazelcastAndOfTheBusAreRefusedAndThoseOfServicesAreNot() throws Exception {
        List<Integer> hazelcast = AgentProcess.freePorts(2);
        ServiceHost other = await(ServiceHost.start(AgentProcess.cluster(hazelcast, 1)));
        Map<String, String> settings = new HashMap<>(AgentProcess.cluster(hazelcast, 0));
        settings.putAll(Map.of("loadgen.http.port", "0", "loadgen.management.port", "0"));
        ServiceHost host = await(ServiceHost.start(settings, new LoadgenService()));
        WebClient client = WebClient.create(host.vertx());
        try {
            int http = host.port("loadgen-service", "http");
            for (int closed : new int[] {hazelcast.getFirst(), hazelcast.getLast(), busPort(host), busPort(other)}) {
                // The other's bus is heard of a moment after the start.
                var _ = until(
                        "a refusal of port " + closed, () -> define(client, http, closed), status -> status == 400);
            }
            assertThat(define(client, http, http)).isEqualTo(201);
            assertThat(define(client, http, host.port("loadgen-service", "management")))
                    .isEqualTo(201);
        } finally {
            client.close();
            var _ = await(host.close());
            var _ = await(other.close());
        }
    }

    private static int busPort(ServiceHost host) {
        return ((VertxInternal) host.vertx()).clusterManager().getNodeInfo().port();
    }

    private static int define(WebClient client, int http, int target) throws Exception {
        return await(client.request(HttpMethod.POST, http, "127.0.0.1", TESTS)
                        .sendJsonObject(new JsonObject().put("target", "http://127.0.0.1:" + target + "/")))
                .statusCode();
    }
}

package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.runtime.ServiceHost;

/** Who only listens is not idle while there is something to hear. */
class IdleSocketsIT {

    /** A machine that stands still for longer than the timeout makes everybody idle. */
    private static final int ATTEMPTS_MAX = 3;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();

    @AfterEach
    void close() throws Exception {
        var _ = await(client.close());
        var _ = await(vertx.close());
    }

    @Test
    void aSubscriberOutlivesTheIdleTimeoutAndWhoHearsNothingDoesNot() throws Exception {
        ServiceHost host = await(ServiceHost.start(
                Map.of(
                        "venue.http.port", "0",
                        "venue.management.port", "0",
                        "venue.http.idle-timeout", "3s",
                        "venue.instruments", "tBTCUSD=60000",
                        "venue.generator.events-per-second", "100"),
                new VenueService()));
        int port = host.port("venue-simulator", "http");
        boolean outlived = false;
        for (int i = 0; i < ATTEMPTS_MAX && !outlived; i++) {
            outlived = outlivesWhoHearsNothing(host.port("venue-simulator", "http"));
        }
        assertThat(outlived).isTrue();
        var _ = await(host.close());
    }

    private boolean outlivesWhoHearsNothing(int port) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<Void> listenerEnded = new CompletableFuture<>();
        WebSocket listener = await(client.connect(port, "127.0.0.1", "/ws/2"));
        listener.closeHandler(_ -> listenerEnded.complete(null));
        listener.textMessageHandler(heard::add);
        var _ = await(
                listener.writeTextMessage("{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tBTCUSD\"}"));
        CompletableFuture<Void> silentEnded = new CompletableFuture<>();
        WebSocket silent = await(client.connect(port, "127.0.0.1", "/ws/2"));
        silent.closeHandler(_ -> silentEnded.complete(null));

        var _ = await(silentEnded);

        heard.clear();
        int more = 0;
        while (more < 20 && !listenerEnded.isDone()) {
            more += heard.poll(1, TimeUnit.SECONDS) == null ? 0 : 1;
        }
        boolean outlived = !listenerEnded.isDone();
        var _ = listener.close().otherwiseEmpty();
        return outlived;
    }
}

package tradelab.venue.taiwan;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;
import tradelab.venue.wire.Inputs;

/** The feed of the whole universe at full flow, and the memory it takes; prints what it measures. */
@Tag("deep")
class TaiwanFeedIT {
    private static final long ROWS = 1_000_000;
    private static final long HEAP_BYTES_MAX = 1L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void bringsAMillionSnapshotsInOrderWithinAGibibyte() throws Exception {
        ServiceHost host = await(ServiceHost.start(
                Map.of(
                        "venue.http.port", "0",
                        "venue.management.port", "0",
                        "venue.generator.enabled", "false",
                        "venue.taiwan.enabled", "true",
                        "venue.taiwan.market-time", "2026-01-05T09:00:00",
                        "venue.taiwan.events-per-second", "100000",
                        "venue.taiwan.publish-interval", "20ms"),
                new VenueService()));
        WebSocketClient sockets = host.vertx().createWebSocketClient();
        AtomicLong rows = new AtomicLong();
        AtomicLong sequence = new AtomicLong();
        AtomicLong characters = new AtomicLong();
        CompletableFuture<Void> done = new CompletableFuture<>();
        WebSocket socket = await(sockets.connect(host.port("venue-simulator", "http"), "127.0.0.1", "/taiwan/ws/1"));
        socket.textMessageHandler(text -> {
            if (!text.startsWith("{\"type\":\"snapshots\"")) {
                return;
            }
            JsonNode frame = Inputs.read(text);
            if (frame == null || frame.path("sequence").asLong() != sequence.incrementAndGet()) {
                done.completeExceptionally(new AssertionError("a gap after " + sequence));
                return;
            }
            characters.addAndGet(text.length());
            if (rows.addAndGet(frame.path("rows").size()) >= ROWS) {
                done.complete(null);
            }
        });
        long began = System.nanoTime();
        await(socket.writeTextMessage("{\"op\":\"subscribe\",\"channel\":\"snapshots\",\"symbols\":\"*\"}"));
        var _ = await(Future.fromCompletionStage(done), PATIENCE);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "taiwan feed: rows=%d seconds=%.1f rows_per_second=%.0f bytes_per_row=%.0f heap_after_gc_mib=%d%n",
                rows.get(), seconds, rows.get() / seconds, characters.get() / (double) rows.get(), heap >> 20);
        assertThat(heap).isLessThan(HEAP_BYTES_MAX);
        await(host.close());
    }
}

package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import tradelab.venue.VenueMain;

/**
 * The Taiwan venue's snapshots of the whole universe to some subscribers, from a venue in a process of its own: rows a
 * second and for each second of its processor time. Frames are counted, not read, so the venue is what is measured.
 */
final class TaiwanFeedBenchmark {
    private static final int SUBSCRIBERS = Integer.getInteger("tradelab.benchmark.subscribers", 4);
    private static final int EVENTS_PER_SECOND = Integer.getInteger("tradelab.benchmark.events", 100_000);
    private static final int SLICE_MILLIS = Integer.getInteger("tradelab.benchmark.slice", 5);
    private static final int PUBLISH_MILLIS = Integer.getInteger("tradelab.benchmark.publish", 20);
    private static final long PHASE_MILLIS = Integer.getInteger("tradelab.benchmark.millis", 10_000);
    private static final String SUBSCRIBE = "{\"op\":\"subscribe\",\"channel\":\"snapshots\",\"symbols\":\"*\"}";

    private TaiwanFeedBenchmark() {}

    public static void main(String[] args) {
        try (ServerProcess venue = ServerProcess.start(
                VenueMain.class,
                "--set",
                "venue.http.port=0",
                "--set",
                "venue.management.port=0",
                "--set",
                "venue.generator.enabled=false",
                "--set",
                "venue.taiwan.enabled=true",
                "--set",
                "venue.taiwan.market-time=2026-01-05T09:00:00",
                "--set",
                "venue.taiwan.publish-interval=" + PUBLISH_MILLIS + "ms",
                "--set",
                "venue.taiwan.events-per-second=" + EVENTS_PER_SECOND,
                "--set",
                "venue.taiwan.slice=" + SLICE_MILLIS + "ms")) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
            try {
                measure(venue, vertx);
            } finally {
                var _ = Awaiting.await(vertx.close());
            }
        }
    }

    private static void measure(ServerProcess venue, Vertx vertx) {
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(SUBSCRIBERS).setMaxMessageSize(1 << 22));
        LongAdder rows = new LongAdder();
        LongAdder characters = new LongAdder();
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            WebSocket socket = Awaiting.await(client.connect(venue.port(), "127.0.0.1", "/taiwan/ws/1"));
            socket.textMessageHandler(text -> {
                if (text.startsWith("{\"type\":\"snapshots\"")) {
                    rows.add(rowsOf(text));
                    characters.add(text.length());
                }
            });
            var _ = Awaiting.await(socket.writeTextMessage(SUBSCRIBE));
            sockets.add(socket);
        }
        Awaiting.pause(PHASE_MILLIS / 2);
        CpuClock cpu = new CpuClock(venue.handle());
        double before = cpu.seconds();
        rows.reset();
        characters.reset();
        long start = System.nanoTime();
        Awaiting.pause(PHASE_MILLIS);
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = cpu.seconds() - before;
        System.out.printf(
                Locale.ROOT,
                "%d subscribers, %d orders a second in slices of %d ms, a frame each %d ms: %,.0f rows/s, %,.0f per"
                        + " CPU second of the venue (%.2f CPUs), %.0f bytes a row%n",
                sockets.size(),
                EVENTS_PER_SECOND,
                SLICE_MILLIS,
                PUBLISH_MILLIS,
                rows.sum() / seconds,
                rows.sum() / used,
                used / seconds,
                characters.sum() / (double) Math.max(1, rows.sum()));
    }

    /** Only between a row's asks and its flags a bracket is closed before a text. */
    private static int rowsOf(String text) {
        int count = 0;
        for (int i = text.indexOf("],\""); i >= 0; i = text.indexOf("],\"", i + 1)) {
            count++;
        }
        return count;
    }
}

package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import tradelab.venue.VenueMain;

/**
 * The venue's WebSocket to many subscribers: 100 connections of 50 channels each, to a venue in a process of its own.
 * Updates a second, for each second of its processor time, and how old they are on arrival; then the same with a
 * subscriber beside them that reads nothing.
 */
final class VenueFanoutBenchmark {
    private static final int SUBSCRIBERS = Integer.getInteger("tradelab.benchmark.subscribers", 100);
    private static final int EVENTS_PER_SECOND = Integer.getInteger("tradelab.benchmark.events", 100);
    private static final long PHASE_MILLIS = Integer.getInteger("tradelab.benchmark.millis", 10_000);
    private static final long WARM_UP_MILLIS = PHASE_MILLIS / 2;

    /** The exchange's flag that adds the time of sending to every frame. */
    private static final String TIMESTAMPS = "{\"event\":\"conf\",\"flags\":32768}";

    private static final int AGE_MILLIS_MAX = 10_000;
    private static final List<String> SYMBOLS = List.of(
            "tBTCUSD", "tETHUSD", "tLTCUSD", "tXRPUSD", "tEOSUSD", "tIOTUSD", "tNEOUSD", "tZECUSD", "tXMRUSD",
            "tETCUSD");

    private final AtomicIntegerArray ages = new AtomicIntegerArray(AGE_MILLIS_MAX + 1);
    private final LongAdder updates = new LongAdder();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final WebSocketClient client = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(SUBSCRIBERS + 1).setMaxMessageSize(1 << 20));
    private final List<WebSocket> sockets = new ArrayList<>();

    private VenueFanoutBenchmark() {}

    public static void main(String[] args) {
        String instruments = String.join("=50000,", SYMBOLS) + "=50000";
        try (ServerProcess venue = ServerProcess.start(
                VenueMain.class,
                "--set",
                "venue.http.port=0",
                "--set",
                "venue.management.port=0",
                "--set",
                "venue.stream.channels-max=50",
                "--set",
                "venue.instruments=" + instruments,
                "--set",
                "venue.generator.events-per-second=" + EVENTS_PER_SECOND)) {
            VenueFanoutBenchmark benchmark = new VenueFanoutBenchmark();
            try {
                benchmark.run(venue);
            } finally {
                var _ = Awaiting.await(benchmark.vertx.close());
            }
        }
    }

    private void run(ServerProcess venue) {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            sockets.add(subscribe(venue, true));
        }
        System.out.printf(
                Locale.ROOT,
                "%d subscribers of %d channels, %d markets of %d orders a second, %d s%n",
                SUBSCRIBERS,
                SYMBOLS.size() * 5,
                SYMBOLS.size(),
                EVENTS_PER_SECOND,
                PHASE_MILLIS / 1_000);
        Awaiting.pause(WARM_UP_MILLIS);
        phase(venue, "alone");
        sockets.add(subscribe(venue, false));
        phase(venue, "beside one that reads nothing");
    }

    private void phase(ServerProcess venue, String name) {
        for (int i = 0; i < ages.length(); i++) {
            ages.set(i, 0);
        }
        updates.reset();
        CpuClock cpu = new CpuClock(venue.handle());
        double before = cpu.seconds();
        long start = System.nanoTime();
        Awaiting.pause(PHASE_MILLIS);
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = cpu.seconds() - before;
        long sent = updates.sum();
        System.out.printf(
                Locale.ROOT,
                "%-30s %,9.0f updates/s   %,9.0f per CPU second of the venue (%.2f CPUs)   age p50 %d ms, p99 %d ms,"
                        + " max %d ms%n",
                name,
                sent / seconds,
                sent / used,
                used / seconds,
                age(0.5),
                age(0.99),
                age(1));
    }

    /** Five channels of each market. */
    private WebSocket subscribe(ServerProcess venue, boolean reads) {
        WebSocket socket = Awaiting.await(client.connect(venue.port(), "127.0.0.1", "/ws/2"));
        socket.textMessageHandler(this::received);
        var _ = Awaiting.await(socket.writeTextMessage(TIMESTAMPS));
        for (String symbol : SYMBOLS) {
            for (String channel : new String[] {
                "\"book\",\"symbol\":\"" + symbol + "\",\"len\":\"25\"",
                "\"book\",\"symbol\":\"" + symbol + "\",\"prec\":\"R0\",\"len\":\"25\"",
                "\"trades\",\"symbol\":\"" + symbol + "\"",
                "\"ticker\",\"symbol\":\"" + symbol + "\"",
                "\"candles\",\"key\":\"trade:1m:" + symbol + "\""
            }) {
                var _ = Awaiting.await(
                        socket.writeTextMessage("{\"event\":\"subscribe\",\"channel\":" + channel + "}"));
            }
        }
        if (!reads) {
            socket.pause();
        }
        return socket;
    }

    /** Counts a frame and its age; its time is its last number. */
    private void received(String text) {
        if (text.charAt(0) != '[' || text.contains("\"hb\"")) {
            return;
        }
        updates.increment();
        long sent = Long.parseLong(text, text.lastIndexOf(',') + 1, text.length() - 1, 10);
        long age = Math.clamp(System.currentTimeMillis() - sent, 0, AGE_MILLIS_MAX);
        var _ = ages.incrementAndGet((int) age);
    }

    private int age(double share) {
        long all = 0;
        for (int i = 0; i < ages.length(); i++) {
            all += ages.get(i);
        }
        long below = 0;
        for (int i = 0; i < ages.length(); i++) {
            below += ages.get(i);
            if (below >= share * all) {
                return i;
            }
        }
        return AGE_MILLIS_MAX;
    }
}

package tradelab.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Require;
import tradelab.runtime.ServiceHost;

/** A client that stops reading a real socket is cut at its bound and told why; another one misses nothing meanwhile. */
class StuckConsumerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int STREAMS = 100;
    private static final int BASELINE = 200;
    private static final String TRADES = "trades:BITFINEX:tBTCUSD";
    private static final String QUOTE = "quote:BITFINEX:tBTCUSD";

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient webSockets = vertx.createWebSocketClient();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final BlockingQueue<JsonObject> quotes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> trades = new LinkedBlockingQueue<>();
    private int price = 6_000;
    private int trade = 100;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closing.reversed()) {
            one.close();
        }
        http.close();
        var _ = await(webSockets.close());
        var _ = await(vertx.close());
    }

    @Test
    void aClientThatDoesNotReadIsCutWithAReasonAndNobodyElseNotices() throws Exception {
        ScriptedVenue venue = ScriptedVenue.start();
        closing.add(venue);
        ServiceHost host = start(venue);
        WebSocket healthy = await(webSockets.connect(port(host), "127.0.0.1", "/api/v1/stream"));
        healthy.textMessageHandler(text -> heard(new JsonObject(text)));
        var _ = await(
                healthy.writeTextMessage("{\"op\":\"subscribe\",\"streams\":[\"" + QUOTE + "\",\"" + TRADES + "\"]}"));
        WebSocket reading = await(webSockets.connect(port(host), "127.0.0.1", "/api/v1/stream"));
        var _ = await(reading.writeTextMessage(subscribeToAll()));

        List<Long> before = new ArrayList<>();
        while (before.size() < BASELINE) {
            before.add(change(venue));
        }
        var _ = await(reading.close());
        List<Long> during = new ArrayList<>();
        try (Socket stuck = stuck(port(host))) {
            while (cut(host) == 0) {
                during.add(change(venue));
            }
            String said = readToTheEnd(stuck);
            assertThat(said).contains("slow consumer: ");
        }

        for (long id = 101; id <= trade; id++) {
            assertThat(Require.present("trade", trades.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)))
                    .isEqualTo(id);
        }
        print("all clients read", before);
        print("one client does not", during);
        var _ = await(healthy.close());
    }

    /** Changes the book, and trades; returns how long the healthy client waited for the change. */
    private long change(ScriptedVenue venue) throws Exception {
        int wanted = ++price;
        long begin = System.nanoTime();
        venue.trade("tBTCUSD", ++trade);
        venue.change("tBTCUSD", wanted + ",1,1");
        JsonObject quote;
        do {
            quote = Require.present("quote", quotes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        } while (!Integer.toString(wanted).equals(quote.getString("bid")));
        long nanos = System.nanoTime() - begin;
        if (price == 6_090) {
            for (; price > 6_000; price--) {
                venue.change("tBTCUSD", price + ",0,1");
            }
        }
        return nanos;
    }

    private void heard(JsonObject frame) {
        if (QUOTE.equals(frame.getString("stream"))) {
            quotes.add(frame.getJsonObject("data"));
        } else if (TRADES.equals(frame.getString("stream"))) {
            JsonArray told = frame.getJsonObject("data").getJsonArray("trades");
            for (int i = told.size() - 1; i >= 0; i--) { // newest first
                long id = told.getJsonObject(i).getLong("id");
                if (id > 100) {
                    trades.add(id);
                }
            }
        }
    }

    private static void print(String what, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(one -> one).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: %d changes, from venue to the healthy client p50 %.1f ms, p99 %.1f ms%n",
                what,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    private static String subscribeToAll() {
        return new JsonObject()
                .put("op", "subscribe")
                .put(
                        "streams",
                        new JsonArray(IntStream.rangeClosed(1, STREAMS)
                                .mapToObj(depth -> "book:BITFINEX:tBTCUSD@" + depth)
                                .toList()))
                .encode();
    }

    /** Asks for a hundred books and reads nothing at all; its window is small, so the server's queue fills soon. */
    private static Socket stuck(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] text = subscribeToAll().getBytes(StandardCharsets.US_ASCII);
        out.write(new byte[] {(byte) 0x81, (byte) (0x80 | 126), (byte) (text.length >> 8), (byte) text.length});
        out.write(new byte[4]); // a mask of zeros
        out.write(text);
        socket.getOutputStream().write(out.toByteArray());
        return socket;
    }

    private static String readToTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        InputStream in = socket.getInputStream();
        byte[] tail = new byte[0];
        byte[] part = new byte[1 << 16];
        try {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                byte[] all = Arrays.copyOf(tail, tail.length + read);
                System.arraycopy(part, 0, all, tail.length, read);
                tail = Arrays.copyOfRange(all, Math.max(0, all.length - 1_024), all.length);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // what ends the connection hard
        }
        return new String(tail, StandardCharsets.ISO_8859_1);
    }

    private double cut(ServiceHost host) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port("market-data-service", "management") + "/metrics");
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("stream_cut_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private ServiceHost start(ScriptedVenue venue) throws Exception {
        ServiceHost host = await(ServiceHost.start(
                Map.of(
                        "market-data.http.port", "0",
                        "market-data.management.port", "0",
                        "market-data.bitfinex.url", venue.url(),
                        "market-data.bitfinex.symbols", "tBTCUSD",
                        "market-data.bitfinex.connects-per-minute", "600",
                        "market-data.stream.interval", "2ms",
                        "market-data.stream.queue-max", "64KiB",
                        "market-data.stream.stuck-after", "1s",
                        "market-data.redis.enabled", "false",
                        "market-data.history.backfill", "false"),
                new MarketDataService()));
        closing.add(() -> {
            var _ = await(host.close());
        });
        URI quote = URI.create("http://127.0.0.1:" + port(host) + "/api/v1/quotes/BITFINEX:tBTCUSD");
        boolean live = false;
        while (!live) { // each read waits for its answer
            live = http.send(HttpRequest.newBuilder(quote).build(), BodyHandlers.ofString())
                    .body()
                    .contains("LIVE");
        }
        return host;
    }

    private static int port(ServiceHost host) {
        return host.port("market-data-service", "http");
    }
}

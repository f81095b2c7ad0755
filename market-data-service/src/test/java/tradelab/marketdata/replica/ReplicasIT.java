package tradelab.marketdata.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.marketdata.MarketDataMain;
import tradelab.marketdata.MarketDataService;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/** Three replicas in a cluster on the loopback, one of them a process of its own that is killed. No Redis. */
class ReplicasIT {
    private static final int INSTRUMENTS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> SYMBOLS = IntStream.range(0, INSTRUMENTS)
            .mapToObj(i -> "tS" + (char) ('A' + i) + "AUSD")
            .toList();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final int[] ports = new int[3];
    private String venueUrl = "";

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closing.reversed()) {
            one.close();
        }
        http.close();
    }

    @Test
    void oneFeedsEachInstrumentAllServeEachAndReadsGoOnWhenOneIsKilledOrLeaves() throws Exception {
        ServiceHost venue = kept(await(ServiceHost.start(
                Map.of(
                        "venue.http.port",
                        "0",
                        "venue.management.port",
                        "0",
                        "venue.instruments",
                        SYMBOLS.stream().map(symbol -> symbol + "=100").collect(Collectors.joining(","))),
                new VenueService())));
        venueUrl = "ws://127.0.0.1:" + venue.port("venue-simulator", "http") + "/ws/2";
        for (int i = 0; i < ports.length; i++) {
            ports[i] = freePort();
        }
        ServiceHost first = kept(replica(0));
        until("the first to feed all", () -> fed(first).size() == INSTRUMENTS && live(first) == INSTRUMENTS);
        ServiceHost second = replica(1);
        Process third = process(2);
        until("three to share", () -> {
            Set<String> one = fed(first);
            Set<String> two = fed(second);
            Set<String> both = new TreeSet<>(one);
            both.addAll(two);
            return one.size() + two.size() == both.size()
                    && !one.isEmpty()
                    && !two.isEmpty()
                    && both.size() < INSTRUMENTS;
        });
        int killed = INSTRUMENTS - fed(first).size() - fed(second).size();
        System.out.printf(
                Locale.ROOT,
                "instruments fed: %d, %d and %d%n",
                fed(first).size(),
                fed(second).size(),
                killed);
        until("all live at two", () -> live(first) == INSTRUMENTS && live(second) == INSTRUMENTS);
        readsOfWhatOthersFeed(second, fed(second));

        Reads reads = new Reads(first);
        third.destroyForcibly();
        long killedNanos = System.nanoTime();
        until("two to share", () -> {
            reads.once();
            return fed(first).size() + fed(second).size() == INSTRUMENTS;
        });
        until("all live at the first", () -> {
            reads.once();
            return live(first) == INSTRUMENTS;
        });
        reads.print("one of three killed", (System.nanoTime() - killedNanos) / 1_000_000);
        assertThat(reads.failed).isZero();
        assertThat(reads.tooOldAsLive).isZero();

        Reads handOver = new Reads(first);
        Future<Void> closed = second.close();
        long leftNanos = System.nanoTime();
        until("the second's end and the first to feed all", () -> {
            handOver.once();
            return closed.isComplete() && fed(first).size() == INSTRUMENTS;
        });
        handOver.print("one of two leaves", (System.nanoTime() - leftNanos) / 1_000_000);
        assertThat(handOver.failed).isZero();
        assertThat(live(first)).isEqualTo(INSTRUMENTS);
    }

    private void readsOfWhatOthersFeed(ServiceHost host, Set<String> own) throws Exception {
        for (String symbol : SYMBOLS) {
            String name = "BITFINEX:" + symbol;
            JsonObject book = get(host, "/api/v1/books/" + name + "?depth=5");
            assertThat(book.getJsonArray("bids").size()).as(name + " " + own).isBetween(1, 5);
            assertThat(get(host, "/api/v1/instruments/" + name).getString("validity"))
                    .isIn("LIVE", "SUSPECT");
            Book overTheBus = await(MarketDataApi.GET_BOOK.call(
                    host.vertx().eventBus(), new BookRequest(Instrument.parse(name), 250), Duration.ofSeconds(10)));
            assertThat(overTheBus.asks()).isNotEmpty();
        }
        until(
                "trades, candles and tickers of all",
                () -> SYMBOLS.stream()
                        .allMatch(symbol -> has(host, "/api/v1/trades/BITFINEX:" + symbol)
                                && has(host, "/api/v1/candles/BITFINEX:" + symbol + "?timeframe=1m")
                                && has(host, "/api/v1/tickers/BITFINEX:" + symbol)));
        assertThat(http.send(request(host, "/api/v1/quotes/BITFINEX:tNONE"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    /** What one replica answers while another one goes. */
    private final class Reads {
        private static final long HEARD_MILLIS_MAX = 2_500;

        final ServiceHost host;
        long reads;
        long failed;
        long flagged;
        long tooOldAsLive;

        Reads(ServiceHost host) {
            this.host = host;
        }

        void once() throws Exception {
            for (String symbol : SYMBOLS) {
                HttpResponse<String> answer =
                        http.send(request(host, "/api/v1/quotes/BITFINEX:" + symbol), BodyHandlers.ofString());
                reads++;
                JsonObject quote = new JsonObject(answer.body());
                if (answer.statusCode() != 200) {
                    failed++;
                } else if (!"LIVE".equals(quote.getString("validity"))) {
                    flagged++;
                } else if (quote.getLong("ageMillis") > HEARD_MILLIS_MAX
                        && !fed(host).contains("BITFINEX:" + symbol)) {
                    tooOldAsLive++;
                }
            }
        }

        void print(String what, long millis) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: all LIVE again after %d ms; %d reads, %d failed, %d flagged as SUSPECT%n",
                    what,
                    millis,
                    reads,
                    failed,
                    flagged);
        }
    }

    private Map<String, String> settings(int which) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cluster.mode", "clustered");
        settings.put("cluster.name", "replicas-" + ports[0]);
        settings.put("cluster.port", Integer.toString(ports[which]));
        settings.put("cluster.partitions", "31");
        settings.put(
                "cluster.members",
                IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        settings.put("market-data.http.port", "0");
        settings.put("market-data.management.port", "0");
        settings.put("market-data.redis.enabled", "false");
        settings.put("market-data.history.backfill", "false");
        settings.put("market-data.bitfinex.url", venueUrl);
        settings.put("market-data.bitfinex.symbols", String.join(",", SYMBOLS));
        settings.put("market-data.bitfinex.connects-per-minute", "600");
        settings.put("market-data.bitfinex.channels", "book,trades");
        return settings;
    }

    private ServiceHost replica(int which) throws Exception {
        return await(ServiceHost.start(settings(which), new MarketDataService()));
    }

    private Process process(int which) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--add-modules",
                "java.se",
                "-cp",
                System.getProperty("java.class.path"),
                MarketDataMain.class.getName()));
        settings(which).forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        closing.add(process::destroyForcibly);
        return process;
    }

    private Set<String> fed(ServiceHost host) throws Exception {
        return names(get(host, "/api/v1/feeds")
                .getJsonArray("feeds")
                .getJsonObject(0)
                .getJsonArray("books"));
    }

    private static Set<String> names(JsonArray books) {
        return books.stream()
                .map(one -> ((JsonObject) one).getString("instrument"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private long live(ServiceHost host) throws Exception {
        return get(host, "/api/v1/instruments").getJsonArray("instruments").stream()
                .filter(one -> Validity.LIVE.name().equals(((JsonObject) one).getString("validity")))
                .count();
    }

    private boolean has(ServiceHost host, String path) {
        try {
            return http.send(request(host, path), BodyHandlers.ofString()).statusCode() == 200;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest request(ServiceHost host, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port("market-data-service", "http") + path))
                .timeout(PATIENCE)
                .build();
    }

    private JsonObject get(ServiceHost host, String path) throws Exception {
        return new JsonObject(
                http.send(request(host, path), BodyHandlers.ofString()).body());
    }

    private ServiceHost kept(ServiceHost host) {
        closing.add(() -> {
            var _ = await(host.close());
        });
        return host;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

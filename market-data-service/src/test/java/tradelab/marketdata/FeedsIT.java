package tradelab.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/** Feeds that are selected by name: somebody else's, the Taiwan market's two, and a recording. */
class FeedsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closing.reversed()) {
            one.close();
        }
        http.close();
    }

    @Test
    void aThirdPartysFeedIsOneClass() throws Exception {
        ServiceHost host = start(Map.of("market-data.feeds", "sample", "market-data.feed.sample.price", "99"));

        until(
                "the last price 103",
                () -> "103".equals(get(host, "/api/v1/quotes/SAMPLE:GOLD").getString("last")));

        JsonObject quote = get(host, "/api/v1/quotes/SAMPLE:GOLD?maxAgeMillis=60000");
        assertThat(quote.getString("bid")).isEqualTo("101");
        assertThat(quote.getString("ask")).isEqualTo("105");
        assertThat(quote.getString("validity")).isEqualTo("LIVE");
        JsonObject book = get(host, "/api/v1/books/SAMPLE:GOLD");
        assertThat(book.getJsonArray("bids").size()).isEqualTo(2);
        assertThat(book.getJsonArray("bids").getJsonObject(1).getString("price"))
                .isEqualTo("99");
        assertThat(get(host, "/api/v1/trades/SAMPLE:GOLD")
                        .getJsonArray("trades")
                        .size())
                .isEqualTo(1);
        assertThat(feed(host, "sample").getString("state")).isEqualTo("CONNECTED");
    }

    @Test
    void anUnknownNameOrOptionKeepsTheServiceFromStarting() {
        assertThatThrownBy(() -> start(Map.of("market-data.feeds", "nasdaq")))
                .hasStackTraceContaining(
                        "market-data.feeds: expected each once, among bitfinex, recorded, sample, taiwan");
        assertThatThrownBy(() -> start(Map.of("market-data.feeds", "sample", "market-data.feed.sample.prize", "1")))
                .hasStackTraceContaining("market-data.feed.sample: expected keys among price");
    }

    @Test
    void theWholeTaiwanMarketComesOverOneSocketAndTheSameQuotesByPolling() throws Exception {
        ServiceHost venue = kept(await(ServiceHost.start(
                Map.of(
                        "venue.http.port", "0",
                        "venue.management.port", "0",
                        "venue.taiwan.enabled", "true",
                        "venue.taiwan.market-time", "2026-01-05T10:00:00"),
                new VenueService())));
        String authority = "127.0.0.1:" + venue.port("venue-simulator", "http");
        ServiceHost stream = start(Map.of(
                "market-data.feeds", "taiwan", "market-data.feed.taiwan.url", "ws://" + authority + "/taiwan/ws/1"));
        until("2,000 instruments", () -> instruments(stream).size() >= 2_000);
        List<String> live = new ArrayList<>();
        until("2,000 live instruments", () -> {
            live.clear();
            instruments(stream).forEach(one -> {
                if (((JsonObject) one).getString("validity").equals("LIVE")) {
                    live.add(((JsonObject) one).getString("instrument"));
                }
            });
            return live.size() >= 2_000;
        });
        until(
                "a trade of the stream",
                () -> feed(stream, "taiwan").getJsonObject("frames").getLong("trade_executed", 0L) > 0);
        assertThat(feed(stream, "taiwan").getJsonObject("unparsed").getLong("shape"))
                .isZero();

        List<String> first = live.stream().sorted().limit(30).toList();
        assertThat(first).as("codes with letters too").anyMatch(name -> name.matches("TPEX:\\d+[A-Z]"));
        ServiceHost polled = start(Map.of(
                "market-data.feeds", "taiwan-quotes",
                "market-data.feed.taiwan-quotes.url", "http://" + authority,
                "market-data.feed.taiwan-quotes.page", "10",
                "market-data.feed.taiwan-quotes.interval-millis", "50",
                "market-data.feed.taiwan-quotes.instruments", String.join(",", first)));

        until(
                "all polled instruments live",
                () -> instruments(polled).stream()
                                .filter(one ->
                                        ((JsonObject) one).getString("validity").equals("LIVE"))
                                .count()
                        == first.size());
        assertThat(feed(polled, "taiwan-quotes").getString("state")).isEqualTo("CONNECTED");
        until(
                "a polled trade",
                () -> feed(polled, "taiwan-quotes").getJsonObject("frames").getLong("trade_executed", 0L) > 0);
        until("a trade that can be read", () -> {
            boolean traded = false;
            for (String name : first) {
                traded |= !get(polled, "/api/v1/trades/" + name)
                        .getJsonArray("trades")
                        .isEmpty();
            }
            return traded;
        });
        assertThat(feed(polled, "taiwan-quotes").getJsonObject("unparsed").getLong("shape"))
                .isZero();
        assertThat(get(polled, "/api/v1/books/" + first.getFirst())
                        .getJsonArray("bids")
                        .size())
                .isLessThanOrEqualTo(5);
    }

    @Test
    void aRecordingIsPlayedAndIsSuspectWhenItIsOver(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("frames.txt"),
                "{\"event\":\"info\"};;[7,[[6000,1,1],[6100,1,-3]]];;[7,[6001,2,1.5]];;[8,\"te\",[3,30,-0.5,6003.5]];;"
                        + "[7,[6100,0,-1]];;[7,[6090,1,-2]];;");
        ServiceHost host = start(Map.of(
                "market-data.feeds", "recorded",
                "market-data.feed.recorded.file", file.toString(),
                "market-data.feed.recorded.instrument", "TAPE:tBTCUSD"));

        until(
                "a suspect quote",
                () -> "SUSPECT".equals(get(host, "/api/v1/quotes/TAPE:tBTCUSD").getString("validity")));

        JsonObject quote = get(host, "/api/v1/quotes/TAPE:tBTCUSD");
        assertThat(quote.getString("bid")).isEqualTo("6001");
        assertThat(quote.getString("ask")).isEqualTo("6090");
        assertThat(quote.getString("last")).isEqualTo("6003.5");
        assertThat(feed(host, "recorded").getString("problem")).isEqualTo("the recording is over");
    }

    @Test
    void candlesOfARecordingAreItsOwnAndNobodyElseIsAskedForThem(@TempDir Path folder) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        closing.add(() -> {
            var _ = await(vertx.close());
        });
        HttpServer venue = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    calls.incrementAndGet();
                    var _ = request.response().end("[]");
                })
                .listen(0, "127.0.0.1"));
        ServiceHost host = startRecording(
                folder,
                "[8,\"te\",[1,1542110400000,1,6000]];;[8,\"te\",[2,1542110460000,1,6100]];;",
                Map.of(
                        "market-data.history.backfill",
                        "true",
                        "market-data.history.venue-url",
                        "http://127.0.0.1:" + venue.actualPort()));
        String path = "/api/v1/candles/TAPE:tBTCUSD?timeframe=1m";
        until(
                "two candles",
                () -> get(host, path).getJsonArray("candles", new JsonArray()).size() == 2);

        assertThat(get(host, path).getJsonArray("candles").getJsonObject(1).getString("close"))
                .isEqualTo("6100");
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatFollowsFromARecordingEndsAtItsOwnTimeNotAtOurs(@TempDir Path folder) throws Exception {
        ServiceHost host = startRecording(
                folder,
                "[7,[[5990,1,1],[6110,1,-3]]];;[8,\"te\",[1,1542110400000,1,6000]];;"
                        + "[8,\"te\",[2,1542110460000,3,6100]];;",
                Map.of());
        until(
                "the recording's end",
                () -> "the recording is over".equals(feed(host, "recorded").getString("problem")));

        JsonObject mean = get(host, "/api/v1/analysis?expression=sma(close(TAPE:tBTCUSD,1m),2)");
        assertThat(mean.getDouble("value")).isEqualTo(6050);
        assertThat(mean.getString("validity")).isEqualTo("SUSPECT");
        JsonArray candles =
                get(host, "/api/v1/candles/TAPE:tBTCUSD?timeframe=1m&fill=true").getJsonArray("candles");
        assertThat(candles.size()).isEqualTo(2);
        assertThat(candles.getJsonObject(0).getBoolean("closed")).isTrue();
        assertThat(candles.getJsonObject(1).getBoolean("closed")).isFalse();
        JsonObject ticker = get(host, "/api/v1/tickers/TAPE:tBTCUSD");
        assertThat(ticker.getString("sessionVwap")).isEqualTo("6075");
        assertThat(ticker.getString("rollingVolume")).isEqualTo("4");
        assertThat(ticker.getString("sessionHigh")).isEqualTo("6100");
    }

    private ServiceHost startRecording(Path folder, String frames, Map<String, String> more) throws Exception {
        Path file = Files.writeString(folder.resolve("frames.txt"), frames);
        Map<String, String> settings = new HashMap<>(more);
        settings.put("market-data.feeds", "recorded");
        settings.put("market-data.feed.recorded.file", file.toString());
        settings.put("market-data.feed.recorded.instrument", "TAPE:tBTCUSD");
        return start(settings);
    }

    private ServiceHost start(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>();
        all.put("market-data.history.backfill", "false");
        all.putAll(settings);
        all.put("market-data.http.port", "0");
        all.put("market-data.management.port", "0");
        all.put("market-data.redis.enabled", "false");
        return kept(await(ServiceHost.start(all, new MarketDataService())));
    }

    private ServiceHost kept(ServiceHost host) {
        closing.add(() -> {
            var _ = await(host.close());
        });
        return host;
    }

    private JsonObject feed(ServiceHost host, String name) throws Exception {
        JsonObject feed = get(host, "/api/v1/feeds").getJsonArray("feeds").getJsonObject(0);
        assertThat(feed.getString("feed")).isEqualTo(name);
        return feed;
    }

    private JsonArray instruments(ServiceHost host) throws Exception {
        return get(host, "/api/v1/instruments").getJsonArray("instruments");
    }

    private JsonObject get(ServiceHost host, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port("market-data-service", "http") + path);
        return new JsonObject(
                http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                        .body());
    }
}

package tradelab.xchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.marketdata.MarketDataService;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/** The market-data service with XChange in its class path: a real exchange class on the simulator, and a stub. */
class XChangeFeedIT {
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
    void aVenueWorksByItsName() throws Exception {
        ServiceHost venue = kept(await(
                ServiceHost.start(Map.of("venue.http.port", "0", "venue.management.port", "0"), new VenueService())));
        ServiceHost host = start(Map.of(
                "market-data.feeds", "xchange-bitfinex",
                "market-data.feed.xchange-bitfinex.url",
                        "http://127.0.0.1:" + venue.port("venue-simulator", "http") + "/",
                "market-data.feed.xchange-bitfinex.instruments", "BTC-USD,ETH-USD",
                "market-data.feed.xchange-bitfinex.depth", "10",
                "market-data.feed.xchange-bitfinex.interval-millis", "20"));

        until("two live markets", () -> live(host, "BITFINEX:BTC-USD") && live(host, "BITFINEX:ETH-USD"));

        JsonObject quote = get(host, "/api/v1/quotes/BITFINEX:BTC-USD");
        assertThat(Double.parseDouble(quote.getString("bid"))).isLessThan(Double.parseDouble(quote.getString("ask")));
        assertThat(get(host, "/api/v1/books/BITFINEX:ETH-USD")
                        .getJsonArray("bids")
                        .size())
                .isBetween(1, 10);
        until("trades", () -> get(host, "/api/v1/trades/BITFINEX:BTC-USD").getJsonArray("trades") != null);
        JsonObject feed = get(host, "/api/v1/feeds").getJsonArray("feeds").getJsonObject(0);
        assertThat(feed.getString("feed")).isEqualTo("xchange-bitfinex");
        assertThat(feed.getString("state")).isEqualTo("CONNECTED");
    }

    @Test
    void whatAVenueSaysInItsOwnWayIsPutInOrderAndWhatFailsIsAskedAgain() throws Exception {
        StubExchange.CALLS.set(0);
        StubExchange.METADATA_CALLS.set(0);
        ServiceHost host = start(Map.of(
                "market-data.feeds", "xchange-stub",
                "market-data.feed.xchange-stub.exchange", StubExchange.class.getName(),
                "market-data.feed.xchange-stub.instruments", "LTC-USD",
                "market-data.feed.xchange-stub.metadata", "false",
                "market-data.feed.xchange-stub.interval-millis", "10"));

        until("a live market after its faults", () -> StubExchange.CALLS.get() > 4 && live(host, "STUB:LTC-USD"));

        JsonObject book = get(host, "/api/v1/books/STUB:LTC-USD");
        assertThat(book.getJsonArray("bids").encode())
                .isEqualTo("[{\"price\":\"25.5\",\"amount\":\"1.5\",\"orders\":2},"
                        + "{\"price\":\"25\",\"amount\":\"2\",\"orders\":1}]");
        assertThat(book.getJsonArray("asks").getJsonObject(0).getString("amount"))
                .isEqualTo("1.12345678");
        until(
                "two trades",
                () -> get(host, "/api/v1/trades/STUB:LTC-USD")
                                .getJsonArray("trades")
                                .size()
                        == 2);
        JsonObject newest =
                get(host, "/api/v1/trades/STUB:LTC-USD").getJsonArray("trades").getJsonObject(0);
        assertThat(newest.getString("taker")).isEqualTo("SELL");
        JsonObject feed = get(host, "/api/v1/feeds").getJsonArray("feeds").getJsonObject(0);
        assertThat(feed.getJsonObject("unparsed").getLong("number")).isEqualTo(1);
        assertThat(feed.getLong("disconnects")).isEqualTo(1);
    }

    @Test
    void aVenueThatMustFirstBeAskedForItsNamesIsAskedUntilItTellsThem() throws Exception {
        StubExchange.CALLS.set(10); // beyond its faults
        StubExchange.METADATA_CALLS.set(0);
        ServiceHost host = start(Map.of(
                "market-data.feeds", "xchange-stub",
                "market-data.feed.xchange-stub.exchange", StubExchange.class.getName(),
                "market-data.feed.xchange-stub.instruments", "LTC-USD",
                "market-data.feed.xchange-stub.interval-millis", "10"));

        until("a live market", () -> live(host, "STUB:LTC-USD"));

        assertThat(StubExchange.METADATA_CALLS).hasValue(2);
    }

    @Test
    void aNameThatIsNoExchangeKeepsTheServiceFromStarting() {
        assertThatThrownBy(() -> start(Map.of(
                        "market-data.feeds", "xchange-nasdaq", "market-data.feed.xchange-nasdaq.instruments", "A-B")))
                .hasStackTraceContaining(
                        "market-data.feed.xchange-nasdaq.exchange: expected an exchange of XChange on the"
                                + " class path, got 'org.knowm.xchange.nasdaq.NasdaqExchange'");
    }

    private boolean live(ServiceHost host, String instrument) throws Exception {
        return "LIVE".equals(get(host, "/api/v1/quotes/" + instrument).getString("validity"));
    }

    private ServiceHost start(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("market-data.http.port", "0");
        all.put("market-data.management.port", "0");
        all.put("market-data.redis.enabled", "false");
        all.put("market-data.history.backfill", "false");
        return kept(await(ServiceHost.start(all, new MarketDataService())));
    }

    private ServiceHost kept(ServiceHost host) {
        closing.add(() -> {
            var _ = await(host.close());
        });
        return host;
    }

    private JsonObject get(ServiceHost host, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port("market-data-service", "http") + path);
        return new JsonObject(
                http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                        .body());
    }
}

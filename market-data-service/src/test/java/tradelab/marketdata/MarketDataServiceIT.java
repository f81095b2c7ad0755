package tradelab.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.failure;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedRedisServer;

/** The service as its users see it: over HTTP and the bus, with a venue that lies and a Redis that dies. */
class MarketDataServiceIT {
    private static final Instrument BTC = Instrument.parse("BITFINEX:tBTCUSD");
    private static final String QUOTE = "/api/v1/quotes/BITFINEX:tBTCUSD";
    private static final String ANALYSIS = "/api/v1/analysis?expression=";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
    void quotesBooksAndTradesCanBeReadOverHttpAndTheBus() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue.url(), "tBTCUSD,tETHUSD", null);
        awaitLive(host, QUOTE);

        JsonObject quote = get(host, QUOTE + "?maxAgeMillis=60000", 200);
        assertThat(quote.getString("bid")).isEqualTo("6000");
        assertThat(quote.getString("askAmount")).isEqualTo("3");
        assertThat(quote.getString("last")).isEqualTo("6050");
        assertThat(quote.getLong("ageMillis")).isBetween(0L, 60_000L);
        assertThat(get(host, "/api/v1/quotes?instruments=BITFINEX:tBTCUSD,BITFINEX:tNOPE", 200)
                        .getJsonArray("quotes")
                        .getJsonObject(1)
                        .getInteger("status"))
                .isEqualTo(404);
        assertThat(get(host, "/api/v1/books/BITFINEX:tBTCUSD?depth=1", 200)
                        .getJsonArray("bids")
                        .size())
                .isEqualTo(1);
        assertThat(get(host, "/api/v1/trades/BITFINEX:tBTCUSD?limit=5", 200)
                        .getJsonArray("trades")
                        .getJsonObject(0)
                        .getString("taker"))
                .isEqualTo("BUY");
        assertThat(get(host, "/api/v1/instruments", 200)
                        .getJsonArray("instruments")
                        .size())
                .isEqualTo(2);
        assertThat(get(host, "/api/v1/feeds", 200)
                        .getJsonArray("feeds")
                        .getJsonObject(0)
                        .getString("state"))
                .isEqualTo("CONNECTED");

        QuoteAnswer answer =
                await(MarketDataApi.GET_QUOTE.call(host.vertx().eventBus(), new QuoteRequest(BTC, null), TIMEOUT));
        assertThat(answer).isInstanceOf(QuoteAnswer.Found.class);
        Book book = await(MarketDataApi.GET_BOOK.call(host.vertx().eventBus(), new BookRequest(BTC, 10), TIMEOUT));
        assertThat(book.asks()).hasSize(2);
        assertThat(book.validity()).isEqualTo(Validity.LIVE);
    }

    @Test
    void badRequestsSayWhatIsWrong() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue.url(), "tBTCUSD", null);
        awaitLive(host, QUOTE);

        assertThat(get(host, QUOTE + "?maxAgeMillis=soon", 400).getString("field"))
                .isEqualTo("maxAgeMillis");
        assertThat(get(host, QUOTE + "?maxAgeMillis=-1", 400).getString("message"))
                .startsWith("maxAgeMillis: expected 0 to 86400000");
        assertThat(get(host, "/api/v1/quotes/nonsense", 400).getString("message"))
                .startsWith("instrument: expected VENUE:symbol");
        assertThat(get(host, "/api/v1/quotes/BITFINEX:tBTCUSX", 404).getString("message"))
                .endsWith("did you mean BITFINEX:tBTCUSD?");
        assertThat(get(host, "/api/v1/books/BITFINEX:tBTCUSD?depth=1000", 400).getString("error"))
                .isEqualTo("INVALID_REQUEST");
        assertThat(get(host, "/api/v1/trades/BITFINEX:tBTC", 404).getString("error"))
                .isEqualTo("NOT_FOUND");
        Throwable unknown = failure(MarketDataApi.GET_BOOK.call(
                host.vertx().eventBus(), new BookRequest(Instrument.parse("BITFINEX:tNONE"), 1), TIMEOUT));
        assertThat(ServiceException.of(unknown).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void whatFollowsFromBooksAndTradesCanBeReadAndSaysHowOldItIs() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue.url(), "tBTCUSD", null);
        awaitLive(host, QUOTE);
        until(
                "candles",
                () -> status(host, "/api/v1/candles/BITFINEX:tBTCUSD?timeframe=1m")
                        .containsKey("candles"));

        JsonObject ticker = get(host, "/api/v1/tickers/BITFINEX:tBTCUSD?maxAgeMillis=60000", 200);
        assertThat(ticker.getString("mid")).isEqualTo("6050");
        assertThat(ticker.getString("spread")).isEqualTo("100");
        assertThat(ticker.getDouble("imbalance")).isEqualTo(-0.5);
        assertThat(get(host, "/api/v1/tickers?instruments=BITFINEX:tBTCUSD,BITFINEX:tNOPE", 200)
                        .getJsonArray("tickers")
                        .getJsonObject(1)
                        .getInteger("status"))
                .isEqualTo(404);
        JsonObject candle = get(host, "/api/v1/candles/BITFINEX:tBTCUSD?timeframe=1h", 200)
                .getJsonArray("candles")
                .getJsonObject(0);
        assertThat(candle.getString("close")).isEqualTo("6050");
        assertThat(candle.getString("volume")).isEqualTo("0.5");
        JsonObject value = get(host, ANALYSIS + "mid(BITFINEX:tBTCUSD)*2-100&maxAgeMillis=60000", 200);
        assertThat(value.getDouble("value")).isEqualTo(12_000);
        assertThat(value.getString("validity")).isEqualTo("LIVE");
        assertThat(get(host, ANALYSIS + "sma(close(BITFINEX:tBTCUSD,1m),3)&values=5", 200)
                        .getDouble("value"))
                .isEqualTo(6050);
        JsonObject refusal = get(host, ANALYSIS + "sma(close(BITFINEX:tBTCUSD,1m),)", 400);
        assertThat(refusal.getString("message")).startsWith("expression: position 32: expected a number");
        assertThat(refusal.getString("field")).isEqualTo("expression");
        assertThat(get(host, ANALYSIS + "mid(BITFINEX:tBTCUSX)", 404).getString("message"))
                .endsWith("did you mean BITFINEX:tBTCUSD?");
        assertThat(get(host, "/api/v1/candles/BITFINEX:tBTCUSD?timeframe=2m", 400)
                        .getString("field"))
                .isEqualTo("timeframe");

        String path = "/api/v1/books/BITFINEX:tBTCUSD?depth=2&amount=1";
        HttpResponse<String> book = send(host, path);
        assertThat(new JsonObject(book.body()).getString("bidTotal")).isEqualTo("1");
        String tag = book.headers().firstValue("etag").orElseThrow();
        assertThat(book.headers().firstValue("cache-control")).contains("no-cache");
        HttpResponse<String> same = send(host, path, "if-none-match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("age")).isPresent();
        Map<String, String> tags = new HashMap<>();
        for (String many : List.of("/api/v1/quotes", "/api/v1/tickers")) {
            String both = many + "?instruments=BITFINEX:tBTCUSD,BITFINEX:tNOPE";
            until(
                    "an answer that has not changed",
                    () -> { // what follows from time may change between two reads
                        HttpResponse<String> first = send(host, both);
                        assertThat(first.headers().firstValue("cache-control")).contains("no-cache");
                        tags.put(both, first.headers().firstValue("etag").orElseThrow());
                        HttpResponse<String> unchanged = send(host, both, "if-none-match", tags.get(both));
                        return unchanged.statusCode() == 304
                                && unchanged.headers().firstValue("age").isPresent();
                    });
        }
        venue.change("tBTCUSD", "6000,2,7");
        until("another tag", () -> send(host, path, "if-none-match", tag).statusCode() == 200);
        for (Map.Entry<String, String> one : tags.entrySet()) {
            until(
                    "another tag of many",
                    () -> send(host, one.getKey(), "if-none-match", one.getValue())
                                    .statusCode()
                            == 200);
        }
        assertThat(send(host, "/api/v1/instruments/BITFINEX:tBTCUSD").statusCode())
                .isEqualTo(200);
    }

    @Test
    void faultsAreShownAtOnceAndHealedByOneResyncEach() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        ServiceHost host = start(venue.url(), "tBTCUSD", null);
        List<Quote> seen = new CopyOnWriteArrayList<>();
        awaitLive(host, QUOTE);
        int before = venue.bookSubscribes();
        var _ = await(MarketDataApi.QUOTES
                .subscribe(host.vertx().eventBus(), batch -> seen.addAll(batch.quotes()))
                .completion());

        venue.change("tBTCUSD", "6001,1,1");
        until("a changed bid", () -> seen.stream().anyMatch(quote -> "6001".equals(String.valueOf(quote.bid()))));
        venue.lose();
        venue.change("tBTCUSD", "6002,1,1");
        until("one more subscription", () -> venue.bookSubscribes() == before + 1);
        awaitLive(host, QUOTE);
        venue.checksum("tBTCUSD", 1);
        until("one more subscription", () -> venue.bookSubscribes() == before + 2);
        awaitLive(host, QUOTE);
        venue.change("tBTCUSD", "7000,1,1");
        until("one more subscription", () -> venue.bookSubscribes() == before + 3);
        awaitLive(host, QUOTE);
        venue.say("[garbage");
        until("one more subscription", () -> venue.bookSubscribes() == before + 4);
        awaitLive(host, QUOTE);

        assertThat(seen)
                .noneMatch(quote -> quote.validity() == Validity.LIVE
                        && ("6002".equals(String.valueOf(quote.bid())) || "7000".equals(String.valueOf(quote.bid()))));
        JsonObject feed = get(host, "/api/v1/feeds", 200).getJsonArray("feeds").getJsonObject(0);
        assertThat(feed.getLong("sequenceGaps")).isEqualTo(1);
        assertThat(feed.getLong("checksumFailures")).isEqualTo(1);
        assertThat(feed.getLong("crossed")).isEqualTo(1);
        assertThat(feed.getJsonObject("unparsed").getLong("syntax")).isEqualTo(1);
        assertThat(feed.getLong("resyncs")).isEqualTo(4);
    }

    @Test
    void startsWithoutAVenueAndFollowsItsComingGoingAndReturn() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ServiceHost host = start("ws://127.0.0.1:" + port + "/ws/2", "tBTCUSD", null);
        assertThat(get(host, QUOTE, 200).getString("validity")).isEqualTo("DETACHED");
        assertThat(get(host, QUOTE + "?maxAgeMillis=1000", 409).getString("error"))
                .isEqualTo("CONFLICT");

        try (ScriptedVenue _ = ScriptedVenue.start(port)) {
            awaitLive(host, QUOTE);
        }
        until("a detached quote", () -> "DETACHED".equals(get(host, QUOTE, 200).getString("validity")));
        ScriptedVenue _ = kept(ScriptedVenue.start(port));

        awaitLive(host, QUOTE);
    }

    @Test
    void readsGoOnWithoutRedisWhichIsTakenUpAgainWithoutARestart() throws Exception {
        ScriptedVenue venue = kept(ScriptedVenue.start());
        EmbeddedRedisServer first = EmbeddedRedisServer.start();
        int redisPort = first.port();
        ServiceHost owner = start(venue.url(), "tBTCUSD", redisPort);
        awaitLive(owner, QUOTE);
        ScriptedVenue other = kept(ScriptedVenue.start());
        ServiceHost replica = start(other.url(), "tETHUSD", redisPort);
        awaitLive(replica, "/api/v1/quotes/BITFINEX:tETHUSD");

        until(
                "a live quote of the replica",
                () -> "LIVE".equals(status(replica, QUOTE).getString("validity")));
        assertThat(get(replica, QUOTE, 200).getString("bid")).isEqualTo("6000");
        assertThat(get(replica, "/api/v1/quotes/BITFINEX:tXRPUSD", 404).getString("error"))
                .isEqualTo("NOT_FOUND");

        first.close();
        venue.change("tBTCUSD", "6003,1,1");
        until("bid 6003", () -> "6003".equals(get(owner, QUOTE, 200).getString("bid")));
        until("Redis DOWN", () -> "DOWN".equals(redis(owner).getString("state")));
        until(
                "a suspect quote of the replica",
                () -> "SUSPECT".equals(status(replica, QUOTE).getString("validity")));
        assertThat(get(replica, QUOTE + "?maxAgeMillis=60000", 409).getString("validity"))
                .isEqualTo("LIVE");
        assertThat(get(replica, "/api/v1/quotes/BITFINEX:tXRPUSD", 503).getString("error"))
                .isEqualTo("UNAVAILABLE");

        EmbeddedRedisServer second = kept(EmbeddedRedisServer.start(redisPort));
        assertThat(second.port()).isEqualTo(redisPort);
        until("Redis UP", () -> "UP".equals(redis(owner).getString("state")));
        venue.change("tBTCUSD", "6004,1,1");
        until(
                "bid 6004 of the replica",
                () -> "6004".equals(status(replica, QUOTE).getString("bid")));
    }

    private ServiceHost start(String url, String symbols, @Nullable Integer redisPort) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.bitfinex.url", url,
                "market-data.bitfinex.symbols", symbols,
                "market-data.bitfinex.connects-per-minute", "600",
                "market-data.bitfinex.reconnect-longest", "500ms",
                "market-data.redis.reconnect-longest", "500ms",
                "market-data.redis.enabled", Boolean.toString(redisPort != null)));
        if (redisPort != null) {
            settings.put("market-data.redis.port", redisPort.toString());
        }
        ServiceHost host = await(ServiceHost.start(settings, new MarketDataService()));
        closing.add(() -> {
            var _ = await(host.close());
        });
        return host;
    }

    private <T extends AutoCloseable> T kept(T resource) {
        closing.add(resource);
        return resource;
    }

    private void awaitLive(ServiceHost host, String path) throws Exception {
        until("a live " + path, () -> "LIVE".equals(get(host, path, 200).getString("validity")));
    }

    private JsonObject redis(ServiceHost host) throws Exception {
        return get(host, "/api/v1/feeds", 200).getJsonObject("redis");
    }

    private JsonObject get(ServiceHost host, String path, int status) throws Exception {
        HttpResponse<String> response = send(host, path);
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
        return new JsonObject(response.body());
    }

    private JsonObject status(ServiceHost host, String path) throws Exception {
        return new JsonObject(send(host, path).body());
    }

    private HttpResponse<String> send(ServiceHost host, String path, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + host.port("market-data-service", "http") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}

package tradelab.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.runtime.ServiceHost;
import tradelab.testing.Await;

/** A venue whose WebSocket goes and comes back, while its REST API answers. */
class RestQuotesIT {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closing.reversed()) {
            one.close();
        }
        var _ = await(http.close());
        var _ = await(vertx.close());
    }

    @Test
    void quotesComeByRestWhileTheBookIsAwayFlaggedAndAreLiveAgainWithTheBook() throws Exception {
        HttpServer rest = await(vertx.createHttpServer()
                .requestHandler(
                        request -> request.response().end("[[\"tBTCUSD\",6500,1,6501,2,0,0,6500.5,10,7000,5000]]"))
                .listen(0, "127.0.0.1"));
        ScriptedVenue venue = ScriptedVenue.start();
        ServiceHost host = await(ServiceHost.start(
                Map.of(
                        "market-data.http.port", "0",
                        "market-data.management.port", "0",
                        "market-data.bitfinex.url", venue.url(),
                        "market-data.bitfinex.rest-url", "http://127.0.0.1:" + rest.actualPort(),
                        "market-data.bitfinex.rest-interval", "100ms",
                        "market-data.bitfinex.symbols", "tBTCUSD",
                        "market-data.bitfinex.connects-per-minute", "600",
                        "market-data.redis.enabled", "false"),
                new MarketDataService()));
        closing.add(() -> {
            var _ = await(host.close());
        });
        JsonObject live = until(host, "", quote -> "LIVE".equals(quote.getString("validity")));
        assertThat(live.getString("bid")).isEqualTo("6000");

        venue.close();
        JsonObject polled = until(host, "", quote -> "6500".equals(quote.getString("bid")));
        assertThat(polled.getString("validity")).isEqualTo("SUSPECT");
        assertThat(polled.getString("last")).isEqualTo("6500.5");
        assertThat(polled.getLong("venueEpochMillis")).isZero();
        long received = polled.getLong("receiveEpochMillis");
        JsonObject later = until(host, "", quote -> quote.getLong("receiveEpochMillis") > received);
        assertThat(later.getString("validity")).isEqualTo("SUSPECT");
        assertThat(read(host, "?maxAgeMillis=3600000").getString("error")).isEqualTo("CONFLICT");

        ScriptedVenue back = ScriptedVenue.start(venue.port());
        closing.addFirst(back); // the service ends first
        JsonObject again = until(host, "", quote -> "LIVE".equals(quote.getString("validity")));
        assertThat(again.getString("bid")).isEqualTo("6000");
    }

    private JsonObject until(ServiceHost host, String query, Predicate<JsonObject> wanted) throws Exception {
        return Await.until("a quote", () -> read(host, query), wanted);
    }

    private JsonObject read(ServiceHost host, String query) throws Exception {
        return await(http.request(
                                HttpMethod.GET,
                                host.port("market-data-service", "http"),
                                "127.0.0.1",
                                "/api/v1/quotes/BITFINEX:tBTCUSD" + query)
                        .compose(request -> request.send().compose(HttpClientResponse::body)))
                .toJsonObject();
    }
}

package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.trading.OrderStatus;
import tradelab.stores.EmbeddedPostgresServer;

/** Two venues at once: one that trades on paper, and one that hangs. */
class PaperVenueIT {
    private final FakeExchange exchange = new FakeExchange();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    private long sequence;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgresServer.start(null, true);
        bench = new TradingBench(
                postgres,
                exchange,
                Map.of(
                        "trading.venues", "bitfinex,paper",
                        "trading.risk.instruments", "BITFINEX:tBTCUSD,PAPER:*"));
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
        postgres.close();
    }

    @Test
    void fillsAgainstTheLiveQuoteAmendsAndCancelsWhileAnotherVenueHangs() {
        exchange.behave(FakeExchange.Mode.HANGS_BEFORE, 1_000);
        assertThat(await(bench.submit("hung", "6400")).status()).isEqualTo(201);
        quote("100", "101");
        // 0.5 of an ask of 1: the quote is live when the first of them is filled
        assertThat(await(bench.send(paper("p1", "99"))).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(await(bench.amending("p1", "{\"price\":\"99.5\"}")).status()).isEqualTo(202);
        until(() -> bench.get("/api/v1/orders/a1/p1").json().encode(), () -> {
            quote("98", "99.2");
            return bench.status("p1").equals("FILLED");
        });
        assertThat(bench.get("/api/v1/orders/a1/p1").json().getString("averagePrice"))
                .isEqualTo("99.2");
        assertThat(await(bench.send(paper("p2", "90"))).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(bench.cancel("p2").status()).isEqualTo(202);
        bench.awaitAll(OrderStatus.CANCELED, 1);
        assertThat(bench.status("hung")).isIn("SENDING", "QUEUED", "IN_DOUBT");
        assertThat(exchange.arrivals()).isEmpty();
    }

    @Test
    void proposesNothingForAVenueThatIsNotThere() {
        var refused = await(bench.send(paper("x1", "90").replace("PAPER:tBTCUSD", "NOWHERE:x")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("reason")).isEqualTo("UNKNOWN_INSTRUMENT");
    }

    private static String paper(String name, String price) {
        return TradingBench.body(name, price).replace("BITFINEX:", "PAPER:");
    }

    private void quote(String bid, String ask) {
        long now = System.currentTimeMillis();
        MarketDataApi.QUOTES.publish(
                bench.host().vertx().eventBus(),
                new QuoteBatch(List.of(new Quote(
                        Instrument.parse("BITFINEX:tBTCUSD"),
                        Price.parse(bid),
                        Amount.parse("1"),
                        Price.parse(ask),
                        Amount.parse("1"),
                        null,
                        now,
                        now,
                        ++sequence,
                        Quote.Validity.LIVE))));
    }
}

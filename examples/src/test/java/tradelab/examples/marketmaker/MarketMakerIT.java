package tradelab.examples.marketmaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.TradingService;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** The market maker on the trading service and the venue simulator; the house trades with it. */
class MarketMakerIT {
    private static final long PATIENCE_SECONDS = 30;
    private static final String SYMBOL = "tBTCUSD";
    private static final long INVENTORY_MAX = Decimals.ONE / 5;

    @RegisterExtension
    final VenueSimulator simulator = VenueSimulator.builder().build();

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);
    private long sequence;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private ServiceHost host;

    @BeforeEach
    void start(RunningVenue venue) {
        postgres = EmbeddedPostgresServer.start(null, true);
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.http.port", "0",
                "trading.management.port", "0",
                "trading.postgres.port", Integer.toString(postgres.port()),
                "trading.postgres.database", postgres.database(),
                "trading.postgres.user", postgres.user(),
                "trading.bitfinex.rest-url", venue.rest().toString(),
                "trading.bitfinex.websocket-url", venue.webSocket().toString()));
        settings.putAll(Map.of(
                "market-maker.management.port", "0",
                "market-maker.interval", "20ms",
                "market-maker.half-spread", "0.00001",
                "market-maker.inventory-max", "0.2"));
        host = await(ServiceHost.start(settings, new TradingService(), new MarketMakerService()));
    }

    @AfterEach
    void stop() {
        await(host.close());
        client.close();
        await(vertx.close());
        postgres.close();
    }

    @Test
    void quotesBothSidesKeepsToItsInventoryAndCountsWhatItsFillsSay(RunningVenue venue) throws Exception {
        until("an order on both sides", () -> {
            quote(venue);
            return metric("standing") == 2;
        });
        // everybody sells to it: it buys up to its bound, and then it only sells
        until("all that it may hold", () -> {
            venue.market(SYMBOL, "-0.03");
            quote(venue);
            return units(metric("inventory")) == INVENTORY_MAX;
        });
        until("an order on one side", () -> {
            quote(venue);
            return metric("standing") == 1;
        });
        until("less than nothing held", () -> {
            venue.market(SYMBOL, "0.03");
            quote(venue);
            return metric("inventory") < 0;
        });
        until("the figure of its fills", () -> inventory(fills()) == units(metric("inventory")));
        assertFiguresAreThoseOfTheFills();
        assertOrders();
        assertDashboardShowsWhatIsMeasured();
    }

    private void assertFiguresAreThoseOfTheFills() {
        List<JsonObject> fills = fills();
        long held = 0;
        BigDecimal cash = BigDecimal.ZERO;
        for (JsonObject fill : fills) {
            long amount = signed(fill);
            held += amount;
            assertThat(Math.abs(held)).isLessThanOrEqualTo(INVENTORY_MAX);
            cash = cash.subtract(
                    BigDecimal.valueOf(amount, Decimals.SCALE).multiply(new BigDecimal(fill.getString("price"))));
        }
        double expected = cash.doubleValue();
        until("the cash of its fills", () -> Math.abs(metric("cash") - expected) < 1e-4);
        assertThat(metric("profit")).isCloseTo(expected + metric("inventory") * metric("middle"), within(1e-4));
        assertThat(fills).hasSizeGreaterThan(10);
    }

    /** All were post-only, and on both sides; what would have crossed the venue has cancelled. */
    private void assertOrders() {
        Set<String> sides = new TreeSet<>();
        for (JsonObject order : page("/api/v1/orders?limit=1000", "orders")) {
            assertThat(order.getBoolean("postOnly")).isTrue();
            sides.add(order.getString("side"));
        }
        assertThat(sides).hasSize(2);
    }

    private void assertDashboardShowsWhatIsMeasured() throws Exception {
        String scraped = scrape();
        Set<String> shown = new TreeSet<>();
        Matcher names = Pattern.compile("market_maker_[a-z_]+")
                .matcher(Files.readString(Path.of("../deploy/grafana/market-maker.json")));
        while (names.find()) {
            shown.add(names.group());
        }
        assertThat(shown).contains("market_maker_profit", "market_maker_inventory");
        assertThat(shown).allMatch(name -> scraped.contains("\n" + name + "{"));
    }

    /** Tells the maker what the venue's book says. */
    private void quote(RunningVenue venue) {
        JsonArray ticker = await(client.get(venue.port(), "127.0.0.1", "/v2/ticker/" + SYMBOL)
                .send()
                .map(answer -> new JsonArray(answer.bodyAsString())));
        long now = System.currentTimeMillis();
        MarketDataApi.QUOTES.publish(
                host.vertx().eventBus(),
                new QuoteBatch(List.of(new Quote(
                        Instrument.parse("BITFINEX:" + SYMBOL),
                        Price.parse(ticker.getValue(0).toString()),
                        Amount.parse("1"),
                        Price.parse(ticker.getValue(2).toString()),
                        Amount.parse("1"),
                        null,
                        now,
                        now,
                        ++sequence,
                        Quote.Validity.LIVE))));
    }

    private List<JsonObject> fills() {
        return page("/api/v1/fills?limit=1000", "fills");
    }

    private static long inventory(List<JsonObject> fills) {
        return fills.stream().mapToLong(MarketMakerIT::signed).sum();
    }

    private static long signed(JsonObject fill) {
        long amount = Decimals.parse("amount", fill.getString("amount"));
        return fill.getString("side").equals("BUY") ? amount : -amount;
    }

    private List<JsonObject> page(String path, String list) {
        return await(client.get(host.port("trading-service", "http"), "127.0.0.1", path)
                .send()
                .map(answer -> new JsonObject(answer.bodyAsString())
                        .getJsonArray(list).stream().map(JsonObject.class::cast).toList()));
    }

    private String scrape() {
        return await(client.get(host.port("market-maker", "management"), "127.0.0.1", "/metrics")
                .send()
                .map(answer -> answer.bodyAsString()));
    }

    private double metric(String name) {
        return scrape().lines()
                .filter(line -> line.startsWith("market_maker_" + name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static long units(double value) {
        return Math.round(value * Decimals.ONE);
    }
}

package tradelab.trading;

import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tradelab.runtime.ServiceHost;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.SimulatorHistory;
import tradelab.venue.VenueService;

/** A durable PostgreSQL, a venue simulator and a trading service in this process, with the real adapter between. */
final class SimulatedFloor implements AutoCloseable {
    private static final int BULK = 500;

    private final EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(null, true);
    private final ServiceHost exchange;
    private final TradingBench bench;

    SimulatedFloor(Map<String, String> venue, Map<String, String> trading) {
        Map<String, String> venueSettings = new HashMap<>(Map.of(
                "venue.http.port", "0",
                "venue.management.port", "0",
                "venue.balances", "USD=1000000000,BTC=1000",
                "venue.generator.enabled", "false"));
        venueSettings.putAll(venue);
        exchange = await(ServiceHost.start(venueSettings, new VenueService()));
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.bitfinex.rest-url", "http://127.0.0.1:" + port(),
                "trading.bitfinex.websocket-url", "ws://127.0.0.1:" + port() + "/ws/2"));
        settings.putAll(trading);
        bench = new TradingBench(postgres, TradingService::new, settings);
        bench.start();
    }

    TradingBench bench() {
        return bench;
    }

    /** Sends orders {@code from} to {@code to}, the last not included, in bulk. Returns how many were accepted. */
    int submit(int from, int to, IntFunction<String> name) {
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int first = from; first < to; first += BULK) {
            JsonArray orders = new JsonArray();
            for (int i = first; i < Math.min(to, first + BULK); i++) {
                orders.add(new JsonObject(TradingBench.body(name.apply(i), "30000")).put("amount", "0.001"));
            }
            answers.add(bench.post(
                    "/api/v1/orders/bulk",
                    new JsonObject().put("orders", orders).encode()));
        }
        return answers.stream()
                .flatMap(answer -> await(answer).json().getJsonArray("results").stream())
                .mapToInt(result -> ((JsonObject) result).getInteger("status") == 201 ? 1 : 0)
                .sum();
    }

    /** Returns what arrived at the venue for our orders, and what became of them. */
    List<Entry> history() {
        return SimulatorHistory.read(path -> get(path).toBuffer(), "trading");
    }

    /** Returns what the venue answered to each request and input that arrived, as it names it. */
    List<JsonObject> arrivals() {
        List<JsonObject> arrivals = new ArrayList<>();
        JsonObject page = get("/sim/arrivals?limit=10000");
        while (!page.getJsonArray("entries").isEmpty()) {
            page.getJsonArray("entries").forEach(entry -> arrivals.add((JsonObject) entry));
            page = get("/sim/arrivals?limit=10000&after=" + page.getLong("next"));
        }
        return arrivals;
    }

    JsonObject get(String path) {
        return await(bench.fetch(port(), path)).json();
    }

    private int port() {
        return exchange.port("venue-simulator", "http");
    }

    @Override
    public void close() {
        bench.close();
        await(exchange.close());
        postgres.close();
    }
}

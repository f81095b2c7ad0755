package tradelab.cli.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import tradelab.contracts.Decimals;

/**
 * The tests of a demo: reads of market data, an order storm with cancels, and both at once. Rates are what two cores
 * carry with every service, both stores and the generator beside each other.
 */
final class QuickSuite {
    static final String ACCOUNT = "demo";
    static final List<String> SUBMITS = List.of("buy", "sell");

    private static final long SPREAD_FROM = 1_001_000;
    private static final long SPREAD_TO = 1_050_000;
    private static final long MILLION = 1_000_000;

    private final String suite;
    private final String marketData;
    private final String trading;
    private final String symbol;
    private final long mid;

    /**
     * @param suite groups the runs in the history
     * @param mid the middle of the book now, scaled; orders are placed around it
     */
    QuickSuite(String suite, String marketData, String trading, String symbol, long mid) {
        this.suite = suite;
        this.marketData = marketData;
        this.trading = trading;
        this.symbol = symbol;
        this.mid = mid;
    }

    /** Not judged: lets the JVM compile what the tests run. */
    List<JsonObject> warmUps() {
        return List.of(
                test("warm-up reads", marketData, 800, "2s", reads()).put("suite", ""),
                test("warm-up orders", trading, 300, "3s", orders()).put("suite", ""));
    }

    List<JsonObject> tests() {
        return List.of(
                test("market-data reads", marketData, 2_000, "6s", reads())
                        .put(
                                "thresholds",
                                new JsonArray()
                                        .add("response.p95 < 100")
                                        .add("response.p99 < 500")
                                        .add("errors.ratio < 0.01")
                                        .add("requests.rate >= 1900")),
                test("order storm with cancels", trading, 600, "8s", orders())
                        .put(
                                "thresholds",
                                new JsonArray()
                                        .add("response.p95 < 200")
                                        .add("response.p99 < 500")
                                        .add("errors.ratio < 0.01")
                                        .add("requests.rate >= 570")));
    }

    /** The two halves of the mix, which run at the same time. */
    List<JsonObject> mix() {
        return List.of(
                test("mix: reads", marketData, 1_000, "6s", reads())
                        .put(
                                "thresholds",
                                new JsonArray().add("response.p99 < 500").add("errors.ratio < 0.01")),
                test("mix: orders", trading, 300, "6s", orders())
                        .put(
                                "thresholds",
                                new JsonArray().add("response.p99 < 500").add("errors.ratio < 0.01")));
    }

    private JsonObject test(String name, String target, int rate, String duration, JsonArray operations) {
        return new JsonObject()
                .put("name", name)
                .put("testType", "LOAD_TEST")
                .put("suite", suite)
                .put("target", target)
                .put("rate", rate)
                .put("duration", duration)
                .put("connections", 32)
                .put("seed", 1)
                .put("operations", operations);
    }

    private JsonArray reads() {
        String instrument = "BITFINEX:" + symbol;
        return new JsonArray()
                .add(operation("quote", 80, "GET", "/api/v1/quotes/" + instrument))
                .add(operation("book", 15, "GET", "/api/v1/books/" + instrument + "?depth=25"))
                .add(operation("quotes", 5, "GET", "/api/v1/quotes?instruments=" + instrument));
    }

    private JsonArray orders() {
        return new JsonArray()
                .add(submit("buy", 40, mid * MILLION / SPREAD_TO, mid * MILLION / SPREAD_FROM))
                .add(submit("sell", 35, mid / MILLION * SPREAD_FROM, mid / MILLION * SPREAD_TO))
                .add(operation("cancel", 25, "DELETE", "/api/v1/orders/" + ACCOUNT + "/${run}-buy-${recent:buy}")
                        .put("expectedStatuses", new JsonArray().add(200).add(202)));
    }

    private JsonObject submit(String side, int weight, long from, long to) {
        JsonObject order = new JsonObject()
                .put("account", ACCOUNT)
                .put("clientOrderId", "${run}-" + side + "-${seq}")
                .put("instrument", "BITFINEX:" + symbol)
                .put("side", side.toUpperCase(java.util.Locale.ROOT))
                .put("type", "LIMIT")
                .put("price", "${random:" + whole(from) + "-" + whole(to) + "}")
                .put("amount", "${random:0.001-0.010}");
        return operation(side, weight, "POST", "/api/v1/orders").put("body", order);
    }

    private static JsonObject operation(String name, int weight, String method, String path) {
        return new JsonObject()
                .put("name", name)
                .put("weight", weight)
                .put("method", method)
                .put("path", path);
    }

    /** Prices have five significant digits at the venue; whole numbers above 1,000 and below 100,000 always fit. */
    private static String whole(long price) {
        return Long.toString(price / Decimals.ONE);
    }
}

package tradelab.cli.demo;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.suite.Fact;

/** Counts every order three times: where it was acknowledged, where it is stored, and where it arrived. */
final class LedgerCheck {
    private static final String SECTION = "Ledger";
    private static final long POLL_MILLIS = 100;
    private static final long SETTLE_MILLIS_MAX = 30_000;

    private final Api api;

    LedgerCheck(Api api) {
        this.api = api;
    }

    /** Waits until no order is on its way any more, then counts. */
    List<Fact> facts(List<TestResult> runs) throws InterruptedException {
        JsonObject orders = orders();
        for (long waited = 0; waited < SETTLE_MILLIS_MAX && moving(orders) > 0; waited += POLL_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            orders = orders();
        }
        JsonObject venue = api.get("venue-simulator", "/sim/ledger/summary");
        long acknowledged = acknowledged(runs);
        long rows = orders.getLong("total");
        long unsent = orders.getLong("neverSent");
        long acceptances = venue.getLong("acceptances");
        long twice = venue.getLong("repeatedCids");
        return List.of(
                Fact.checked(
                        SECTION,
                        "orders acknowledged = rows in PostgreSQL",
                        FeedWatch.number(acknowledged) + " = " + FeedWatch.number(rows),
                        acknowledged == rows),
                Fact.checked(
                        SECTION,
                        "rows - cancelled before sending = accepted by venue",
                        FeedWatch.number(rows) + " - " + FeedWatch.number(unsent) + " = "
                                + FeedWatch.number(acceptances),
                        rows - unsent == acceptances),
                Fact.checked(SECTION, "orders that the venue saw twice", FeedWatch.number(twice), twice == 0),
                Fact.checked(
                        SECTION,
                        "orders still on their way or in doubt",
                        FeedWatch.number(moving(orders)),
                        moving(orders) == 0),
                Fact.told(SECTION, "orders by status", statuses(orders)));
    }

    private JsonObject orders() {
        return api.get("trading-service", "/api/v1/orders/summary");
    }

    private static long moving(JsonObject orders) {
        JsonObject status = orders.getJsonObject("byStatus");
        return status.getLong("QUEUED", 0L) + status.getLong("SENDING", 0L) + status.getLong("IN_DOUBT", 0L);
    }

    private static String statuses(JsonObject orders) {
        return orders.getJsonObject("byStatus").stream()
                .filter(status -> ((Number) status.getValue()).longValue() > 0)
                .map(status -> FeedWatch.number(((Number) status.getValue()).longValue()) + " "
                        + status.getKey().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static long acknowledged(List<TestResult> runs) {
        return runs.stream()
                .flatMap(run -> run.operations().stream())
                .filter(operation -> QuickSuite.SUBMITS.contains(operation.name()))
                .mapToLong(operation -> operation.requests() - operation.errors())
                .sum();
    }
}

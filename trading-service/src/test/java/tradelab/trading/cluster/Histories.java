package tradelab.trading.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.ledger.Entry;

/** What a gateway and the venue simulator say about themselves, over their HTTP interfaces, as entries of a ledger. */
final class Histories {
    private static final int PARTITIONS = 4;
    private static final int PAGE = 1_000;

    private Histories() {}

    /** Returns orders, their steps and their fills. */
    static List<Entry> gateway(Function<String, JsonObject> get) {
        List<Entry> entries = new ArrayList<>();
        for (JsonObject order : pages(get, "/api/v1/orders?limit=" + PAGE, "orders")) {
            entries.add(new Entry.Order(
                    order.getString("orderId"),
                    order.getString("account"),
                    order.getString("clientOrderId"),
                    order.getString("instrument"),
                    order.getString("orderId").substring(1),
                    order.getString("venueOrderId"),
                    Amount.parse(order.getString("amount")),
                    Amount.parse(order.getString("filled")),
                    OrderStatus.valueOf(order.getString("status")),
                    order.getLong("createdEpochMillis")));
        }
        for (JsonObject fill : pages(get, "/api/v1/fills?limit=" + PAGE, "fills")) {
            entries.add(new Entry.Fill(
                    fill.getString("tradeId"),
                    fill.getString("orderId"),
                    Price.parse(fill.getString("price")),
                    Amount.parse(fill.getString("amount")),
                    fill.getLong("atEpochMillis")));
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            events(get, partition, entries);
        }
        return entries;
    }

    private static void events(Function<String, JsonObject> get, int partition, List<Entry> entries) {
        long after = 0;
        while (true) {
            JsonObject page = get.apply("/api/v1/events?partition=" + partition + "&after=" + after + "&limit=" + PAGE);
            if (page.getLong("through") <= after) {
                return;
            }
            after = page.getLong("through");
            for (Object each : page.getJsonArray("orders")) {
                JsonObject event = (JsonObject) each;
                entries.add(new Entry.Event(
                        partition,
                        event.getLong("sequence"),
                        event.getString("orderId"),
                        OrderStatus.valueOf(event.getString("status")),
                        Amount.parse(event.getString("filled")),
                        null,
                        0,
                        event.getLong("updatedEpochMillis")));
            }
        }
    }

    /** Returns what arrived at the venue. */
    static List<Entry> venue(Function<String, JsonObject> get) {
        List<Entry> entries = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonObject page = get.apply("/sim/ledger?limit=" + PAGE + "&after=" + after);
            JsonArray arrivals = page.getJsonArray("entries");
            if (arrivals.isEmpty()) {
                return entries;
            }
            after = page.getLong("next");
            for (Object each : arrivals) {
                JsonObject arrival = (JsonObject) each;
                String amount = arrival.getString("amount");
                Long orderId = arrival.getLong("orderId");
                entries.add(new Entry.Arrival(
                        arrival.getLong("sequence"),
                        Entry.Kind.NEW,
                        "BITFINEX:" + arrival.getString("symbol"),
                        String.valueOf(arrival.getLong("cid")),
                        orderId == null ? null : orderId.toString(),
                        Amount.parse(amount.startsWith("-") ? amount.substring(1) : amount),
                        arrival.getString("outcome").equals("ACCEPTED"),
                        arrival.getString("refusal"),
                        null,
                        arrival.getLong("receivedMillis")));
            }
        }
    }

    private static List<JsonObject> pages(Function<String, JsonObject> get, String path, String rows) {
        List<JsonObject> all = new ArrayList<>();
        @Nullable String next = "";
        while (next != null) {
            JsonObject page = get.apply(path + (next.isEmpty() ? "" : "&after=" + next));
            page.getJsonArray(rows).forEach(row -> all.add((JsonObject) row));
            next = page.getString("next");
        }
        return all;
    }
}

package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is remembered of one account beside its trading. Not thread-safe. */
final class AccountFolder {
    /** Alerts, settings, invoices, recurring orders and open offers that one account keeps, each; one more is refused. */
    static final int KEPT_MAX = 1_000;

    /** Closed offers, movements and orders that came again that are remembered, each; the oldest give way. */
    static final int HISTORY_MAX = 2_500;

    final Map<String, Alert> alerts = new LinkedHashMap<>();
    final Map<String, JsonNode> settings = new LinkedHashMap<>();
    final Map<Long, Offer> offers = new LinkedHashMap<>();
    final Deque<Offer> closedOffers = new ArrayDeque<>();
    final Deque<Movement> movements = new ArrayDeque<>();
    final Map<String, JsonNode> autoFunding = new LinkedHashMap<>();

    final Map<String, Invoice> invoices = new LinkedHashMap<>();
    final Map<String, JsonNode> paySettings = new LinkedHashMap<>();
    final Map<String, JsonNode> conversions = new LinkedHashMap<>();

    final Map<String, RecurringDesk.Recurring> recurring = new LinkedHashMap<>();
    final Deque<ObjectNode> recurringOrders = new ArrayDeque<>();

    /** Tells when a market reaches a price. */
    record Alert(String key, String symbol, long price) {}

    /** Money that came or went; {@code amount} is negative for what went. */
    record Movement(
            long id, String currency, String method, long millis, long amount, long fee, String address, String note) {}

    /** Money offered to lend. */
    record Offer(
            long id,
            String symbol,
            long createdMillis,
            long updatedMillis,
            long amount,
            String type,
            long flags,
            String status,
            long rate,
            long period) {
        Offer closed(long nowMillis) {
            return new Offer(id, symbol, createdMillis, nowMillis, amount, type, flags, "CANCELED", rate, period);
        }
    }

    <T> void remember(Deque<T> history, T latest) {
        history.addFirst(latest);
        if (history.size() > HISTORY_MAX) {
            history.removeLast();
        }
    }
}

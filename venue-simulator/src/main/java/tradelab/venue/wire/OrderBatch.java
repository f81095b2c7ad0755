package tradelab.venue.wire;

import com.fasterxml.jackson.databind.JsonNode;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Notification;
import tradelab.venue.exchange.Refusal;

/** Several order operations in one request ({@code ox_multi}): each is answered by itself. */
public final class OrderBatch {
    /** Operations in one request at most. */
    public static final int OPERATIONS_MAX = 75;

    private OrderBatch() {}

    /**
     * Runs the operations in order and appends the summarising notification.
     *
     * @param each also told every single answer, before its consequences
     * @throws Refusal if {@code operations} is not a list of at most {@link #OPERATIONS_MAX} pairs of name and object;
     *     nothing has run then
     */
    public static StringBuilder run(
            Exchange exchange,
            Account account,
            JsonNode operations,
            long nowMillis,
            boolean rest,
            Notification.Sink each,
            StringBuilder out) {
        requirePairs(operations);
        Rows.begin(out, nowMillis, "ox_multi-req").append('[');
        int start = out.length();
        Notification.Sink sink = notification -> {
            var _ = Rows.notification(out.length() == start ? out : out.append(','), notification, rest);
            each.accept(notification);
        };
        operations.forEach(
                operation -> run(exchange, account, operation.get(0).asText(), operation.get(1), nowMillis, sink));
        return Rows.end(out.append(']'), 0, true, "Submitting " + operations.size() + " order operations.");
    }

    /** Runs one operation by its name. */
    public static void run(
            Exchange exchange, Account account, String name, JsonNode request, long nowMillis, Notification.Sink sink) {
        switch (name) {
            case "on" -> exchange.submit(account, request, nowMillis, sink);
            case "ou" -> exchange.update(account, request, nowMillis, sink);
            case "oc" -> exchange.cancel(account, request, nowMillis, sink);
            case "oc_multi" -> exchange.cancelMany(account, request, nowMillis, sink);
            default -> throw Fields.invalid("ops", name);
        }
    }

    private static void requirePairs(JsonNode operations) {
        if (!operations.isArray() || operations.isEmpty() || operations.size() > OPERATIONS_MAX) {
            throw new Refusal(Refusal.PARAMETER, "ops: invalid (expected 1 to " + OPERATIONS_MAX + " operations)");
        }
        for (JsonNode operation : operations) {
            boolean pair = operation.isArray()
                    && operation.size() == 2
                    && operation.get(1).isObject()
                    && operation.get(0).asText().matches("on|ou|oc|oc_multi");
            if (!pair) {
                throw Fields.invalid("ops", operation.toString());
            }
        }
    }
}

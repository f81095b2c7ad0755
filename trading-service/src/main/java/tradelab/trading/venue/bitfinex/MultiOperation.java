package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Order;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;

/** One call of {@code w/order/multi}: its body, and what its answer means for each operation. Pure functions. */
final class MultiOperation {
    /*
     * Only what the venue clearly says counts. A result belongs to the operation whose cid or id it names. A result
     * that names none counts by its place only if the list is complete and everything that names one stands in its
     * place. Whatever is left over is unanswered.
     */

    private static final int POST_ONLY = 4096;

    private static final int NONCE_SMALL = 10114;
    /** Nonce too small, rate limit, maintenance: turned away at the door. */
    private static final Set<Integer> TURNED_AWAY = Set.of(NONCE_SMALL, 11010, 20060);

    /** Authentication failed, bad parameter: refused as a whole, before any operation ran. */
    private static final Set<Integer> REFUSED = Set.of(10100, 10020);

    private MultiOperation() {}

    static String body(List<Operation> operations) {
        ObjectNode body = Wire.JSON.createObjectNode();
        write(operations, body.putArray("ops"));
        return body.toString();
    }

    /** Returns the same as an input of the WebSocket. */
    static String input(List<Operation> operations) {
        ArrayNode input = Wire.JSON.createArrayNode().add(0).add("ox_multi").addNull();
        write(operations, input.addArray());
        return input.toString();
    }

    private static void write(List<Operation> operations, ArrayNode ops) {
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.Place(Order order) ->
                    place(ops.addArray().add("on").addObject(), order);
                case Operation.Cancel(Order _, String id) ->
                    ops.addArray().add("oc").addObject().put("id", Long.parseLong(id));
                case Operation.Amend amend -> amend(ops.addArray().add("ou").addObject(), amend);
            }
        }
    }

    private static void place(ObjectNode on, Order order) {
        SubmitOrder request = order.request();
        String type = switch (request.type()) {
            case LIMIT -> "EXCHANGE LIMIT";
            case MARKET -> "EXCHANGE MARKET";
            case IOC -> "EXCHANGE IOC";
            case FOK -> "EXCHANGE FOK";
        };
        on.put("type", type)
                .put("symbol", request.instrument().symbol())
                .put("amount", Decimals.format(order.signedAmount()))
                .put("cid", order.cid());
        if (order.working().price() > 0) {
            on.put("price", Decimals.format(order.working().price()));
        }
        if (request.mustRest()) {
            on.put("flags", POST_ONLY);
        }
    }

    private static void amend(ObjectNode ou, Operation.Amend amend) {
        ou.put("id", Long.parseLong(amend.venueOrderId()));
        long amount = amend.terms().amount() - amend.order().filled(); // the venue takes what is to remain
        ou.put("amount", Decimals.format(amend.order().signedAmount() < 0 ? -amount : amount));
        if (amend.terms().price() > 0) {
            ou.put("price", Decimals.format(amend.terms().price()));
        }
    }

    /** Says what an HTTP answer means. Never throws: an answer that cannot be read is no answer. */
    static List<OperationResult> results(List<Operation> operations, int status, String answer) {
        try {
            if (status == 429) {
                return all(operations, new NotExecuted("429"));
            }
            if (status >= 400 && status < 500 && status != 408) {
                return all(operations, new Refused("HTTP " + status + " " + Wire.shortened(answer)));
            }
            JsonNode node = Wire.parse(answer);
            if (node.path(0).asText().equals("error")) {
                return all(
                        operations,
                        error(
                                operations.size(),
                                node.path(1).asInt(),
                                node.path(2).asText()));
            }
            if (status != 200 || !node.path(4).isArray()) {
                return all(operations, new Unanswered("HTTP " + status + " " + Wire.shortened(answer)));
            }
            return each(operations, node.path(4));
        } catch (RuntimeException e) {
            return all(operations, new Unanswered(String.valueOf(e.getMessage())));
        }
    }

    /** Returns whether the venue has turned a call away because it had seen a higher nonce. */
    static boolean isNonceRefused(int status, String answer) {
        return status == 500 && answer.startsWith("[\"error\"," + NONCE_SMALL);
    }

    static List<OperationResult> all(List<Operation> operations, OperationResult result) {
        return operations.stream().map(_ -> result).toList();
    }

    /** Says what an error means that came instead of the answer for {@code operations} operations. */
    static OperationResult error(int operations, int code, String message) {
        String text = code + " " + Wire.shortened(message);
        if (TURNED_AWAY.contains(code)) {
            return new NotExecuted(text);
        }
        // One bad operation must not condemn the others; but then which one is bad is not known.
        return REFUSED.contains(code) && (operations == 1 || code == 10100) ? new Refused(text) : new Unanswered(text);
    }

    /** Returns where the operation with each name stands. */
    static Map<String, Integer> names(List<Operation> operations) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            names.put(name(operations.get(i)), i);
        }
        return names;
    }

    /** Says what the list of notifications about all operations of a batch means for each. */
    static List<OperationResult> each(List<Operation> operations, JsonNode notifications) {
        Map<String, Integer> names = names(operations);
        @Nullable OperationResult[] results = new OperationResult[operations.size()];
        List<Integer> nameless = new ArrayList<>();
        boolean inPlace = notifications.size() == operations.size();
        for (int i = 0; i < notifications.size(); i++) {
            Integer at = find(names, notifications.get(i));
            if (at == null) {
                nameless.add(i);
            } else {
                inPlace &= at == i;
                results[at] =
                        results[at] == null ? result(notifications.get(i)) : new Unanswered("the venue answered twice");
            }
        }
        for (int i : nameless) {
            if (inPlace && results[i] == null && sameKind(operations.get(i), notifications.get(i))) {
                results[i] = result(notifications.get(i));
            }
        }
        List<OperationResult> complete = new ArrayList<>(results.length);
        for (OperationResult result : results) {
            complete.add(result == null ? new Unanswered("the venue's list lacks it") : result);
        }
        return complete;
    }

    private static String name(Operation operation) {
        return switch (operation) {
            case Operation.Place(Order order) -> "on" + order.cid();
            case Operation.Cancel(Order _, String id) -> "oc" + id;
            case Operation.Amend amend -> "ou" + amend.venueOrderId();
        };
    }

    private static boolean sameKind(Operation operation, JsonNode notification) {
        String kind = notification.path(1).asText();
        return kind.startsWith(
                switch (operation) {
                    case Operation.Place _ -> "on";
                    case Operation.Cancel _ -> "oc";
                    case Operation.Amend _ -> "ou";
                });
    }

    /** Returns which operation a notification names, or null. */
    static @Nullable Integer find(Map<String, Integer> names, JsonNode notification) {
        JsonNode row = row(notification.path(4));
        String kind = notification.path(1).asText();
        return kind.startsWith("on")
                ? names.get("on" + row.path(2).asText())
                : names.get((kind.startsWith("ou") ? "ou" : "oc") + row.path(0).asText());
    }

    /** The order of a notification comes alone or as a list of one. */
    private static JsonNode row(JsonNode data) {
        return data.path(0).isArray() ? data.path(0) : data;
    }

    /** Says what a notification about one operation means. */
    static OperationResult result(JsonNode notification) {
        String text = Wire.shortened(notification.path(7).asText());
        return switch (notification.path(6).asText()) {
            case "SUCCESS" -> {
                JsonNode row = row(notification.path(4));
                VenueReport report = Wire.looksLikeOrder(row) ? Wire.order(row) : null;
                yield new Taken(report);
            }
            case "ERROR", "FAILURE" -> new Refused(text.isEmpty() ? "refused by the venue" : text);
            default -> new Unanswered("unknown status " + Wire.shortened(notification.toString()));
        };
    }
}

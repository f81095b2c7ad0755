package tradelab.trading.venue.taiwan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Decimals;
import tradelab.trading.order.Order;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;

/** What operations look like as requests, and what the replies mean. Pure functions. */
final class Submission {
    private Submission() {}

    /** @param notAfter the market's time after which the venue must not take them */
    static ObjectNode places(List<Order> orders, long notAfter) {
        ObjectNode request = Wire.request("submitMany").put("notAfter", notAfter);
        ArrayNode list = request.putArray("orders");
        orders.forEach(order -> Wire.order(list.addObject(), order));
        return request;
    }

    static ObjectNode cancel(String venueOrderId) {
        return Wire.request("cancel").put("orderId", Long.parseLong(venueOrderId));
    }

    /** The venue takes how much is to remain; the price is said again, which changes nothing if it is the same. */
    static ObjectNode amend(Operation.Amend amend, long notAfter) {
        ObjectNode request = Wire.request("amend")
                .put("orderId", Long.parseLong(amend.venueOrderId()))
                .put("price", Decimals.format(amend.terms().price()))
                .put("notAfter", notAfter);
        if (amend.terms().amount() != amend.order().working().amount()) {
            request.put("remaining", (amend.terms().amount() - amend.order().filled()) / Decimals.ONE);
        }
        return request;
    }

    /** Says what the reply to {@link #places} means for each of them. */
    static List<OperationResult> placed(List<Order> orders, TaiwanLine.Reply reply) {
        JsonNode results = reply.result().path("results");
        List<OperationResult> all = new ArrayList<>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            all.add(
                    !reply.ok()
                            ? refused(reply.code(), reply.message())
                            : results.size() == orders.size()
                                    ? placed(orders.get(i), results.get(i))
                                    : new Unanswered("the venue answered for " + results.size()));
        }
        return all;
    }

    private static OperationResult placed(Order order, JsonNode result) {
        if (!result.path("ok").asBoolean()) {
            JsonNode error = result.path("error");
            return refused(
                    error.path("code").asText(),
                    Wire.shortened(error.path("message").asText()));
        }
        return Wire.cid(result.path("order")) == order.cid()
                ? taken(result.path("order"))
                : new Unanswered("the venue answered for another order");
    }

    /** Says what the reply to a cancellation or an amendment means. */
    static OperationResult changed(TaiwanLine.Reply reply) {
        return reply.ok() ? taken(reply.result()) : refused(reply.code(), reply.message());
    }

    private static OperationResult taken(JsonNode order) {
        try {
            return new Taken(Wire.report(order));
        } catch (IllegalArgumentException e) {
            return new Unanswered(String.valueOf(e.getMessage()));
        }
    }

    private static OperationResult refused(String code, String message) {
        String reason = code + ": " + message;
        return switch (code) {
            case "TOO_LATE", "NOT_LOGGED_IN", "RATE_LIMITED" -> new NotExecuted(reason);
            // the venue has it, or its own failure may have come after the deed: its records say
            case "DUPLICATE_CLIENT_ORDER_ID", "", "UNKNOWN", "UNAVAILABLE" -> new Unanswered(reason);
            case "BAD_REQUEST" -> message.startsWith("request:") ? new Unanswered(reason) : new Refused(reason);
            default -> new Refused(reason);
        };
    }
}

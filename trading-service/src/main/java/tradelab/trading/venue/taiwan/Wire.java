package tradelab.trading.venue.taiwan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Order;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;
import tradelab.trading.venue.Balance;
import tradelab.trading.venue.InstrumentFacts;

/**
 * Reads and writes the protocol's objects, tolerant of further fields, never through a double.
 *
 * <p>What does not have the expected form is an {@link IllegalArgumentException}.
 */
final class Wire {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(16L * 1024 * 1024)
                            .maxNestingDepth(16)
                            .maxNumberLength(20)
                            .maxStringLength(64 * 1024)
                            .build())
                    .build())
            .build();

    private static final long BOARD_LOT = 1_000;
    private static final Set<String> FUNDS = Set.of("ETF", "FOREIGN_ETF", "REIT");
    private static final int SHOWN_MAX = 120;

    private Wire() {}

    static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("frame: expected JSON, got " + e.getOriginalMessage(), e);
        }
        throw Require.refused("frame", "a JSON object", shortened(text));
    }

    static ObjectNode request(String op) {
        return JSON.createObjectNode().put("op", op);
    }

    /** Returns why the market has no such order, or null. */
    static @Nullable String unfit(Order order) {
        if (order.request().mustRest()) {
            return "postOnly: expected false, the market has no post-only orders";
        }
        long amount = order.working().amount();
        return amount % Decimals.ONE == 0 ? null : "amount: expected whole shares, got " + Decimals.format(amount);
    }

    /** Writes an order that is not {@link #unfit}. A market order takes what there is and never rests. */
    static void order(ObjectNode into, Order order) {
        SubmitOrder request = order.request();
        long shares = order.working().amount() / Decimals.ONE;
        into.put("clientOrderId", order.orderId())
                .put("symbol", request.instrument().symbol())
                .put("side", request.side() == Side.BUY ? "BUY" : "SELL")
                .put("orderType", request.type() == OrderType.MARKET ? "MARKET" : "LIMIT")
                .put(
                        "timeInForce",
                        switch (request.type()) {
                            case LIMIT -> "ROD";
                            case MARKET, IOC -> "IOC";
                            case FOK -> "FOK";
                        })
                .put("session", shares < BOARD_LOT ? "ODD" : "BOARD")
                .put("shares", shares);
        if (order.working().price() > 0) {
            into.put("price", Decimals.format(order.working().price()));
        }
    }

    /** Reads an order of a reply or a report. */
    static VenueReport report(JsonNode order) {
        long shares = number(order, "shares");
        State state = state(text(order, "state"));
        return new VenueReport(
                cid(order),
                Long.toString(number(order, "orderId")),
                text(order, "symbol"),
                text(order, "side").equals("BUY") ? shares * Decimals.ONE : -shares * Decimals.ONE,
                state,
                number(order, "filled") * Decimals.ONE,
                0,
                state == State.OPEN ? null : order.path("reason").asText(text(order, "state")));
    }

    /** Reads an execution. Commission and tax are both paid. */
    static VenueFill fill(JsonNode execution) {
        return new VenueFill(
                number(execution, "executionId"),
                cid(execution),
                Long.toString(number(execution, "orderId")),
                Decimals.parse("price", text(execution, "price")),
                number(execution, "shares") * Decimals.ONE,
                -Decimals.parse("commission", text(execution, "commission"))
                        - Decimals.parse("tax", text(execution, "tax")),
                "TWD",
                number(execution, "marketTime"));
    }

    /** Reads an account: its money, and the securities of which it has moved some. */
    static List<Balance> balances(JsonNode account) {
        List<Balance> balances = new ArrayList<>();
        BigDecimal cash = new BigDecimal(text(account, "cash"));
        boolean _ =
                balances.add(Balance.of("cash", "TWD", cash, cash.subtract(new BigDecimal(text(account, "reserved")))));
        for (JsonNode position : account.path("positions")) {
            long shares = number(position, "shares");
            long available = shares - number(position, "reserved");
            boolean _ = balances.add(Balance.of(
                    "shares", text(position, "code"), BigDecimal.valueOf(shares), BigDecimal.valueOf(available)));
        }
        return balances;
    }

    /** Reads a listed security. */
    static InstrumentFacts security(JsonNode security) {
        return new InstrumentFacts(
                new Instrument(text(security, "market"), text(security, "code")),
                price(security, "limitDown"),
                price(security, "limitUp"),
                null,
                null,
                FUNDS.contains(text(security, "type")));
    }

    /** Returns our id of an order, 0 if it is not ours. */
    static long cid(JsonNode order) {
        return ClientIds.cid(order.path("clientOrderId").asText());
    }

    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw Require.refused(field, "text", shortened(value.toString()));
        }
        return value.textValue();
    }

    /** Returns a whole number that is not negative. */
    static long number(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw Require.refused(field, "a whole number", shortened(value.toString()));
        }
        return value.longValue();
    }

    static String shortened(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }

    private static @Nullable Price price(JsonNode object, String field) {
        return object.hasNonNull(field) ? new Price(Decimals.parse(field, text(object, field))) : null;
    }

    private static State state(String text) {
        return switch (text) {
            case "OPEN" -> State.OPEN;
            case "FILLED" -> State.FILLED;
            case "CANCELLED" -> State.CANCELED;
            default -> throw Require.refused("state", "OPEN, FILLED or CANCELLED", text);
        };
    }
}

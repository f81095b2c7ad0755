package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;
import tradelab.trading.venue.Balance;

/**
 * Reads Bitfinex's arrays: by position, tolerant of longer ones, never through a double.
 *
 * <p>What does not have the expected form is an {@link IllegalArgumentException}.
 */
final class Wire {
    static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(32L * 1024 * 1024)
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .maxStringLength(64 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int EXPONENT_MAX = 30;

    private Wire() {}

    static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("answer: expected JSON, got nothing");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("answer: expected JSON, got " + e.getOriginalMessage(), e);
        }
    }

    /** Reads an order of 32 or more elements. */
    static VenueReport order(JsonNode row) {
        long amount = units(row, 7);
        long remaining = units(row, 6);
        String text = row.path(13).asText("");
        State state = state(text);
        long executed = state == State.FILLED ? Math.abs(amount) : Math.abs(amount) - Math.abs(remaining);
        return new VenueReport(
                whole(row.path(2)),
                id(row.path(0)),
                row.path(3).asText(),
                amount,
                state,
                Math.max(0, executed),
                row.path(17).isNull() ? 0 : Math.max(0, units(row, 17)),
                state == State.OPEN ? null : shortened(text));
    }

    /** Reads an execution: of {@code te}, {@code tu}, or the trade history. */
    static VenueFill fill(JsonNode row) {
        boolean hasFee = row.path(9).isNumber();
        return new VenueFill(
                whole(row.path(0)),
                whole(row.path(11)),
                id(row.path(3)),
                units(row, 5),
                Math.abs(units(row, 4)),
                hasFee ? units(row, 9) : null,
                hasFee ? row.path(10).asText() : null,
                whole(row.path(2)));
    }

    /** Reads a wallet: type, currency, balance, unsettled interest, available balance. */
    static Balance balance(JsonNode row) {
        return Balance.of(
                row.path(0).asText(),
                row.path(1).asText(),
                decimal(row, 2),
                row.path(4).isNull() || row.path(4).isMissingNode() ? null : decimal(row, 4));
    }

    static boolean looksLikeOrder(JsonNode node) {
        return node.isArray() && node.size() >= 18 && node.path(0).isIntegralNumber();
    }

    static String id(JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw new IllegalArgumentException("id: expected a whole number, got " + shortened(node.toString()));
        }
        return node.asText();
    }

    /** Returns a whole number that is not negative; 0 for null. */
    static long whole(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new IllegalArgumentException("number: expected a whole one, got " + shortened(node.toString()));
        }
        return node.longValue();
    }

    private static State state(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.startsWith("ACTIVE") || upper.startsWith("PARTIALLY FILLED")) {
            return State.OPEN;
        }
        if (upper.startsWith("EXECUTED")) {
            return State.FILLED;
        }
        if (upper.contains("CANCELED")) {
            return State.CANCELED;
        }
        if (upper.startsWith("INSUFFICIENT") || upper.startsWith("RSN_")) {
            return State.REJECTED;
        }
        throw new IllegalArgumentException("status: expected one of Bitfinex's, got " + shortened(text));
    }

    /** Digits beyond the eighth, which only averages and fees have, are cut. */
    private static long units(JsonNode row, int at) {
        JsonNode node = row.path(at);
        if (node.isNull() || node.isMissingNode()) {
            return 0;
        }
        return decimal(row, at)
                .setScale(Decimals.SCALE, RoundingMode.DOWN)
                .unscaledValue()
                .longValueExact();
    }

    private static BigDecimal decimal(JsonNode row, int at) {
        JsonNode node = row.path(at);
        if (!node.isNumber()) {
            throw new IllegalArgumentException("[" + at + "]: expected a number, got " + shortened(node.toString()));
        }
        BigDecimal value = node.decimalValue();
        if (Math.abs(value.scale()) > EXPONENT_MAX) {
            throw new IllegalArgumentException("[" + at + "]: expected a number in range, got " + node);
        }
        return value;
    }

    static String shortened(@Nullable String text) {
        return text == null ? "" : text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    static JsonNode array(String what, JsonNode node) {
        if (!node.isArray()) {
            throw Require.refused(what, "an array", shortened(node.toString()));
        }
        return node;
    }
}

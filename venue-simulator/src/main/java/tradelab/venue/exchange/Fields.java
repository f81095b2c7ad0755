package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

/**
 * Reads fields as the exchange does: numbers may come as JSON numbers or as text. Every refusal names the field.
 */
public final class Fields {
    private static final int NUMBER_LENGTH_MAX = 40;
    private static final int EXPONENT_MAX = 20;
    private static final int TEXT_SHOWN_MAX = 40;

    private Fields() {}

    /** Returns a field, or null if it is absent or null. */
    public static @Nullable JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        return field == null || field.isNull() ? null : field;
    }

    /** Returns a text field, or {@code otherwise} if there is none. */
    public static String text(JsonNode node, String name, String otherwise) {
        JsonNode field = field(node, name);
        if (field == null) {
            return otherwise;
        }
        if (!field.isTextual()) {
            throw invalid(name, field.toString());
        }
        return field.textValue();
    }

    /** Returns a whole number, or {@code otherwise} if there is none. */
    public static long whole(JsonNode node, String name, long otherwise) {
        JsonNode field = field(node, name);
        return field == null ? otherwise : whole(name, field);
    }

    /** Returns a whole number that came as a number or as text. */
    public static long whole(String name, JsonNode field) {
        if (field.isIntegralNumber() && field.canConvertToLong()) {
            return field.longValue();
        }
        if (field.isTextual() && field.textValue().matches("-?[0-9]{1,18}")) {
            return Long.parseLong(field.textValue());
        }
        throw invalid(name, field.toString());
    }

    /** Returns a decimal times 10^8, or {@code otherwise} if there is none; what is finer is cut. */
    public static long decimal(JsonNode node, String name, long otherwise) {
        JsonNode field = field(node, name);
        if (field == null) {
            return otherwise;
        }
        if (!field.isTextual() && !field.isNumber()) {
            throw invalid(name, field.toString());
        }
        String text = field.asText();
        if (text.isEmpty() || text.length() > NUMBER_LENGTH_MAX) {
            throw invalid(name, text);
        }
        try {
            BigDecimal value = new BigDecimal(text);
            if (value.signum() != 0 && Math.abs((long) value.precision() - value.scale()) > EXPONENT_MAX) {
                throw invalid(name, text);
            }
            return value.setScale(Decimals.SCALE, RoundingMode.DOWN)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw invalid(name, text);
        }
    }

    /**
     * Returns a point in time as milliseconds since 1970: {@code 2020-01-15 10:45:23} (UTC), the same with {@code T} and
     * {@code Z}, or milliseconds; {@code otherwise} if there is none.
     */
    public static long time(JsonNode node, String name, long otherwise) {
        JsonNode field = field(node, name);
        if (field == null) {
            return otherwise;
        }
        String text = field.asText().strip();
        if (text.isEmpty() || text.equals("0")) {
            return otherwise;
        }
        if (field.isIntegralNumber() || text.matches("[0-9]{10,15}")) {
            return whole(name, field);
        }
        try {
            String iso = text.length() > 10 ? text.replace(' ', 'T') : text + "T00:00:00";
            return Instant.parse(iso.endsWith("Z") ? iso : iso + "Z").toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(name, text);
        }
    }

    /** Returns the refusal of a field in the exchange's words. */
    public static Refusal invalid(String name, String got) {
        String shown = got.length() <= TEXT_SHOWN_MAX ? got : got.substring(0, TEXT_SHOWN_MAX) + "…";
        return new Refusal(Refusal.PARAMETER, name + ": invalid (" + shown + ")");
    }
}

package tradelab.venue.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

/** Writes JSON arrays whose elements are of many kinds. Pure functions. */
public final class Row {
    /** An amount or price times 10^8, shown as a plain decimal. */
    public record Units(long value) {}

    /** JSON text that is shown as it is. */
    public record Raw(String json) {}

    private Row() {}

    /** Returns the array of {@code values}: null, text, whole numbers, {@link Units}, {@link Raw} and JSON nodes. */
    public static String of(@Nullable Object... values) {
        StringBuilder out = new StringBuilder("[");
        for (Object value : values) {
            append(out.length() == 1 ? out : out.append(','), value);
        }
        return out.append(']').toString();
    }

    /** Returns the array of rows that are JSON already. */
    public static String list(Iterable<String> rows) {
        return "[" + String.join(",", rows) + "]";
    }

    public static Units units(long value) {
        return new Units(value);
    }

    public static Raw raw(String json) {
        return new Raw(json);
    }

    /** Returns so many empty places. */
    public static Raw nulls(int count) {
        return new Raw("null" + ",null".repeat(count - 1));
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Units units -> {
                var _ = Decimals.append(out, units.value());
            }
            case Raw raw -> out.append(raw.json());
            case Number number -> out.append(number);
            case JsonNode node -> out.append(node);
            default -> {
                var _ = Rows.quote(out, value.toString());
            }
        }
    }
}

package tradelab.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A price: positive, in the quote currency, a decimal string on the wire.
 *
 * @param units the price times 10^8, at least 1
 */
public record Price(long units) implements Comparable<Price> {
    public Price {
        if (units < 1) {
            throw new IllegalArgumentException("price: expected above 0, got " + Decimals.format(units));
        }
    }

    /** @throws IllegalArgumentException for anything that is not plain decimal text above 0 */
    @JsonCreator
    public static Price parse(String text) {
        return new Price(Decimals.parse("price", text));
    }

    @Override
    public int compareTo(Price other) {
        return Long.compare(units, other.units);
    }

    @JsonValue
    @Override
    public String toString() {
        return Decimals.format(units);
    }
}

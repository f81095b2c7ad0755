package tradelab.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An amount of the base currency: not negative, a decimal string on the wire. A side says the direction, never a sign.
 *
 * @param units the amount times 10^8, at least 0
 */
public record Amount(long units) implements Comparable<Amount> {
    public static final Amount ZERO = new Amount(0);

    public Amount {
        if (units < 0) {
            throw new IllegalArgumentException("amount: expected at least 0, got " + Decimals.format(units));
        }
    }

    /** @throws IllegalArgumentException for anything that is not plain decimal text of at least 0 */
    @JsonCreator
    public static Amount parse(String text) {
        return new Amount(Decimals.parse("amount", text));
    }

    @Override
    public int compareTo(Amount other) {
        return Long.compare(units, other.units);
    }

    @JsonValue
    @Override
    public String toString() {
        return Decimals.format(units);
    }
}

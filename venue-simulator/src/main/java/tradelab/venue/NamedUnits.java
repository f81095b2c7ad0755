package tradelab.venue;

import tradelab.contracts.Decimals;
import tradelab.contracts.Require;

/**
 * A setting of the form {@code NAME=DECIMAL}: a start price by symbol, or a balance by currency.
 *
 * @param units times 10^8, above 0
 */
public record NamedUnits(String name, long units) {
    public NamedUnits {
        if (units < 1) {
            throw new IllegalArgumentException(name + ": expected above 0, got " + Decimals.format(units));
        }
    }

    /** @throws IllegalArgumentException for anything but {@code NAME=DECIMAL} */
    public static NamedUnits of(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw Require.refused("entry", "NAME=DECIMAL such as tBTCUSD=50000", text);
        }
        String name = text.substring(0, equals).strip();
        return new NamedUnits(
                name, Decimals.parse(name, text.substring(equals + 1).strip()));
    }
}

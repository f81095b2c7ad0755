package tradelab.venue.taiwan.rules;

import tradelab.contracts.Decimals;
import tradelab.contracts.Require;

/**
 * The prices a security may trade at today, both included.
 *
 * @param down the lowest price, times 10^8
 * @param up the highest price, times 10^8
 */
public record PriceLimits(long down, long up) {
    /** What the exchanges allow in a day, in percent of the opening reference price. */
    public static final int PERCENT = 10;

    /** No limits: foreign-component ETFs, and new listings for five days. Bounded, so that products fit a long. */
    public static final PriceLimits NONE = new PriceLimits(Decimals.ONE / 100, 100_000 * Decimals.ONE);

    private static final long HUNDRED = 100;

    public PriceLimits {
        if (down < 1 || up < down) {
            throw Require.refused(
                    "limits", "above 0, down not above up", Decimals.format(down) + " to " + Decimals.format(up));
        }
    }

    /** Returns the limits around {@code reference}: the upper one rounded down, the lower one up, each to its tick. */
    public static PriceLimits of(Ticks ticks, long reference, int percent) {
        long least = ticks.at(1);
        long up = ticks.floor(reference / HUNDRED * (HUNDRED + percent));
        long down = ticks.ceil(Math.max(least, reference / HUNDRED * (HUNDRED - percent)));
        return new PriceLimits(Math.min(down, reference), Math.max(up, reference));
    }

    public boolean allows(long price) {
        return price >= down && price <= up;
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** Returns the price within the limits that is nearest to {@code price}. */
    public long clamp(long price) {
        return Math.clamp(price, down, up);
    }
}

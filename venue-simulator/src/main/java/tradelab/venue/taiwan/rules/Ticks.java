package tradelab.venue.taiwan.rules;

import tradelab.contracts.Decimals;

/** The tick bands. Prices are times 10^8. */
public enum Ticks {
    /** Below 10: 0.01, 50: 0.05, 100: 0.1, 500: 0.5, 1,000: 1, from there 5. */
    STOCK(new long[] {10, 50, 100, 500, 1_000}, new long[] {
        Decimals.ONE / 100, Decimals.ONE / 20, Decimals.ONE / 10, Decimals.ONE / 2, Decimals.ONE, 5 * Decimals.ONE
    }),

    /** ETFs and REITs. Below 50: 0.01, from there 0.05. */
    FUND(new long[] {50}, new long[] {Decimals.ONE / 100, Decimals.ONE / 20});

    private final long[] below;
    private final long[] ticks;

    Ticks(long[] belowUnits, long[] ticks) {
        this.below = belowUnits;
        for (int i = 0; i < below.length; i++) {
            below[i] *= Decimals.ONE;
        }
        this.ticks = ticks;
    }

    /** Returns the tick of the band that {@code price} is in. */
    public long at(long price) {
        for (int i = 0; i < below.length; i++) {
            if (price < below[i]) {
                return ticks[i];
            }
        }
        return ticks[ticks.length - 1];
    }

    public boolean isOn(long price) {
        return price > 0 && price % at(price) == 0;
    }

    /** Returns the highest valid price that is not above {@code price}. Bands begin on a tick, so it is in its band. */
    public long floor(long price) {
        return price - price % at(price);
    }

    /** Returns the lowest valid price that is not below {@code price}. */
    public long ceil(long price) {
        long tick = at(price);
        return (price + tick - 1) / tick * tick;
    }

    /** Returns the next valid price above a valid {@code price}. */
    public long up(long price) {
        return price + at(price);
    }

    /** Returns the next valid price below a valid {@code price}; 0 below the lowest. */
    public long down(long price) {
        return price - at(price - 1);
    }
}

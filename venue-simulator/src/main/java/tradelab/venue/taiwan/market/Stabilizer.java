package tradelab.venue.taiwan.market;

import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.auction.CallAuction;

/**
 * Decides whether a price is too far away: from the mean of the last five minutes in continuous trading, or within the
 * last minute before a call auction. Not thread-safe.
 */
final class Stabilizer {
    /** 3.5 %. */
    private static final long THRESHOLD_PER_THOUSAND = 35;

    private final MeanPrice mean = new MeanPrice();
    private long simulatedLow;
    private long simulatedHigh;

    void traded(long price, long shares, long millis) {
        mean.add(price, shares, millis);
    }

    /**
     * Returns what the prices of one order are compared with: the mean before it came.
     *
     * @param otherwise the price if nothing traded in the last five minutes
     */
    long base(long otherwise, long millis) {
        long base = mean.at(millis);
        return base == 0 ? otherwise : base;
    }

    /** Remembers the simulated prices of the last minute. */
    void simulated(CallAuction.@Nullable Outcome outcome) {
        if (outcome != null && outcome.trades()) {
            simulatedHigh = Math.max(simulatedHigh, outcome.price());
            simulatedLow = simulatedLow == 0 ? outcome.price() : Math.min(simulatedLow, outcome.price());
        }
    }

    /** Returns whether the simulated prices swung too far, and forgets them. */
    boolean swung() {
        boolean swung = simulatedLow != 0 && differ(simulatedHigh, simulatedLow);
        simulatedLow = 0;
        simulatedHigh = 0;
        return swung;
    }

    /** Returns whether a price is more than 3.5 % from a base. */
    static boolean differ(long price, long base) {
        return Math.abs(price - base) * 1_000 > base * THRESHOLD_PER_THOUSAND;
    }
}

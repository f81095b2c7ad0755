package tradelab.venue.exchange;

import tradelab.contracts.Decimals;
import tradelab.venue.market.Depth;

/** What buying at the market costs. */
final class MarketCost {
    private MarketCost() {}

    /** Returns the money for {@code amount} at the asks as they are now, as far as they reach. */
    static long of(Depth depth, long amount) {
        long left = amount;
        long cost = 0;
        for (int i = 0; left > 0 && i < depth.levels(false); i++) {
            long traded = Math.min(left, depth.amount(false, i));
            cost = Math.addExact(cost, Decimals.multiply(depth.price(false, i), traded));
            left -= traded;
        }
        return cost;
    }
}

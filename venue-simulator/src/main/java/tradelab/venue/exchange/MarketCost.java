package tradelab.venue.exchange;

import tradelab.contracts.Decimals;
import tradelab.venue.market.Market;

/** What trading at the market costs. */
final class MarketCost {
    private MarketCost() {}

    /** Returns the money for {@code amount} (signed) at the other side as it is now, as far as it reaches. */
    static long of(Market market, long amount) {
        long[] left = {Math.abs(amount)};
        long[] cost = {0};
        market.visitTakeable(amount < 0, (price, available) -> {
            long traded = Math.min(left[0], available);
            cost[0] = Math.addExact(cost[0], Decimals.multiply(price, traded));
            left[0] -= traded;
            return left[0] > 0;
        });
        return cost[0];
    }
}

package tradelab.venue.taiwan.auction;

import tradelab.venue.taiwan.rules.Ticks;

/**
 * Finds the price of a call auction.
 *
 * <p>The price trades the most shares; every better-priced order is filled; at the price itself at least one side is
 * filled. Where several prices do, the one nearest to the last trade is taken, before the first trade of the day the one
 * nearest to the opening reference price.
 */
public final class CallAuction {
    /*
     * Let D(p) be the shares bid at p or higher, S(p) those asked at p or lower, V the most that can trade. Walking both
     * sides from their best prices and taking the smaller rest each time, as continuous trading would, ends with V. A
     * price p qualifies if
     *   D(p) >= V  and  S(p) >= V   (V trades at p),
     *   bids above p are at most V  and  asks below p are at most V   (better-priced orders are filled).
     * Each condition is a bound on p, read off the cumulated levels: the first bid level at which the sum reaches V, and
     * the first at which it exceeds V; the same for asks. So the prices that qualify are one interval, its ends are
     * prices of orders, and the price nearest to any other is that one clamped into it.
     */

    /**
     * What an auction does.
     *
     * @param price times 10^8; 0 if nothing trades
     * @param shares that trade
     */
    public record Outcome(long price, long shares) {
        /** Nothing trades. */
        public static final Outcome NONE = new Outcome(0, 0);

        public boolean trades() {
            return shares > 0;
        }
    }

    private CallAuction() {}

    /** @param nearest the last trade price of the day, or the opening reference price */
    public static Outcome of(Demand bids, Demand asks, long nearest, Ticks ticks) {
        long most = mostShares(bids, asks);
        if (most == 0) {
            return Outcome.NONE;
        }
        long low = Math.max(reaches(asks, most), exceeds(bids, most, Long.MIN_VALUE));
        long high = Math.min(reaches(bids, most), exceeds(asks, most, Long.MAX_VALUE));
        return new Outcome(onTick(Math.clamp(nearest, low, high), low, ticks), most);
    }

    private static long mostShares(Demand bids, Demand asks) {
        int bid = 0;
        int ask = 0;
        long bidLeft = 0;
        long askLeft = 0;
        long traded = 0;
        while (true) {
            if (bidLeft == 0) {
                if (bid == bids.levels()) {
                    return traded;
                }
                bidLeft = bids.shares(bid++);
            }
            if (askLeft == 0) {
                if (ask == asks.levels()) {
                    return traded;
                }
                askLeft = asks.shares(ask++);
            }
            if (bids.price(bid - 1) < asks.price(ask - 1)) {
                return traded;
            }
            long shares = Math.min(bidLeft, askLeft);
            traded += shares;
            bidLeft -= shares;
            askLeft -= shares;
        }
    }

    private static long reaches(Demand side, long shares) {
        long sum = 0;
        int at = 0;
        while (true) {
            sum += side.shares(at);
            if (sum >= shares) {
                return side.price(at);
            }
            at++;
        }
    }

    private static long exceeds(Demand side, long shares, long otherwise) {
        long sum = 0;
        for (int at = 0; at < side.levels(); at++) {
            sum += side.shares(at);
            if (sum > shares) {
                return side.price(at);
            }
        }
        return otherwise;
    }

    /** A reference price may be off tick; the ends of the interval never are. */
    private static long onTick(long price, long low, Ticks ticks) {
        long below = ticks.floor(price);
        if (below == price) {
            return price;
        }
        long above = ticks.ceil(price);
        return below < low || above - price < price - below ? above : below;
    }
}

package tradelab.venue.life;

import java.util.SplittableRandom;
import tradelab.contracts.Decimals;
import tradelab.venue.life.FlowAction.Cancel;
import tradelab.venue.life.FlowAction.Place;
import tradelab.venue.life.FlowAction.Take;
import tradelab.venue.market.Depth;
import tradelab.venue.market.MarketSpec;

/**
 * The crowd of one market: decides what it does next, from what the market is worth and what the book shows.
 *
 * <p>The same seed and the same answers give the same actions. No clock, no I/O; not thread-safe.
 */
final class OrderFlow {
    /*
     * An event picks a side and a distance from the best price, as the recorded updates are distributed. What happens
     * there pulls every price back to the recorded profile: at an empty price an order is placed with a probability that
     * makes a third of all prices occupied; at an occupied one an order goes with a probability that grows with the
     * number of orders. The best prices are those around the fair price. When it jumps, what is now on the wrong side of
     * it is cancelled or taken before anything else happens, so the book follows within a burst, as the recorded one
     * does. A new best price is filled a few events later, which makes the recorded share of wider spreads. Takers come in
     * bursts, with as many changes of the book between them as were recorded.
     */

    /** Levels a side that are always there, cancels or not. */
    static final int LEVELS_MIN = 25;

    /** Above the minimum, so that orders of others that take some levels do not go below it. */
    private static final int LEVELS_KEPT = 40;

    private static final int ORDERS_MAX = 4_000;
    private static final int DISTANCE_TICKS_MAX = 320;
    private static final int TRIES_MAX = 64;
    private static final double PLACE_AT_EMPTY = 0.29;
    private static final double CANCEL_SINGLE = 0.7;
    private static final double CANCEL_SEVERAL = 0.85;
    private static final double TAKE_WHEN_MOVED = 0.036;
    private static final double FILL_NEW_BEST = 0.06;

    /** Beyond the mean, because the queue is short for a while after each jump. */
    private static final double BEST_FULL = 1.4 * RecordedFit.ORDERS_AT_BEST;

    private static final int ORDERS_AT_NEW_BEST = 4;

    /** The shortest of the recorded gaps are those within the bursts that jumps bring; takers at rest leave them out. */
    private static final double GAPS_IN_JUMPS = 0.34;

    private static final double GAPS_AT_REST = 0.97;

    private final MarketSpec market;
    private final SplittableRandom random;
    private final double amountScale;
    private final OwnOrders own = new OwnOrders();
    private double taking = 1;
    private double untilTake;
    private long bestBid;
    private long bestAsk;
    private long tick;

    OrderFlow(MarketSpec market, long seed) {
        this.market = market;
        this.random = new SplittableRandom(seed);
        this.amountScale = RecordedFit.AMOUNT_PRICE * Decimals.ONE / market.startPrice();
    }

    /** Says that an order of this crowd rests in the book. */
    void placed(long orderId, boolean bid, long price) {
        own.add(orderId, bid, price);
    }

    /** Says that an order of this crowd is no longer in the book. */
    void gone(long orderId) {
        own.remove(orderId);
    }

    /** Sets what the market is worth, times 10^8. */
    void value(long fairPrice) {
        bestBid = PriceGrid.floor(fairPrice);
        tick = PriceGrid.tick(bestBid);
        bestAsk = bestBid + tick;
    }

    /** Sets the share of orders that trade, times the recorded one. */
    void taking(double times) {
        taking = times;
    }

    /** Returns whether the book is on the right sides of the value and deep enough; if not, ask for more actions. */
    boolean isSettled(Depth depth) {
        return !isWrong(true, depth.bestBid())
                && !isWrong(false, depth.bestAsk())
                && depth.levels(true) >= LEVELS_KEPT
                && depth.levels(false) >= LEVELS_KEPT;
    }

    /** Returns the next action. */
    FlowAction next(Depth depth) {
        boolean bidsFirst = random.nextBoolean();
        for (boolean bid : new boolean[] {bidsFirst, !bidsFirst}) {
            long best = bid ? depth.bestBid() : depth.bestAsk();
            if (isWrong(bid, best)) {
                return removeWrong(bid, best);
            }
            if (depth.levels(bid) < LEVELS_KEPT) {
                return placeAtEmpty(bid);
            }
        }
        for (boolean bid : new boolean[] {bidsFirst, !bidsFirst}) {
            long furthest = own.furthest(bid);
            if (furthest != 0 && distance(bid, furthest) > DISTANCE_TICKS_MAX) {
                return new Cancel(own.order(bid, furthest, 0));
            }
            if (own.count(bid, best(bid)) < ORDERS_AT_NEW_BEST && random.nextDouble() < FILL_NEW_BEST) {
                return place(bid, best(bid));
            }
        }
        untilTake -= taking;
        if (untilTake > 0) {
            return change();
        }
        double share = GAPS_IN_JUMPS + (1 - GAPS_IN_JUMPS) * random.nextDouble();
        untilTake = GAPS_AT_REST * RecordedFit.UPDATES_BETWEEN_TRADES.at(share);
        return take();
    }

    /** Returns an order that trades at the best price, for a tape that must not be empty. */
    Take take() {
        boolean buy = random.nextBoolean();
        return take(buy, best(!buy));
    }

    /** A bid at or above the best ask that there should be, or an ask at or below the best bid. */
    private boolean isWrong(boolean bid, long price) {
        return price != 0 && (bid ? price >= bestAsk : price <= bestBid);
    }

    private FlowAction removeWrong(boolean bid, long price) {
        if (own.count(bid, price) == 0 || random.nextDouble() < TAKE_WHEN_MOVED * taking) {
            return take(!bid, price); // also what others left there
        }
        return new Cancel(own.order(bid, price, 0));
    }

    /** Changes something at a price drawn as the recorded updates are. */
    private FlowAction change() {
        for (int i = 0; i < TRIES_MAX; i++) {
            boolean bid = random.nextBoolean();
            long price = drawPrice(bid);
            int orders = own.count(bid, price);
            if (orders > 0 && random.nextDouble() < cancelProbability(bid, price, orders)) {
                return new Cancel(own.order(bid, price, random.nextInt(orders)));
            }
            if (own.size() < ORDERS_MAX && (orders > 0 || random.nextDouble() < PLACE_AT_EMPTY)) {
                return place(bid, price);
            }
        }
        return take();
    }

    private double cancelProbability(boolean bid, long price, int orders) {
        if (price == best(bid)) {
            double full = orders / BEST_FULL;
            return orders == 1 ? 0 : Math.min(1, full * full * full / 2);
        }
        return orders == 1 ? CANCEL_SINGLE : CANCEL_SEVERAL;
    }

    private Place placeAtEmpty(boolean bid) {
        long price = drawPrice(bid);
        for (int i = 0; i < TRIES_MAX && own.count(bid, price) > 0; i++) {
            price = drawPrice(bid);
        }
        return place(bid, price);
    }

    private long drawPrice(boolean bid) {
        long ticks = Math.round(RecordedFit.DISTANCE.at(random.nextDouble()));
        long price = bid ? bestBid - ticks * tick : bestAsk + ticks * tick;
        return Math.max(tick, price);
    }

    private long distance(boolean bid, long price) {
        return (bid ? bestBid - price : price - bestAsk) / tick;
    }

    private long best(boolean bid) {
        return bid ? bestBid : bestAsk;
    }

    private Place place(boolean bid, long price) {
        long amount = amount(RecordedFit.PLACED_AMOUNT);
        return new Place(bid ? amount : -amount, price);
    }

    private Take take(boolean buy, long price) {
        long amount = amount(RecordedFit.TRADE_AMOUNT);
        return new Take(buy ? amount : -amount, price);
    }

    private long amount(Quantiles amounts) {
        long units = Math.round(amounts.at(random.nextDouble()) * amountScale * Decimals.ONE);
        return Math.clamp(units, market.amountMin(), market.amountMax());
    }
}

package tradelab.venue.life;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Measures what {@link RecordedFit} states: fed with updates of a book and trades, recorded or generated alike. Prices
 * and amounts are times 10^8.
 */
final class RecordedStatistics {
    private static final int SAMPLE_EVERY = 997;
    private static final int WINDOW_LEVELS = 100;
    private static final int DEPTH_LEVELS = 25;
    private static final long NONE = Long.MIN_VALUE;

    private final long tick;
    private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private final List<Double> distances = new ArrayList<>();
    private final List<Double> madeAmounts = new ArrayList<>();
    private final List<Double> tradeAmounts = new ArrayList<>();
    private final List<List<Double>> levelDistances = new ArrayList<>();
    private final List<Double> countsAtBest = new ArrayList<>();
    private final List<Double> spreads = new ArrayList<>();
    private final List<Double> depths = new ArrayList<>();
    private final List<Double> tradeGapMillis = new ArrayList<>();
    private final List<Double> tradeGapUpdates = new ArrayList<>();
    private long lastTradeMillis = NONE;
    private long updatesAtTrade;
    private long enlarged;
    private long reduced;
    private long updates;
    private long oneTick;
    private long made;
    private long deleted;

    RecordedStatistics(long tick) {
        this.tick = tick;
        for (int i = 0; i < WINDOW_LEVELS; i++) {
            levelDistances.add(new ArrayList<>());
        }
    }

    void clear() {
        bids.clear();
        asks.clear();
    }

    /** A level as a snapshot has it: kept, not measured. */
    void level(boolean bid, long price, int count, long amount) {
        TreeMap<Long, Long> side = bid ? bids : asks;
        if (count == 0) {
            var _ = side.remove(price);
            var _ = counts.remove(price);
        } else {
            var _ = side.put(price, Math.abs(amount));
            var _ = counts.put(price, count);
        }
    }

    void update(boolean bid, long price, int count, long amount) {
        TreeMap<Long, Long> side = bid ? bids : asks;
        if (!side.isEmpty()) {
            double distance = (double) (bid ? side.firstKey() - price : price - side.firstKey()) / tick;
            var _ = distances.add(distance);
        }
        long before = side.getOrDefault(price, 0L);
        enlarged += count > 0 && Math.abs(amount) > before ? 1 : 0;
        reduced += before > 0 && (count == 0 || Math.abs(amount) < before) ? 1 : 0;
        if (count == 0) {
            deleted++;
        } else if (before == 0) {
            made++;
            var _ = madeAmounts.add(Math.abs(amount) / 1e8);
        }
        level(bid, price, count, amount);
        updates++;
        if (!bids.isEmpty() && !asks.isEmpty()) {
            long spread = asks.firstKey() - bids.firstKey();
            oneTick += spread <= tick ? 1 : 0;
            var _ = spreads.add((double) spread / tick);
        }
        if (updates % SAMPLE_EVERY == 0) {
            sample(bids);
            sample(asks);
        }
    }

    void trade(long amount, long millis) {
        var _ = tradeAmounts.add(Math.abs(amount) / 1e8);
        if (lastTradeMillis != NONE) {
            var _ = tradeGapMillis.add((double) (millis - lastTradeMillis));
            var _ = tradeGapUpdates.add((double) (updates - updatesAtTrade));
        }
        lastTradeMillis = millis;
        updatesAtTrade = updates;
    }

    private void sample(TreeMap<Long, Long> side) {
        if (side.isEmpty()) {
            return;
        }
        long best = side.firstKey();
        var _ = countsAtBest.add((double) counts.getOrDefault(best, 0));
        int level = 0;
        double amount = 0;
        for (long price : side.keySet()) {
            if (level == DEPTH_LEVELS) {
                var _ = depths.add(amount);
            }
            if (level == WINDOW_LEVELS) {
                break;
            }
            amount += side.getOrDefault(price, 0L) / 1e8;
            var _ = levelDistances.get(level++).add((double) Math.abs(price - best) / tick);
        }
    }

    double oneTickShare() {
        return (double) oneTick / updates;
    }

    double madeShare() {
        return (double) made / updates;
    }

    double deletedShare() {
        return (double) deleted / updates;
    }

    double tradeShare() {
        return (double) tradeAmounts.size() / updates;
    }

    double distance(double share) {
        return quantile(distances, share);
    }

    double madeAmount(double share) {
        return quantile(madeAmounts, share);
    }

    double tradeAmount(double share) {
        return quantile(tradeAmounts, share);
    }

    double ordersAtBest() {
        return countsAtBest.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** Returns the median distance of a level from the best price, in ticks; the first level is 1. */
    double ticksToLevel(int level) {
        return quantile(levelDistances.get(level - 1), 0.5);
    }

    /** The best ask less the best bid, in ticks. */
    double spread(double share) {
        return quantile(spreads, share);
    }

    /** What lies in the best 25 levels of a side, in the base currency. */
    double depth(double share) {
        return quantile(depths, share);
    }

    double tradeGapMillis(double share) {
        return quantile(tradeGapMillis, share);
    }

    double tradeGapUpdates(double share) {
        return quantile(tradeGapUpdates, share);
    }

    /** Trades that come at most so long after the one before. */
    double tradesWithin(double millis) {
        return tradeGapMillis.stream().filter(gap -> gap <= millis).count() / (double) tradeGapMillis.size();
    }

    /** Updates that make a level smaller or delete it, less one for each trade, over those that make one larger. */
    double cancelRatio() {
        return (double) (reduced - tradeAmounts.size()) / enlarged;
    }

    private static double quantile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }
}

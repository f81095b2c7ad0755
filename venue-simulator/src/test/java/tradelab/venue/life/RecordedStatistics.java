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

    private final long tick;
    private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private final List<Double> distances = new ArrayList<>();
    private final List<Double> madeAmounts = new ArrayList<>();
    private final List<Double> tradeAmounts = new ArrayList<>();
    private final List<List<Double>> levelDistances = new ArrayList<>();
    private final List<Double> countsAtBest = new ArrayList<>();
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
        if (count == 0) {
            deleted++;
        } else if (!side.containsKey(price)) {
            made++;
            var _ = madeAmounts.add(Math.abs(amount) / 1e8);
        }
        level(bid, price, count, amount);
        updates++;
        if (!bids.isEmpty() && !asks.isEmpty() && asks.firstKey() - bids.firstKey() <= tick) {
            oneTick++;
        }
        if (updates % SAMPLE_EVERY == 0) {
            sample(bids);
            sample(asks);
        }
    }

    void trade(long amount) {
        var _ = tradeAmounts.add(Math.abs(amount) / 1e8);
    }

    private void sample(TreeMap<Long, Long> side) {
        if (side.isEmpty()) {
            return;
        }
        long best = side.firstKey();
        var _ = countsAtBest.add((double) counts.getOrDefault(best, 0));
        int level = 0;
        for (long price : side.keySet()) {
            if (level == WINDOW_LEVELS) {
                break;
            }
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

    @Override
    public String toString() {
        return ("updates %d oneTick %.4f made %.3f deleted %.3f tradeShare %.4f distance %.0f %.0f %.0f %.0f %.0f"
                        + " made %.3f %.3f %.3f trade %.4f %.4f %.4f atBest %.1f levels %.0f %.0f %.0f")
                .formatted(
                        updates,
                        oneTickShare(),
                        madeShare(),
                        deletedShare(),
                        tradeShare(),
                        distance(0.05),
                        distance(0.25),
                        distance(0.5),
                        distance(0.75),
                        distance(0.9),
                        madeAmount(0.25),
                        madeAmount(0.5),
                        madeAmount(0.9),
                        tradeAmount(0.25),
                        tradeAmount(0.5),
                        tradeAmount(0.9),
                        ordersAtBest(),
                        ticksToLevel(25),
                        ticksToLevel(50),
                        ticksToLevel(90));
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

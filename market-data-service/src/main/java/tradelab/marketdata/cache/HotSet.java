package tradelab.marketdata.cache;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;

/**
 * What is asked for most, with counts that halve after each half-life, so that yesterday's favourites make room.
 *
 * <p>Not thread-safe. Bounded: beyond {@code namesMax} names the coldest go. Takes the time as an argument.
 */
final class HotSet {
    private static final double COUNT_MIN = 0.01;

    private final int namesMax;
    private final long halfLifeMillis;
    private final Map<String, Double> counts = new HashMap<>();
    private long decayedMillis;

    HotSet(int namesMax, long halfLifeMillis, long nowMillis) {
        this.namesMax = (int) Require.range("symbolsMax", namesMax, 1, 100_000);
        this.halfLifeMillis = Require.range("halfLife", halfLifeMillis, 1, Long.MAX_VALUE);
        this.decayedMillis = nowMillis;
    }

    void add(Map<String, Long> reads, long nowMillis) {
        decay(nowMillis);
        reads.forEach((name, count) -> counts.merge(name, (double) count, Double::sum));
        if (counts.size() > namesMax) {
            counts.keySet().retainAll(hottest());
        }
    }

    private void decay(long nowMillis) {
        double factor = Math.pow(0.5, Math.max(0, nowMillis - decayedMillis) / (double) halfLifeMillis);
        decayedMillis = nowMillis;
        counts.replaceAll((_, count) -> count * factor);
        var _ = counts.values().removeIf(count -> count < COUNT_MIN);
    }

    /** Returns the names, hottest first. */
    List<String> hottest() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(namesMax)
                .map(Map.Entry::getKey)
                .toList();
    }
}

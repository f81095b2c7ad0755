package tradelab.venue.taiwan.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.auction.CallAuction.Outcome;
import tradelab.venue.taiwan.rules.Ticks;

class CallAuctionPropertyTest {
    private static final int BOOKS = 100_000;
    private static final int ORDERS_MAX = 12;
    private static final int TICKS_MAX = 30;

    private final SplittableRandom random = new SplittableRandom(583);

    /** Levels as a map from price to shares, best first. */
    private record Levels(TreeMap<Long, Long> shares) implements Demand {
        @Override
        public int levels() {
            return shares.size();
        }

        @Override
        public long price(int at) {
            return shares.keySet().stream().skip(at).findFirst().orElseThrow();
        }

        @Override
        public long shares(int at) {
            return shares.values().stream().skip(at).findFirst().orElseThrow();
        }

        long from(long price, boolean bids, boolean strictly) {
            long sum = 0;
            for (var each : shares.entrySet()) {
                long better = bids ? each.getKey() - price : price - each.getKey();
                sum += better > 0 || (better == 0 && !strictly) ? each.getValue() : 0;
            }
            return sum;
        }
    }

    @Test
    void pricesEveryRandomBookAsTryingEveryTickDoes() {
        int traded = 0;
        int tied = 0;
        for (int i = 0; i < BOOKS; i++) {
            Ticks ticks = random.nextBoolean() ? Ticks.STOCK : Ticks.FUND;
            // Books lie across the band edges too.
            long low = ticks.floor((long) (random.nextDouble() * 600 * Decimals.ONE) + Decimals.ONE);
            int spread = 1 + random.nextInt(TICKS_MAX);
            Levels bids = levels(ticks, low, spread, true);
            Levels asks = levels(ticks, low, spread, false);
            long nearest = priceAt(ticks, low, random.nextInt(spread + 1));
            Outcome outcome = CallAuction.of(bids, asks, nearest, ticks);
            long[] expected = tryEveryTick(ticks, low, spread, bids, asks, nearest);
            assertThat(new long[] {outcome.price(), outcome.shares()})
                    .as("book %d: bids %s asks %s nearest %d", i, bids, asks, nearest)
                    .containsExactly(expected[0], expected[1]);
            traded += outcome.trades() ? 1 : 0;
            tied += expected[2] > 1 ? 1 : 0;
        }
        assertThat(traded).isGreaterThan(BOOKS / 2);
        assertThat(tied).isGreaterThan(BOOKS / 100);
        System.out.println("call auction: books=" + BOOKS + " equal=" + BOOKS + " traded=" + traded + " ties=" + tied);
    }

    /** Returns price, shares, and how many prices qualified. */
    private static long[] tryEveryTick(Ticks ticks, long low, int spread, Levels bids, Levels asks, long nearest) {
        long most = 0;
        long price = low;
        for (int i = 0; i <= spread; i++, price = ticks.up(price)) {
            most = Math.max(most, Math.min(bids.from(price, true, false), asks.from(price, false, false)));
        }
        if (most == 0) {
            return new long[] {0, 0, 0};
        }
        long best = 0;
        long qualified = 0;
        price = low;
        for (int i = 0; i <= spread; i++, price = ticks.up(price)) {
            long demand = bids.from(price, true, false);
            long supply = asks.from(price, false, false);
            long shares = Math.min(demand, supply);
            boolean betterFilled = bids.from(price, true, true) <= shares && asks.from(price, false, true) <= shares;
            boolean oneSideFilled = demand == shares || supply == shares;
            if (shares == most && betterFilled && oneSideFilled) {
                qualified++;
                best = best == 0 || Math.abs(price - nearest) < Math.abs(best - nearest) ? price : best;
            }
        }
        return new long[] {best, most, qualified};
    }

    private Levels levels(Ticks ticks, long low, int spread, boolean bids) {
        TreeMap<Long, Long> shares = bids ? new TreeMap<>(java.util.Comparator.reverseOrder()) : new TreeMap<>();
        int orders = random.nextInt(ORDERS_MAX);
        for (int i = 0; i < orders; i++) {
            Long _ = shares.merge(
                    priceAt(ticks, low, random.nextInt(spread + 1)), 1_000L * (1 + random.nextInt(5)), Long::sum);
        }
        return new Levels(shares);
    }

    private static long priceAt(Ticks ticks, long low, int up) {
        long price = low;
        for (int i = 0; i < up; i++) {
            price = ticks.up(price);
        }
        return price;
    }
}

package tradelab.venue.life;

import java.util.List;
import tradelab.venue.market.MarketSpec;

/** One generated market at a test desk, on a clock of the test's own. */
final class GeneratedMarket {
    static final MarketSpec BTC = MarketSpec.of("tBTCUSD", 644_000_000_000L, 2_000, 200_000_000_000L);
    static final MarketSpec ETH = MarketSpec.of("tETHUSD", 21_000_000_000L, 20_000, 2_000_000_000_000L);

    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long STEP_MILLIS = 5;
    private static final int EVENTS_MAX = 1_000;

    final TestDesk desk = new TestDesk();
    private final FairPrices prices;
    private final MarketCrowd crowd;
    private long nowMillis = START_MILLIS;

    GeneratedMarket(MarketSpec market, long seed, double perSecond, double volatility) {
        long startNanos = START_MILLIS * 1_000_000;
        prices = new FairPrices(List.of(market), seed, volatility, startNanos);
        crowd = new MarketCrowd(desk, new OrderFlow(market, seed + 1), new Arrivals(perSecond, seed + 2));
        crowd.past(prices.price(0), 1_000, nowMillis);
    }

    void step() {
        nowMillis += STEP_MILLIS;
        long nowNanos = nowMillis * 1_000_000;
        prices.advance(nowNanos);
        crowd.turn(prices.price(0), STEP_MILLIS * 1_000_000, nowMillis, EVENTS_MAX);
    }

    void run(double seconds) {
        for (long i = 0; i < seconds * 1_000 / STEP_MILLIS; i++) {
            step();
        }
    }

    long actions() {
        return crowd.actions();
    }

    long nowMillis() {
        return nowMillis;
    }
}

package tradelab.venue.life;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import tradelab.contracts.Decimals;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.matching.OrderKind;

class GeneratedMarketPropertyTest {
    @Property
    void theSameSeedGivesTheSameOrders(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2_000) int perSecond) {
        var first = new GeneratedMarket(GeneratedMarket.BTC, seed, perSecond, 5);
        var second = new GeneratedMarket(GeneratedMarket.BTC, seed, perSecond, 5);
        first.run(0.5);
        second.run(0.5);
        assertThat(first.desk.hash).isEqualTo(second.desk.hash);
        assertThat(first.actions()).isEqualTo(second.actions());
    }

    @Property
    void theBookIsTwoSidedDeepAndNeverCrossed(
            @ForAll long seed,
            @ForAll @LongRange(min = 100_000, max = 9_000_000_000_000L) long startPrice,
            @ForAll @IntRange(min = 0, max = 2_000) int perSecond,
            @ForAll @DoubleRange(min = 0, max = 100) double volatility) {
        var spec = MarketSpec.of("tBTCUSD", startPrice, 1, 1_000_000 * Decimals.ONE);
        var market = new GeneratedMarket(spec, seed, perSecond, volatility);
        for (int i = 0; i < 50; i++) {
            market.step();
            assertSound(market.desk);
        }
    }

    @Property
    void theBookComesBackAfterSomebodyTookHalfOfIt(@ForAll long seed, @ForAll boolean buys) {
        var market = new GeneratedMarket(GeneratedMarket.BTC, seed, 100, 1);
        long amount = market.desk.side(!buys).values().stream()
                        .mapToLong(TestDesk.Level::amount)
                        .sum()
                / 2;
        long _ = market.desk.submit(OrderKind.MARKET, buys ? amount : -amount, 0, market.nowMillis());
        market.step();
        assertSound(market.desk);
    }

    @Property
    void everyPriceHasFiveSignificantDigits(@ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 2) long price) {
        long onGrid = PriceGrid.floor(price);
        assertThat(onGrid).isPositive().isLessThanOrEqualTo(price);
        assertThat(Long.toString(onGrid).replaceAll("0+$", "").length()).isLessThanOrEqualTo(5);
        assertThat(price - onGrid).isLessThan(PriceGrid.tick(price));
    }

    private static void assertSound(TestDesk desk) {
        assertThat(desk.levels(true)).isGreaterThanOrEqualTo(OrderFlow.LEVELS_MIN);
        assertThat(desk.levels(false)).isGreaterThanOrEqualTo(OrderFlow.LEVELS_MIN);
        assertThat(desk.bestBid()).isLessThan(desk.bestAsk());
        assertThat(desk.bestBid()).isEqualTo(PriceGrid.floor(desk.bestBid()));
    }
}

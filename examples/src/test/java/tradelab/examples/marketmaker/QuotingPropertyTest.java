package tradelab.examples.marketmaker;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import tradelab.contracts.Decimals;
import tradelab.contracts.SignificantDigits;
import tradelab.contracts.trading.Side;

class QuotingPropertyTest {
    private static final long TICK = Decimals.ONE / 10;
    private static final int DIGITS = 5;

    @Property
    void neverCrossesAndNeverAsksForMoreThanItMayHold(
            @ForAll @LongRange(min = 100, max = 1_000_000) long bidTicks,
            @ForAll @IntRange(min = 1, max = 1_000) int spreadTicks,
            @ForAll @LongRange(min = 1, max = 10_000_000) long halfSpread,
            @ForAll @LongRange(min = 0, max = 10) long skew,
            @ForAll @LongRange(min = -120, max = 120) long inventory) {
        Quoting quoting =
                new Quoting(halfSpread, 7 * TICK, 100 * TICK, skew * Decimals.ONE, Decimals.ONE / 10_000, DIGITS);
        long bid = bidTicks * TICK;
        long ask = bid + spreadTicks * TICK;
        long held = inventory * TICK;
        Quoting.Wanted buy = quoting.wanted(Side.BUY, bid, ask, held);
        Quoting.Wanted sell = quoting.wanted(Side.SELL, bid, ask, held);
        if (buy != null) {
            assertThat(buy.price()).isPositive().isLessThan(ask);
            assertThat(SignificantDigits.fits(buy.price(), DIGITS)).isTrue();
            assertThat(held + buy.amount()).isLessThanOrEqualTo(100 * TICK);
            assertThat(quoting.mayStay(Side.BUY, buy.price(), buy, bid, ask)).isTrue();
            assertThat(quoting.mayStay(Side.BUY, ask, buy, bid, ask)).isFalse();
        }
        if (sell != null) {
            assertThat(sell.price()).isGreaterThan(bid);
            assertThat(SignificantDigits.fits(sell.price(), DIGITS)).isTrue();
            assertThat(held - sell.amount()).isGreaterThanOrEqualTo(-100 * TICK);
            assertThat(quoting.mayStay(Side.SELL, bid, sell, bid, ask)).isFalse();
        }
        assertThat(sell == null).isEqualTo(held <= -100 * TICK);
    }

    @Property
    void movesBothSidesAgainstWhatItHolds(
            @ForAll @LongRange(min = -100, max = 99) long inventory, @ForAll @LongRange(min = 1, max = 5) long skew) {
        Quoting quoting = new Quoting(Decimals.ONE / 1_000, TICK, 101 * TICK, skew * Decimals.ONE, 0, DIGITS);
        long bid = 50_000 * Decimals.ONE;
        long ask = 50_001 * Decimals.ONE;
        for (Side side : Side.values()) {
            Quoting.Wanted less = quoting.wanted(side, bid, ask, inventory * TICK);
            Quoting.Wanted more = quoting.wanted(side, bid, ask, (inventory + 1) * TICK);
            assertThat(less).isNotNull();
            assertThat(more).isNotNull();
            if (less != null && more != null) {
                assertThat(more.price()).isLessThanOrEqualTo(less.price());
            }
        }
    }
}

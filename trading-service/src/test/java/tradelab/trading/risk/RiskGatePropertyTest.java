package tradelab.trading.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.trading.risk.Gates.BTC;
import static tradelab.trading.risk.Gates.NOW;
import static tradelab.trading.risk.Gates.ask;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Order;
import tradelab.venue.market.Precision;

/** Each rule against the plainest way to say the same. */
class RiskGatePropertyTest {
    private static final long CENT = Decimals.ONE / 100;
    private static final long MILLI = Decimals.ONE / 1_000;

    @Property
    void ticksAndLotsLetMultiplesThroughAndNothingElse(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long price,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long amount) {
        boolean fits = price % CENT == 0 && amount % MILLI == 0 && amount >= MILLI;
        assertThat(ask(Gates.gate(RiskLimits.NONE), order(Side.BUY, price, amount)) == null)
                .isEqualTo(fits);
        assertThat(ask(Gates.gate(RiskLimits.NONE), order(Side.BUY, price * CENT / CENT / CENT * CENT + CENT, MILLI)))
                .isNull();
    }

    /** What it lets through, the exchange takes as it is; what it refuses, the exchange would cut. */
    @Property
    void onBitfinexLetsThroughWhatTheExchangeDoesNotCut(
            @ForAll @LongRange(min = 1, max = 10_000_000) long digits, @ForAll @IntRange(min = 0, max = 8) int power) {
        long price = BigDecimal.valueOf(digits, 2)
                .movePointRight(power)
                .min(BigDecimal.valueOf(10_000_000))
                .movePointRight(Decimals.SCALE)
                .longValueExact();
        SubmitOrder order = Gates.order(Gates.BITFINEX, Side.BUY, new Price(price), new Amount(Decimals.ONE));
        assertThat(ask(Gates.gate(RiskLimits.NONE), order) == null)
                .isEqualTo(Precision.cut(price, Precision.DIGITS) == price);
    }

    @Property
    void sizesAndNotionalsAreHeldToTheLastUnit(
            @ForAll @LongRange(min = 1, max = 100_000_000L) long cents,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long millis,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long amountMax,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long notionalMax) {
        SubmitOrder order = order(Side.SELL, cents * CENT, millis * MILLI);
        BigDecimal notional = BigDecimal.valueOf(cents, 2)
                .multiply(BigDecimal.valueOf(millis, 3))
                .setScale(Decimals.SCALE, RoundingMode.DOWN);
        boolean fits = millis * MILLI <= Math.min(amountMax, 1_000_000 * Decimals.ONE)
                && notional.compareTo(BigDecimal.valueOf(notionalMax, Decimals.SCALE)) <= 0;
        RiskGate gate = Gates.gate(Gates.sizes(new Amount(amountMax), new Amount(notionalMax)));
        assertThat(ask(gate, order) == null).isEqualTo(fits);
    }

    @Property
    void theCollarStopsWhatReachesBeyondTheOtherSide(
            @ForAll boolean buys,
            @ForAll @LongRange(min = 1, max = 1_000_000L) long cents,
            @ForAll @LongRange(min = 1, max = 1_000_000L) long bidCents,
            @ForAll @LongRange(min = 0, max = 1_000L) long spreadCents,
            @ForAll @LongRange(min = 0, max = 100) long collarPercent,
            @ForAll @LongRange(min = 0, max = 5_000) long age) {
        RiskGate gate = Gates.gate(Gates.collar(new Amount(collarPercent * CENT)));
        long ask = bidCents + spreadCents;
        Gates.quote(gate, bidCents * CENT, ask * CENT, NOW - age, Validity.LIVE);
        // in hundredths of a cent, so that nothing rounds
        boolean within =
                buys ? cents * 100 <= ask * (100 + collarPercent) : cents * 100 >= bidCents * (100 - collarPercent);
        assertThat(ask(gate, order(buys ? Side.BUY : Side.SELL, cents * CENT, MILLI)) == null)
                .isEqualTo(within && age <= 2_000);
    }

    @Property
    void openOrdersNeverAddUpToMoreThanTheExposureLimit(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 1, max = 2_000) Long> units,
            @ForAll @LongRange(min = 1, max = 10_000) long limit) {
        RiskGate gate = Gates.gate(Gates.exposure(new Amount(limit * Decimals.ONE)));
        List<Order> open = new ArrayList<>();
        long sum = 0;
        for (long value : units) {
            SubmitOrder order = order(value % 2 == 0 ? Side.BUY : Side.SELL, value * Decimals.ONE, Decimals.ONE);
            boolean fits = sum + value <= limit;
            assertThat(ask(gate, order) == null).isEqualTo(fits);
            if (fits) {
                open.add(Gates.open(gate, order));
                sum += value;
            }
            if (value % 5 == 0 && !open.isEmpty()) {
                Order ended = open.removeFirst();
                gate.books().forget(ended);
                sum -= ended.terms().price() / Decimals.ONE;
            }
        }
        assertThat(gate.books().notional("a1", BTC)).isEqualTo(sum * Decimals.ONE);
    }

    @Property
    void noSecondHoldsMoreOrdersThanTheRateAllows(
            @ForAll @IntRange(min = 1, max = 50) int perSecond,
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 200) Long> gaps) {
        RiskGate gate = Gates.gate(Gates.rate(perSecond));
        List<Long> taken = new ArrayList<>();
        long now = NOW;
        for (long gap : gaps) {
            now += gap;
            if (ask(gate, Gates.buy("100", "1"), now) == null) {
                taken.add(now);
            }
        }
        assertThat(taken).isNotEmpty();
        for (int i = 0; i + perSecond < taken.size(); i++) {
            assertThat(taken.get(i + perSecond) - taken.get(i)).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Property
    void noWindowHoldsMoreEqualOrdersThanAllowedAndOthersAreNotCounted(
            @ForAll @IntRange(min = 1, max = 5) int max,
            @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 1, max = 3) Integer> prices) {
        RiskGate gate = Gates.gate(Gates.alike(max));
        int[] taken = new int[4];
        for (int price : prices) {
            boolean fits = taken[price] < max;
            assertThat(ask(gate, order(Side.BUY, price * Decimals.ONE, Decimals.ONE)) == null)
                    .isEqualTo(fits);
            taken[price] += fits ? 1 : 0;
        }
        assertThat(ask(gate, order(Side.BUY, prices.getFirst() * Decimals.ONE, Decimals.ONE), NOW + 1_001))
                .isNull();
    }

    @Property
    void anOrderThatIsTakenMeetsNoneOfItsAccount(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -20, max = 20) Integer> prices) {
        RiskGate gate = Gates.gate(Gates.selfMatch());
        List<Integer> open = new ArrayList<>();
        for (int signed : prices) {
            int price = Math.abs(signed) + 1;
            boolean buys = signed >= 0;
            boolean meets = open.stream()
                    .anyMatch(other ->
                            other >= 0 != buys && (buys ? price >= Math.abs(other) + 1 : price <= Math.abs(other) + 1));
            SubmitOrder order = order(buys ? Side.BUY : Side.SELL, price * Decimals.ONE, Decimals.ONE);
            assertThat(ask(gate, order) == null).isEqualTo(!meets);
            if (!meets) {
                var _ = Gates.open(gate, order);
                open.add(signed);
            }
        }
    }

    @Property
    void theStricterOfTwoScopesHolds(
            @ForAll @LongRange(min = 1, max = 1_000) long one, @ForAll @LongRange(min = 1, max = 1_000) long other) {
        RiskLimits both =
                Gates.sizes(new Amount(one), new Amount(other)).and(Gates.sizes(new Amount(other), new Amount(one)));
        assertThat(both.amountMax()).isEqualTo(new Amount(Math.min(one, other)));
        assertThat(both.notionalMax()).isEqualTo(new Amount(Math.min(one, other)));
        assertThat(both.and(RiskLimits.NONE)).isEqualTo(both);
        assertThat(RiskLimits.NONE.and(both)).isEqualTo(both);
    }

    private static SubmitOrder order(Side side, long price, long amount) {
        return Gates.order(BTC, side, new Price(price), new Amount(amount));
    }
}

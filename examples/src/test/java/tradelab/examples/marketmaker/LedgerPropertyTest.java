package tradelab.examples.marketmaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import tradelab.contracts.Decimals;
import tradelab.contracts.trading.Side;

/** Against a book of the average price in decimal arithmetic. */
class LedgerPropertyTest {
    /** What the books say, in tenths and whole prices. */
    private static final class Books {
        private BigDecimal held = BigDecimal.ZERO;
        private BigDecimal average = BigDecimal.ZERO;
        private BigDecimal realized = BigDecimal.ZERO;

        void trade(BigDecimal amount, BigDecimal price) {
            if (held.signum() * amount.signum() >= 0) {
                BigDecimal after = held.add(amount);
                average = held.multiply(average).add(amount.multiply(price)).divide(after, MathContext.DECIMAL128);
                held = after;
                return;
            }
            BigDecimal closed = amount.abs().min(held.abs());
            realized =
                    realized.add(price.subtract(average).multiply(closed).multiply(BigDecimal.valueOf(held.signum())));
            held = held.add(amount);
            if (amount.abs().compareTo(closed) > 0) {
                average = price;
            }
        }
    }

    @Property
    void splitsTheProfitAsTheAverageCostDoesAndLosesNothing(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -4_000, max = 4_000) Integer> trades,
            @ForAll @LongRange(min = 1, max = 300) long middle) {
        Ledger ledger = new Ledger();
        Books books = new Books();
        int number = 0;
        for (int trade : trades) {
            int tenths = trade / 200 == 0 ? 1 : trade / 200;
            int price = Math.floorMod(trade, 200) + 1;
            BigDecimal amount = BigDecimal.valueOf(tenths, 1);
            number++;
            assertThat(ledger.told(LedgerTest.order(
                            "T" + number,
                            tenths > 0 ? Side.BUY : Side.SELL,
                            amount.abs().toPlainString(),
                            Integer.toString(price),
                            number)))
                    .isTrue();
            books.trade(amount, BigDecimal.valueOf(price));
            long at = middle * Decimals.ONE;
            assertThat(ledger.realized() + ledger.unrealized(at)).isEqualTo(ledger.profit(at));
            assertThat(units(ledger.realized()))
                    .isCloseTo(books.realized, within(BigDecimal.valueOf(number, Decimals.SCALE)));
            if (ledger.inventory() == 0) {
                assertThat(ledger.unrealized(at)).isZero();
            }
        }
        assertThat(units(ledger.inventory())).isEqualByComparingTo(books.held);
    }

    private static BigDecimal units(long value) {
        return BigDecimal.valueOf(value, Decimals.SCALE);
    }
}

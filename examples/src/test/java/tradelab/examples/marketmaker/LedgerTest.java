package tradelab.examples.marketmaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.Side;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void countsWhatEachOrderWasToldToHaveTradedLastOnce() {
        assertThat(ledger.told(order("T1", Side.BUY, "0.5", "100", 5))).isTrue();
        assertThat(ledger.told(order("T1", Side.BUY, "0.5", "100", 5))).isFalse();
        assertThat(ledger.told(order("T1", Side.BUY, "0.2", "90", 4))).isFalse();
        assertThat(ledger.told(order("T1", Side.BUY, "1", "101", 9))).isTrue();
        assertThat(ledger.told(order("T2", Side.SELL, "0.25", "110", 10))).isTrue();
        assertThat(ledger.inventory()).isEqualTo(Decimals.parse("inventory", "0.75"));
        assertThat(ledger.cash()).isEqualTo(Decimals.parse("cash", "-73.5"));
        assertThat(ledger.profit(Decimals.parse("middle", "104"))).isEqualTo(Decimals.parse("profit", "4.5"));
    }

    @Test
    void owesWhatItSoldWithoutHavingIt() {
        assertThat(ledger.told(order("T1", Side.SELL, "1", "100", 1))).isTrue();
        assertThat(ledger.told(order("T3", Side.SELL, "0", null, 2))).isTrue();
        assertThat(ledger.inventory()).isEqualTo(-Decimals.ONE);
        assertThat(ledger.profit(99 * Decimals.ONE)).isEqualTo(Decimals.ONE);
    }

    @Test
    void realizesAtTheAverageCostWhatIsClosedAndBeginsAnewWhereItTurns() {
        assertThat(ledger.told(order("T1", Side.BUY, "1", "100", 1))).isTrue();
        assertThat(ledger.told(order("T2", Side.BUY, "1", "110", 2))).isTrue();
        assertThat(ledger.realized()).as("nothing was closed").isZero();
        assertThat(ledger.unrealized(104 * Decimals.ONE)).isEqualTo(-2 * Decimals.ONE);
        assertThat(ledger.told(order("T3", Side.SELL, "1", "109", 3))).isTrue();
        assertThat(ledger.realized()).isEqualTo(4 * Decimals.ONE);
        assertThat(ledger.unrealized(105 * Decimals.ONE)).isZero();
        assertThat(ledger.told(order("T4", Side.SELL, "3", "100", 4))).isTrue();
        assertThat(ledger.inventory()).isEqualTo(-2 * Decimals.ONE);
        assertThat(ledger.realized()).isEqualTo(-Decimals.ONE);
        assertThat(ledger.unrealized(99 * Decimals.ONE)).isEqualTo(2 * Decimals.ONE);
    }

    static OrderView order(String id, Side side, String filled, @Nullable String average, long sequence) {
        return new OrderView(
                id,
                "mm",
                "c" + id,
                Instrument.parse("BITFINEX:tBTCUSD"),
                side,
                OrderType.LIMIT,
                Price.parse("100"),
                Amount.parse("100"),
                true,
                null,
                OrderStatus.PARTIAL,
                Amount.parse(filled),
                average == null ? null : Price.parse(average),
                "7",
                null,
                false,
                sequence,
                1,
                1);
    }
}

package tradelab.trading.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Claimed;
import tradelab.trading.order.Order;

class LastGateTest {
    private static int names;

    private final LastGate gate = new LastGate(order -> order.account().equals("maker"));

    @Test
    void letsEachDurableIntentThroughOnce() {
        Operation place = place("a1", false, 1);
        gate.intended(List.of(place));
        assertThat(gate.passes(List.of(place))).isTrue();
        assertThat(gate.out()).isEqualTo(gate.in()).isEqualTo(1);
        assertThat(gate.passes(List.of(place))).isFalse();
        assertThat(gate.mismatch()).contains("its durable intent is none");
    }

    @Test
    void letsTheIntentOfALaterAttemptThroughAndNotAnOldOne() {
        Operation place = place("a1", false, 1);
        gate.intended(List.of(place));
        Claimed.claim(place.order(), 2);
        gate.intended(List.of(place));
        assertThat(gate.passes(List.of(place))).isTrue();
        Claimed.claim(place.order(), 3);
        gate.intended(List.of(place));
        Claimed.claim(place.order(), 4);
        assertThat(gate.passes(List.of(place))).isFalse();
        assertThat(gate.mismatch()).contains("batch 4").contains("batch 3");
    }

    @Test
    void stopsWhatNobodyIntendedAndThenEverythingButCancellations() {
        Operation intended = place("a1", false, 1);
        gate.intended(List.of(intended));
        assertThat(gate.passes(List.of(place("a1", false, 1)))).isFalse();
        assertThat(gate.passes(List.of(intended))).isFalse();
        assertThat(gate.passes(List.of(new Operation.Cancel(intended.order(), "9"))))
                .isTrue();
    }

    @Test
    void stopsATakerOfAMakerOnlyAccountEvenIfItCameSoFar() {
        Operation maker = place("maker", true, 1);
        Operation taker = place("maker", false, 1);
        gate.intended(List.of(maker, taker));
        assertThat(gate.passes(List.of(maker))).isTrue();
        assertThat(gate.passes(List.of(taker))).isFalse();
        assertThat(gate.mismatch()).contains("maker-only");
    }

    private static Operation place(String account, boolean postOnly, long batchId) {
        Order order = Claimed.order(
                new SubmitOrder(
                        account,
                        "g" + ++names,
                        Instrument.parse("BITFINEX:tBTCUSD"),
                        Side.BUY,
                        OrderType.LIMIT,
                        Price.parse("100"),
                        Amount.parse("1"),
                        postOnly),
                batchId);
        return new Operation.Place(order);
    }
}

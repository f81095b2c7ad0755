package tradelab.trading.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.trading.order.Admission;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Orders;

class AbsenceProofTest {
    private static final long NOW = Orders.NOW;
    private final OrderCore core = new OrderCore(0, 100, 600_000);
    private final AbsenceProof proof = new AbsenceProof(3, 1_000);

    @Test
    void needsBothTheReadingsAndTheQuarantine() {
        Order order = inDoubt();
        assertThat(proof.absent(order, NOW + 1)).isFalse();
        assertThat(proof.absent(order, NOW + 2)).isFalse();
        assertThat(proof.absent(order, NOW + 3)).as("too soon").isFalse();
        assertThat(proof.absent(order, NOW + 1_000)).isTrue();
    }

    @Test
    void isNotImpressedByTimeAlone() {
        Order order = inDoubt();
        assertThat(proof.absent(order, NOW + 100_000)).isFalse();
        assertThat(proof.absent(order, NOW + 200_000)).isFalse();
        assertThat(proof.absent(order, NOW + 300_000)).isTrue();
    }

    @Test
    void ignoresAReadingThatBeganBeforeTheDoubt() {
        Order order = inDoubt();
        for (int i = 0; i < 10; i++) {
            assertThat(proof.absent(order, NOW)).isFalse();
        }
    }

    @Test
    void startsAnewForEveryAttempt() {
        Order order = inDoubt();
        assertThat(proof.absent(order, NOW + 1)).isFalse();
        assertThat(proof.absent(order, NOW + 2)).isFalse();
        assertThat(core.notExecuted(order, NOW + 3)).hasSize(1);
        assertThat(core.claim(order, 2, NOW + 4)).hasSize(1);
        assertThat(proof.absent(order, NOW + 5_000)).as("on its way").isFalse();
        assertThat(core.unanswered(order, NOW + 6_000)).isEmpty();
        assertThat(proof.absent(order, NOW + 8_000)).isFalse();
        assertThat(proof.absent(order, NOW + 8_001)).isFalse();
        assertThat(proof.absent(order, NOW + 8_002)).isTrue();
    }

    private Order inDoubt() {
        Order order = ((Admission.New) core.submit(Orders.limit("a", 1), NOW)).order();
        assertThat(List.of(core.accepted(order, 1), core.claim(order, 1, NOW), core.unanswered(order, NOW)))
                .hasSize(3);
        return order;
    }
}

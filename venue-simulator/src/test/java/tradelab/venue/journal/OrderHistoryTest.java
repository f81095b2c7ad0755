package tradelab.venue.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tradelab.venue.journal.OrderHistory.Kind;

class OrderHistoryTest {
    private long call = 7;
    private final OrderHistory history = new OrderHistory(100, () -> call);

    @Test
    void keepsEverythingInOneSequenceWithTheCallThatBroughtIt() {
        add(Kind.NEW, 1);
        call = 8;
        add(Kind.CANCEL, 1);
        call = 0;
        add(Kind.CLOSE, 1);
        assertThat(history.page(0, 10))
                .extracting(OrderHistory.Entry::kind)
                .containsExactly(Kind.NEW, Kind.CANCEL, Kind.CLOSE);
        assertThat(history.page(0, 10)).extracting(OrderHistory.Entry::call).containsExactly(7L, 8L, 0L);
        assertThat(history.page(1, 1)).extracting(OrderHistory.Entry::sequence).containsExactly(2L);
        assertThat(history.oldest()).isEqualTo(1);
    }

    @Test
    void saysThatTheOldestHaveGivenWay() {
        for (int i = 1; i <= 250; i++) {
            add(Kind.NEW, i);
        }
        assertThat(history.oldest()).isEqualTo(151);
        assertThat(history.page(0, 1_000))
                .hasSize(100)
                .first()
                .extracting(OrderHistory.Entry::cid)
                .isEqualTo(151L);
        assertThat(history.page(250, 10)).isEmpty();
    }

    private void add(Kind kind, long cid) {
        history.add(kind, 1_000, "key", "tBTCUSD", cid, 1_000 + cid, 0, 100, 200, null);
    }
}

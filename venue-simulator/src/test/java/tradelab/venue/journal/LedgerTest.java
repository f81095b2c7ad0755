package tradelab.venue.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    @Test
    void countsArrivalsAndClientIdsThatWereAcceptedTwice() {
        Ledger ledger = new Ledger(100);
        add(ledger, 1, 7, null);
        add(ledger, 2, 7, null);
        add(ledger, 3, 8, null);
        add(ledger, 0, 9, "no");
        add(ledger, 4, 0, null);
        assertThat(ledger.snapshot().count()).isEqualTo(new LedgerSummary(5, 4, 1, 2, 1, 5));
    }

    @Test
    void pagesThroughEverythingInOrder() {
        Ledger ledger = new Ledger(100_000);
        for (int i = 1; i <= 10_000; i++) {
            add(ledger, i, i, null);
        }
        assertThat(ledger.page(4_090, 10))
                .extracting(Arrival::orderId)
                .startsWith(4_091L)
                .endsWith(4_100L);
        assertThat(ledger.page(9_995, 100)).hasSize(5);
        assertThat(ledger.page(10_000, 100)).isEmpty();
    }

    @Test
    void forgetsTheOldestAndKeepsTheCounts() {
        Ledger ledger = new Ledger(5_000);
        for (int i = 1; i <= 50_000; i++) {
            add(ledger, i, i, null);
        }
        LedgerSummary summary = ledger.snapshot().count();
        assertThat(summary.arrivals()).isEqualTo(50_000);
        assertThat(summary.retained()).isBetween(5_000L, 10_000L).isEqualTo(summary.distinctCids());
        assertThat(ledger.page(0, 1).getFirst().sequence()).isEqualTo(50_000 - summary.retained() + 1);
    }

    private static void add(Ledger ledger, long orderId, long cid, @org.jspecify.annotations.Nullable String refusal) {
        ledger.add(0, orderId, cid, 0, "demo", "tBTCUSD", 1, 1, refusal);
    }
}

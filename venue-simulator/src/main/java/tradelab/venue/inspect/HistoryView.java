package tradelab.venue.inspect;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.journal.OrderHistory;

/** An entry of the history as JSON; ids that there are not are absent. */
record HistoryView(
        long sequence,
        long atMillis,
        OrderHistory.Kind kind,
        long call,
        String account,
        String symbol,
        @Nullable Long cid,
        @Nullable Long orderId,
        @Nullable Long tradeId,
        String amount,
        String price,
        @Nullable String refusal) {
    static HistoryView of(OrderHistory.Entry entry) {
        return new HistoryView(
                entry.sequence(),
                entry.atMillis(),
                entry.kind(),
                entry.call(),
                entry.account(),
                entry.symbol(),
                given(entry.cid()),
                given(entry.orderId()),
                given(entry.tradeId()),
                Decimals.format(entry.amount()),
                Decimals.format(entry.price()),
                entry.refusal());
    }

    private static @Nullable Long given(long id) {
        return id == 0 ? null : id;
    }
}

package tradelab.venue.inspect;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.journal.Arrival;

/** An arrival as JSON; ids that were not given are absent. */
record ArrivalView(
        long sequence,
        long receivedMillis,
        String outcome,
        @Nullable Long orderId,
        @Nullable Long cid,
        @Nullable Long gid,
        String account,
        String symbol,
        String amount,
        String price,
        @Nullable String refusal) {
    static ArrivalView of(Arrival arrival) {
        return new ArrivalView(
                arrival.sequence(),
                arrival.receivedMillis(),
                arrival.refusal() == null ? "ACCEPTED" : "REFUSED",
                given(arrival.orderId()),
                given(arrival.cid()),
                given(arrival.gid()),
                arrival.account(),
                arrival.symbol(),
                Decimals.format(arrival.amount()),
                Decimals.format(arrival.price()),
                arrival.refusal());
    }

    private static @Nullable Long given(long id) {
        return id == 0 ? null : id;
    }
}

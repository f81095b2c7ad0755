package tradelab.trading.simulation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.trading.ledger.Law;

/** What must hold whenever a call arrives at the venue. */
final class ArrivalLaws {
    private ArrivalLaws() {}

    /** @param spared which orders may arrive since trading was stopped; null while it is not */
    static void check(SimulatedLog log, List<SimulatedVenue.Op> ops, @Nullable Set<Long> spared) {
        int before = 0;
        for (SimulatedVenue.Op op : ops) {
            SimulatedLog.Row row = log.rows.get(op.cid());
            int rank = op.cancel() ? 0 : row != null && row.request().mustReduce() ? 1 : 2;
            Broken.unless(before <= rank, Law.IN_TURN, "behind what is less urgent in its call: " + op);
            before = rank;
            if (!op.cancel()) {
                Broken.unless(
                        row != null && row.batchId() > 0, Law.NO_STRANGER, "it arrived before it was durable: " + op);
                Broken.unless(
                        spared == null || spared.contains(op.cid()),
                        Law.STOPPED_MEANS_STOPPED,
                        "it arrived after the stop: " + op);
            }
        }
    }
}

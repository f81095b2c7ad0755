package tradelab.trading.desk;

import java.time.Duration;
import java.util.Map;
import tradelab.trading.batch.Dispatcher;
import tradelab.trading.reconcile.Homes;
import tradelab.trading.reconcile.ReconcileSettings;
import tradelab.trading.risk.RiskGate;

/**
 * What a floor needs to be told.
 *
 * @param limits of a venue that has none of its own
 * @param venueLimits of venues that have, by name
 * @param breakerFailures failed calls in a row after which a venue is left alone
 * @param breakerOpen for how long
 * @param partitions among how many the accounts are spread
 */
public record FloorPlan(
        DeskSettings desk,
        ReconcileSettings reconcile,
        Dispatcher.Limits batches,
        VenueLimits limits,
        Map<String, VenueLimits> venueLimits,
        RiskGate.Bounds risk,
        int partitions,
        int breakerFailures,
        Duration breakerOpen) {
    /**
     * What a venue takes.
     *
     * @param callsPerMinute that carry orders, of all instances together
     * @param readsPerMinute of each kind of record, of all instances together
     * @param batchMax operations of one call
     */
    public record VenueLimits(int callsPerMinute, int readsPerMinute, int batchMax) {}

    VenueLimits limits(String venue) {
        return venueLimits.getOrDefault(venue, limits);
    }

    Homes homes() {
        return new Homes(partitions);
    }
}

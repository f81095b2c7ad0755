package tradelab.trading.desk;

import java.time.Duration;
import tradelab.trading.batch.Dispatcher;
import tradelab.trading.reconcile.Homes;
import tradelab.trading.reconcile.ReconcileSettings;
import tradelab.trading.risk.RiskGate;

/**
 * What a floor needs to be told.
 *
 * @param callsPerMinute of all instances together
 * @param breakerFailures failed calls in a row after which a venue is left alone
 * @param breakerOpen for how long
 * @param partitions among how many the accounts are spread
 */
public record FloorPlan(
        DeskSettings desk,
        ReconcileSettings reconcile,
        Dispatcher.Limits batches,
        int callsPerMinute,
        RiskGate.Bounds risk,
        int partitions,
        int breakerFailures,
        Duration breakerOpen) {
    Homes homes() {
        return new Homes(partitions);
    }
}

package tradelab.trading.desk;

import tradelab.trading.batch.Dispatcher;
import tradelab.trading.reconcile.ReconcileSettings;
import tradelab.trading.risk.RiskGate;

/**
 * What a floor needs to be told.
 *
 * @param callsPerMinute of all instances together
 * @param partitions among how many the accounts are spread
 */
public record FloorPlan(
        DeskSettings desk,
        ReconcileSettings reconcile,
        Dispatcher.Limits batches,
        int callsPerMinute,
        RiskGate.Bounds risk,
        int partitions) {
    double operationsPerSecond() {
        return callsPerMinute * (double) batches.operationsMax() / 60;
    }
}

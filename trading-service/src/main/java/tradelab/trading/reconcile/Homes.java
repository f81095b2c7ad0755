package tradelab.trading.reconcile;

import tradelab.contracts.Require;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.VenueReport;

/**
 * Says which partition looks at an order that a venue shows, so that one does, and only one, whoever placed it.
 *
 * @param partitions that there are, in all instances
 */
public record Homes(int partitions) {
    public Homes {
        partitions = (int) Require.range("partitions", partitions, 1, ClientIds.PARTITIONS_MAX);
    }

    /** Returns whether its client id can be one of ours. Another may still be ours: a venue may show orders without it. */
    public boolean mayBeOurs(VenueReport report) {
        return report.cid() > 0 && ClientIds.partition(report.cid()) < partitions;
    }

    /** Returns the partition that looks at the order if no partition knows the venue's name of it. */
    public int of(VenueReport report) {
        return mayBeOurs(report)
                ? ClientIds.partition(report.cid())
                : Math.floorMod(report.venueOrderId().hashCode(), partitions);
    }
}

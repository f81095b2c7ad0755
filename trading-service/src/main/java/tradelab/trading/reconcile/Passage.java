package tradelab.trading.reconcile;

import java.util.List;
import java.util.function.IntConsumer;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.VenueRecords;

/**
 * A complete reading on its way through the orders of all parts, a bounded piece a turn: both may be a million.
 *
 * <p>Plain Java, not thread-safe.
 */
public final class Passage {
    private final VenueRecords records;
    private final Homes homes;
    private final List<Conclusions.Drawing> parts;
    private final int[] partitions;
    private int fills;
    private int open;
    private int closed;

    /** @param partitions of the parts */
    public Passage(VenueRecords records, Homes homes, List<Conclusions.Drawing> parts, int... partitions) {
        this.records = records;
        this.homes = homes;
        this.parts = List.copyOf(parts);
        this.partitions = partitions.clone();
    }

    /** Returns whether everything is concluded. */
    public boolean isDone() {
        return parts.stream().allMatch(Conclusions.Drawing::isEnded);
    }

    /** Looks at {@code most} records and orders, if there are as many; once at each record, once at each order. */
    public void next(int most, long nowMillis) {
        int left = most;
        while (left > 0 && fills < records.fills().size()) {
            executed(records.fills().get(fills++), nowMillis);
            left--;
        }
        while (left > 0 && open < records.open().size()) {
            shown(records.open().get(open++), nowMillis);
            left--;
        }
        while (left > 0 && closed < records.closed().size()) {
            shown(records.closed().get(closed++), nowMillis);
            left--;
        }
        for (int i = 0; i < parts.size() && left > 0; i++) {
            if (!parts.get(i).isEnded()) {
                left = parts.get(i).lacking(left, nowMillis);
            }
        }
    }

    private void executed(VenueFill fill, long nowMillis) {
        each(i -> {
            if (fill.cid() == 0 || ClientIds.partition(fill.cid()) == partitions[i]) {
                parts.get(i).executed(fill, nowMillis);
            }
        });
    }

    /** An order without an id of ours belongs to the part that knows the venue's id; a foreign one to its home. */
    private void shown(VenueReport report, long nowMillis) {
        boolean home = homes.mayBeOurs(report)
                || parts.stream().noneMatch(part -> part.core().knows(report.venueOrderId()));
        int at = home ? homes.of(report) : 0;
        each(i -> {
            if (home ? at == partitions[i] : parts.get(i).core().knows(report.venueOrderId())) {
                parts.get(i).shown(report, nowMillis);
            }
        });
    }

    private void each(IntConsumer action) {
        for (int i = 0; i < partitions.length; i++) {
            if (!parts.get(i).isEnded()) {
                action.accept(i);
            }
        }
    }
}

package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.reconcile.Conclusions;
import tradelab.trading.reconcile.Homes;
import tradelab.trading.reconcile.Passage;
import tradelab.trading.venue.VenueRecords;

/** How a gateway holds its orders against the venue's records, with the production code. */
final class Reading {
    /** Records or orders of which the conclusions are drawn at once, so that other things happen in between. */
    private static final int SLICE = 8;

    private final Setup setup;
    private final Gateway gateway;
    private final Conclusions conclusions;

    /** When the last one began. */
    long began;

    /** What it showed then, until it ends. */
    @Nullable
    List<VenueReport> open;

    /** Whether one was concluded. */
    boolean reconciled;

    private @Nullable Passage passage;
    private Conclusions.@Nullable Drawing drawing;

    Reading(Setup setup, Gateway gateway) {
        this.setup = setup;
        this.gateway = gateway;
        boolean hasty = setup.has(Bug.CONCLUDES_TOO_SOON);
        this.conclusions = new Conclusions(
                gateway.core,
                hasty ? 1 : setup.times().readings(),
                hasty ? 0 : setup.times().quarantine(),
                0);
    }

    /** Goes on where another one is that draws no conclusions just now. */
    void take(Reading other) {
        began = other.began;
        open = other.open;
        reconciled = other.reconciled;
    }

    void forget() {
        open = null;
        passage = null;
        drawing = null;
    }

    boolean isConcluding() {
        return passage != null;
    }

    /** Begins to draw the conclusions of a complete reading. */
    void ends(VenueRecords records, long now) {
        List<VenueFill> fills = new ArrayList<>();
        for (VenueFill fill : records.fills()) {
            Order order = gateway.core.find(fill.cid());
            if (!setup.has(Bug.DROPS_LATE_FILLS)
                    || (order != null && !order.status().isFinal())) {
                fills.add(gateway.counted(fill));
            }
        }
        open = null;
        drawing = conclusions.begin(began, records.closedSinceMillis());
        passage = new Passage(
                new VenueRecords(records.open(), records.closed(), fills, records.closedSinceMillis()),
                new Homes(1),
                List.of(drawing),
                0);
        goOn(now);
    }

    /** Draws a few of the conclusions; in a small world, where the venue tells nothing, all of them. */
    void goOn(long now) {
        Passage concluding = passage;
        Conclusions.Drawing drawn = drawing;
        if (concluding == null || drawn == null) {
            return;
        }
        concluding.next(setup.told() ? SLICE : Integer.MAX_VALUE, now);
        gateway.apply(drawn.take().effects());
        if (concluding.isDone()) {
            forget();
            reconciled = true;
        }
    }
}

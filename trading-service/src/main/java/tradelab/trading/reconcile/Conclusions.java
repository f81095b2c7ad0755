package tradelab.trading.reconcile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.VenueRecords;

/** What a complete reading of the venue's records means for our orders. Plain Java, not thread-safe. */
public final class Conclusions {
    private final OrderCore core;
    private final AbsenceProof proof;
    private final long clockSkewMillis;
    private final long quarantineMillis;
    private final Predicate<Order> ours;

    /** @param clockSkewMillis how far the venue's clock may be behind ours */
    public Conclusions(OrderCore core, int readingsMin, long quarantineMillis, long clockSkewMillis) {
        this(core, readingsMin, quarantineMillis, clockSkewMillis, _ -> true);
    }

    /** @param ours which orders go to the venue whose records these are */
    public Conclusions(
            OrderCore core, int readingsMin, long quarantineMillis, long clockSkewMillis, Predicate<Order> ours) {
        this.ours = ours;
        this.core = core;
        this.proof = new AbsenceProof(readingsMin, quarantineMillis);
        this.clockSkewMillis = clockSkewMillis;
        this.quarantineMillis = quarantineMillis;
    }

    /** What was concluded. {@code missing} are orders that the venue once showed and shows nowhere now. */
    public record Result(List<Effect> effects, List<Order> provenUnsent, List<Order> missing) {}

    /** Draws the conclusions of {@code records}, whose reading began at {@code beganMillis}. */
    public Result of(VenueRecords records, long beganMillis, long nowMillis) {
        Result result = new Result(new ArrayList<>(), new ArrayList<>(0), new ArrayList<>(0));
        Set<Long> seen = new HashSet<>();
        for (VenueFill fill : records.fills()) {
            result.effects.addAll(core.fill(fill, nowMillis));
        }
        for (VenueReport report : records.open()) {
            seen.add(report.cid());
            result.effects.addAll(core.report(report, true, nowMillis));
        }
        for (VenueReport report : records.closed()) {
            seen.add(report.cid());
            result.effects.addAll(core.report(report, true, nowMillis));
        }
        for (Order order : core.open()) {
            if (order.isUnsent()) {
                continue; // no reading says anything about it
            }
            if (seen.contains(order.cid())) {
                proof.settled(order);
            } else if (ours.test(order) && order.createdMillis() - clockSkewMillis >= records.closedSinceMillis()) {
                absent(order, beganMillis, result);
            }
        }
        for (Order order : result.provenUnsent) {
            result.effects.addAll(core.provenUnsent(order, nowMillis));
        }
        return result;
    }

    private void absent(Order order, long beganMillis, Result result) {
        if (proof.absent(order, beganMillis)) {
            result.provenUnsent.add(order);
        } else if (order.venueOrderId() != null && order.updatedMillis() < beganMillis - quarantineMillis) {
            result.missing.add(order);
        }
    }
}

package tradelab.trading.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.SubmitOrder;

/**
 * Decides what happens to orders: {@code (state, command or event, now) -> (state', effects)}.
 *
 * <p>Deterministic plain Java; time is an argument. Not thread-safe: one event loop owns it.
 */
public final class OrderCore {
    /*
     * Laws, whatever the sequence of calls:
     * - a status never moves back, and a final one never moves;
     * - filled never shrinks and never exceeds the amount; each trade counts once;
     * - an order is claimed for sending only while it is proven that the venue has never seen it (Order.unsent). The
     *   first claim ends that proof; only notExecuted and provenUnsent, which carry the venue's word, restore it;
     * - so an order in doubt stays in doubt until a report, a fill or a proof of absence, never by time alone;
     * - a cancellation is sent only for an order that the venue has shown.
     * An order that is sent again keeps its status (SENDING or IN_DOUBT), because statuses do not move back.
     */

    private final ClientIds ids;
    private final OrderIndex index;
    private final long ageMaxMillis;

    /**
     * @param lastCid the highest client id in the database, 0 for none
     * @param finalOrdersMax how many final orders stay in memory
     * @param ageMaxMillis an order older than this is not sent any more
     */
    public OrderCore(long lastCid, int finalOrdersMax, long ageMaxMillis) {
        this.ids = new ClientIds(lastCid);
        this.index = new OrderIndex(finalOrdersMax);
        this.ageMaxMillis = ageMaxMillis;
    }

    static OrderRef ref(Order order) {
        return new OrderRef(order.request().account(), order.request().clientOrderId());
    }

    /** Takes a request in, or finds the order that has its name. */
    public Admission submit(SubmitOrder request, long nowMillis) {
        OrderRef ref = new OrderRef(request.account(), request.clientOrderId());
        Order known = index.byRef(ref);
        if (known != null) {
            return new Admission.Known(known);
        }
        Order order = new Order(request, ids.next(nowMillis), nowMillis);
        index.add(ref, order);
        return new Admission.New(order);
    }

    /** The acceptance of {@code order} is durable. */
    public List<Effect> accepted(Order order, long sequence) {
        order.accepted(sequence);
        return List.of(new Effect.QueueNew(order));
    }

    /** {@code order} is not in the database and never will be: its name is free again. */
    public void dropped(Order order) {
        if (order.status != OrderStatus.QUEUED || order.durableView() != null) {
            throw new IllegalStateException("order: expected one that was never stored, got " + order.orderId());
        }
        index.remove(ref(order), order);
    }

    /** Puts back an order that the database has as open. To be called before anything else, in order of cid. */
    public List<Effect> restore(Order order, List<VenueFill> fills, long nowMillis) {
        for (VenueFill fill : fills) {
            boolean _ = order.count(fill);
        }
        index.add(ref(order), order);
        return switch (order.status) {
            case QUEUED -> List.of(new Effect.QueueNew(order));
            case SENDING -> unanswered(order, nowMillis);
            case IN_DOUBT -> {
                order.doubtSinceMillis = nowMillis;
                yield List.of();
            }
            case ACTIVE, PARTIAL, FILLED, CANCELED, REJECTED, EXPIRED -> List.of();
        };
    }

    /** Asks for a cancellation. Nothing comes of a second one, nor for a final order. */
    public List<Effect> cancel(Order order, long nowMillis) {
        if (order.status.isFinal() || order.cancelRequested) {
            return List.of();
        }
        order.cancelRequested = true;
        if (order.unsent) {
            return moveTo(order, OrderStatus.CANCELED, "cancelled before it was sent", nowMillis);
        }
        List<Effect> effects = new ArrayList<>(2);
        effects.add(stored(order, nowMillis));
        queueCancel(order, effects);
        return effects;
    }

    /**
     * Claims a queued order for a batch: when the returned effect is durable it may be sent.
     *
     * @return nothing if it may not be sent any more; an order that grew too old expires
     */
    public List<Effect> claim(Order order, long batchId, long nowMillis) {
        if (!order.isUnsent()) {
            return List.of();
        }
        if (isTooOld(order, nowMillis)) {
            return moveTo(order, OrderStatus.EXPIRED, "waited too long to be sent", nowMillis);
        }
        order.unsent = false;
        order.batchId = batchId;
        order.doubtSinceMillis = Order.ON_ITS_WAY;
        if (order.status == OrderStatus.QUEUED) {
            return moveTo(order, OrderStatus.SENDING, null, nowMillis);
        }
        return List.of(stored(order, nowMillis));
    }

    /** The venue has refused this attempt for good. */
    public List<Effect> refused(Order order, String reason, long nowMillis) {
        if (isAwaitingAnswer(order)) {
            return moveTo(order, OrderStatus.REJECTED, reason, nowMillis);
        }
        return order.status.isFinal()
                ? List.of()
                : List.of(new Effect.Alarm("refusal_of_a_known_order", order.orderId() + " " + reason));
    }

    /** Whether the venue has this attempt is not known. */
    public List<Effect> unanswered(Order order, long nowMillis) {
        if (!isAwaitingAnswer(order)) {
            return List.of();
        }
        order.doubtSinceMillis = nowMillis;
        return order.status == OrderStatus.SENDING ? moveTo(order, OrderStatus.IN_DOUBT, null, nowMillis) : List.of();
    }

    /** The venue has definitely not taken this attempt; another may be made. */
    public List<Effect> notExecuted(Order order, long nowMillis) {
        return isAwaitingAnswer(order) ? again(order, nowMillis) : List.of();
    }

    /** The venue's own records show that an order in doubt never reached it. */
    public List<Effect> provenUnsent(Order order, long nowMillis) {
        return order.isInDoubt() ? again(order, nowMillis) : List.of();
    }

    private List<Effect> again(Order order, long nowMillis) {
        order.unsent = true;
        if (order.cancelRequested) {
            return moveTo(order, OrderStatus.CANCELED, "cancelled before it reached the venue", nowMillis);
        }
        if (isTooOld(order, nowMillis)) {
            return moveTo(order, OrderStatus.EXPIRED, "proven never to have reached the venue", nowMillis);
        }
        return List.of(new Effect.QueueNew(order));
    }

    /** The cancellation's bytes may leave now. Returns false if there is nothing to cancel any more. */
    public boolean cancelSent(Order order) {
        boolean due = order.cancelStage == Order.CancelStage.QUEUED && !order.status.isFinal();
        order.cancelStage = due ? Order.CancelStage.SENT : Order.CancelStage.IDLE;
        return due;
    }

    /** The venue has taken the cancellation; the end of the order is still to be reported. */
    public void cancelTaken(Order order) {
        order.cancelStage = Order.CancelStage.TAKEN;
    }

    /** The cancellation had no known effect. The next report of an open order queues it again. */
    public void cancelFailed(Order order) {
        order.cancelStage = Order.CancelStage.IDLE;
    }

    /** The cancellation has definitely not reached the venue: it is queued again. */
    public List<Effect> cancelNotExecuted(Order order) {
        order.cancelStage = Order.CancelStage.IDLE;
        List<Effect> effects = new ArrayList<>(1);
        queueCancel(order, effects);
        return effects;
    }

    /**
     * The venue shows an order.
     *
     * @param polled true if we asked, after all answers so far: then a cancellation that was taken but shows no effect is
     *     queued again
     */
    public List<Effect> report(VenueReport report, boolean polled, long nowMillis) {
        Order order = find(report.cid(), report.venueOrderId());
        if (order == null || !report.matches(order)) {
            return report.state() == VenueReport.State.OPEN ? List.of(new Effect.Unknown(report)) : List.of();
        }
        List<Effect> effects = new ArrayList<>(2);
        if (contradicts(order, report, effects)) {
            return effects;
        }
        boolean changed = order.unsent;
        order.unsent = false;
        if (order.venueOrderId == null) {
            order.venueOrderId = report.venueOrderId();
            index.named(order);
            changed = true;
        }
        changed |= executed(order, report);
        OrderStatus before = order.status;
        OrderStatus next = statusOf(order, report);
        if (next.ordinal() > before.ordinal() && !before.isFinal()) {
            order.status = next;
            order.reason = next.isFinal() ? report.reason() : null;
            index.moved(before, order);
            changed = true;
        }
        if (changed) {
            effects.add(stored(order, nowMillis));
        }
        if (polled && order.cancelStage == Order.CancelStage.TAKEN) {
            order.cancelStage = Order.CancelStage.IDLE;
        }
        queueCancel(order, effects);
        return effects;
    }

    /** The venue has executed a part of an order. */
    public List<Effect> fill(VenueFill fill, long nowMillis) {
        Order order = find(fill.cid(), fill.venueOrderId());
        if (order == null) {
            return fill.cid() > 0 ? List.of(new Effect.StoreFill(fill)) : List.of();
        }
        List<Effect> effects = new ArrayList<>(3);
        effects.add(new Effect.StoreFill(fill.of(order.cid())));
        if (!order.count(fill)) {
            return order.learnsFee(fill) ? effects : List.of();
        }
        if (order.filledByTrades() > order.amount()) {
            effects.add(new Effect.Alarm("filled_beyond_amount", order.orderId() + " trade " + fill.tradeId()));
            return effects;
        }
        if (order.filledByTrades() >= order.filled) {
            order.filled = order.filledByTrades();
            order.averagePrice = order.averageOfTrades();
            order.unsent = false;
            OrderStatus before = order.status;
            OrderStatus next = order.filled == order.amount() ? OrderStatus.FILLED : OrderStatus.PARTIAL;
            if (!before.isFinal() && next.ordinal() > before.ordinal()) {
                order.status = next;
                index.moved(before, order);
            }
            if (order.venueOrderId == null) {
                order.venueOrderId = fill.venueOrderId();
                index.named(order);
            }
            effects.add(stored(order, nowMillis));
        }
        queueCancel(order, effects);
        return effects;
    }

    /** Returns the order with this name, if it is in memory: every open one is. */
    public @Nullable Order find(OrderRef ref) {
        return index.byRef(ref);
    }

    /** Returns the order with this client id, if it is in memory. */
    public @Nullable Order find(long cid) {
        return index.byCid(cid);
    }

    /** Returns all orders that are not final, oldest first; a view, not a copy. */
    public Collection<Order> open() {
        return index.open();
    }

    /** Returns how many orders in memory have this status. */
    public int count(OrderStatus status) {
        return index.count(status);
    }

    private @Nullable Order find(long cid, String venueOrderId) {
        Order order = cid > 0 ? index.byCid(cid) : null;
        return order != null ? order : index.byVenueId(venueOrderId);
    }

    private boolean isTooOld(Order order, long nowMillis) {
        return nowMillis - order.createdMillis() > ageMaxMillis;
    }

    private static boolean isAwaitingAnswer(Order order) {
        return !order.unsent && (order.status == OrderStatus.SENDING || order.status == OrderStatus.IN_DOUBT);
    }

    private static boolean contradicts(Order order, VenueReport report, List<Effect> effects) {
        String detail = order.orderId() + " venue order " + report.venueOrderId() + " " + report.state();
        if (order.venueOrderId != null && !order.venueOrderId.equals(report.venueOrderId())) {
            effects.add(new Effect.Alarm("two_venue_orders_for_one", detail));
            return true;
        }
        if (order.status.isFinal() && order.venueOrderId == null) {
            effects.add(new Effect.Alarm("final_order_at_venue", detail));
            return true;
        }
        if (order.unsent) {
            effects.add(new Effect.Alarm("unsent_order_at_venue", detail)); // adopted all the same: the venue is right
        }
        if (report.executed() > order.amount()) {
            effects.add(new Effect.Alarm("filled_beyond_amount", detail));
        }
        return false;
    }

    private static boolean executed(Order order, VenueReport report) {
        long executed = report.state() == VenueReport.State.FILLED
                ? order.amount()
                : Math.min(report.executed(), order.amount());
        if (executed <= order.filled) {
            return false;
        }
        order.filled = executed;
        if (report.averagePrice() > 0) {
            order.averagePrice = report.averagePrice();
        }
        return true;
    }

    private static OrderStatus statusOf(Order order, VenueReport report) {
        if (order.filled == order.amount()) {
            return OrderStatus.FILLED;
        }
        return switch (report.state()) {
            case OPEN -> order.filled > 0 ? OrderStatus.PARTIAL : OrderStatus.ACTIVE;
            case FILLED -> OrderStatus.FILLED;
            case CANCELED -> OrderStatus.CANCELED;
            case REJECTED -> OrderStatus.REJECTED;
        };
    }

    private static void queueCancel(Order order, List<Effect> effects) {
        boolean atVenue = order.status == OrderStatus.ACTIVE || order.status == OrderStatus.PARTIAL;
        if (atVenue && order.cancelRequested && order.cancelStage == Order.CancelStage.IDLE) {
            order.cancelStage = Order.CancelStage.QUEUED;
            effects.add(new Effect.QueueCancel(order));
        }
    }

    private List<Effect> moveTo(Order order, OrderStatus next, @Nullable String reason, long nowMillis) {
        OrderStatus before = order.status;
        order.status = next;
        order.reason = reason;
        index.moved(before, order);
        return List.of(stored(order, nowMillis));
    }

    private static Effect stored(Order order, long nowMillis) {
        order.updatedMillis = nowMillis;
        return new Effect.Store(new OrderChange(order));
    }
}

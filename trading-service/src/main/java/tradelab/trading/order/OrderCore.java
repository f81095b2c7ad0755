package tradelab.trading.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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
     * - a cancellation or an amendment is sent only for an order that the venue has shown;
     * - an amendment states the whole terms, so one whose answer was lost may be sent again: it is, until the venue takes or
     *   shows the terms, or refuses them.
     * An order that is sent again keeps its status (SENDING or IN_DOUBT), because statuses do not move back.
     */

    private final ClientIds ids;
    private final OrderIndex index;
    private final long ageMaxMillis;
    private Function<Order, @Nullable String> gate = _ -> null;

    /**
     * @param lastCid the highest client id in the database, 0 for none
     * @param finalOrdersMax how many final orders stay in memory
     * @param ageMaxMillis an order older than this is not sent any more
     */
    public OrderCore(long lastCid, int finalOrdersMax, long ageMaxMillis) {
        this(0, lastCid, finalOrdersMax, ageMaxMillis);
    }

    /** @param partition to which all orders of this core belong */
    public OrderCore(int partition, long lastCid, int finalOrdersMax, long ageMaxMillis) {
        this.ids = new ClientIds(lastCid, partition);
        this.index = new OrderIndex(finalOrdersMax);
        this.ageMaxMillis = ageMaxMillis;
    }

    private OrderCore(OrderCore from) {
        this.ids = from.ids.copy();
        this.index = from.index.copy();
        this.ageMaxMillis = from.ageMaxMillis;
        this.gate = from.gate;
    }

    /** Returns an independent core in the same state, for exploring what could happen next. */
    OrderCore copy() {
        return new OrderCore(this);
    }

    /** Takes a request in, or finds the order that has its name. */
    public Admission submit(SubmitOrder request, long nowMillis) {
        Order known = index.byRef(request.ref());
        if (known != null) {
            return known.isFor(request) ? new Admission.Known(known) : new Admission.Taken(known);
        }
        Order order = new Order(request, ids.next(nowMillis), nowMillis);
        index.add(order);
        return new Admission.New(order);
    }

    /** The acceptance of {@code order} is durable. */
    public List<Effect> accepted(Order order, long sequence) {
        order.accepted(sequence);
        return List.of(new Effect.QueueNew(order));
    }

    /** {@code order} is not in the database and never will be: its name is free again. */
    public void dropped(Order order) {
        if (order.status != OrderStatus.QUEUED || order.isDurable()) {
            throw new IllegalStateException("order: expected one that was never stored, got " + order.orderId());
        }
        index.remove(order);
    }

    /** Puts back a final order whose executions the database does not have all. */
    public void restoreUnsettled(Order order, List<VenueFill> fills) {
        for (VenueFill fill : fills) {
            boolean _ = order.count(fill);
        }
        index.addClosed(order);
    }

    /** Puts back an order that the database has as open. To be called before anything else, in order of cid. */
    public List<Effect> restore(Order order, List<VenueFill> fills, long nowMillis) {
        for (VenueFill fill : fills) {
            boolean _ = order.count(fill);
        }
        index.add(order);
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
        Cancellations.queue(order, effects);
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
        String stopped = stopped(order);
        if (stopped != null) {
            return moveTo(order, OrderStatus.CANCELED, stopped, nowMillis);
        }
        order.unsent = false;
        order.working = order.terms;
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
        return Cancellations.sent(order);
    }

    /** The venue has taken the cancellation; the end of the order is still to be reported. */
    public void cancelTaken(Order order) {
        order.cancelStage = Order.Stage.TAKEN;
    }

    /** The cancellation had no known effect. The next report of an open order queues it again. */
    public void cancelFailed(Order order) {
        order.cancelStage = Order.Stage.IDLE;
    }

    /** The cancellation has definitely not reached the venue: it is queued again. */
    public List<Effect> cancelNotExecuted(Order order) {
        return Cancellations.again(order);
    }

    /**
     * Asks for other terms. Of several amendments that have not left yet only the last is sent.
     *
     * @param wanted the new terms, both of them
     */
    public Amendment amend(Order order, Terms wanted, long nowMillis) {
        return Amendments.amend(order, wanted, nowMillis);
    }

    /** Returns the terms whose bytes may leave now, or null if there is nothing to amend any more. */
    public @Nullable Terms amendSent(Order order) {
        return Amendments.sent(order);
    }

    /** The venue has taken an amendment. If its owner wants something else by now, that is queued. */
    public List<Effect> amendTaken(Order order, Terms taken, long nowMillis) {
        return Amendments.taken(order, taken, nowMillis);
    }

    /** The amendment had no known effect. The next report of the open order queues it again. */
    public void amendFailed(Order order) {
        order.amendStage = Order.Stage.IDLE;
    }

    /** The amendment has definitely not reached the venue: it, or a later one, is queued again. */
    public List<Effect> amendNotExecuted(Order order) {
        order.amendStage = Order.Stage.IDLE;
        List<Effect> effects = new ArrayList<>(1);
        Amendments.queue(order, effects);
        return effects;
    }

    /** The venue has refused {@code refused}: unless its owner wants something else by now, the old terms stay. */
    public List<Effect> amendRefused(Order order, Terms refused, long nowMillis) {
        return Amendments.refused(order, refused, nowMillis);
    }

    /** As {@link #cancel}, for a kill switch: what others wanted cancelled already goes with it, before the rest. */
    public List<Effect> kill(Order order, long nowMillis) {
        if (order.killed || order.status.isFinal()) {
            return List.of();
        }
        order.killed = true;
        return order.cancelStage == Order.Stage.QUEUED
                ? List.of(new Effect.QueueCancel(order))
                : cancel(order, nowMillis);
    }

    /** From now on what {@code stops} gives a reason for is not claimed for sending but cancelled. */
    public void gate(Function<Order, @Nullable String> stops) {
        gate = stops;
    }

    /** Returns why the order would not be claimed now, or null: asked again when its bytes are to leave. */
    public @Nullable String stopped(Order order) {
        return gate.apply(order);
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
            return List.of(new Effect.Unknown(report));
        }
        List<Effect> effects = new ArrayList<>(2);
        if (Reports.contradicts(order, report, effects)) {
            return effects;
        }
        boolean changed = order.unsent;
        order.unsent = false;
        if (order.venueOrderId == null) {
            order.venueOrderId = report.venueOrderId();
            index.named(order);
            changed = true;
        }
        changed |= Reports.showsTerms(order, report);
        changed |= Reports.executed(order, report);
        OrderStatus before = order.status;
        OrderStatus next = Reports.statusOf(order, report);
        if (next.ordinal() > before.ordinal() && !before.isFinal()) {
            order.status = next;
            order.reason = next.isFinal() ? report.reason() : null;
            index.moved(before, order);
            changed = true;
        }
        if (changed) {
            effects.add(stored(order, nowMillis));
        }
        if (polled && order.cancelStage == Order.Stage.TAKEN) {
            order.cancelStage = Order.Stage.IDLE;
        }
        Cancellations.queue(order, effects);
        Amendments.queue(order, effects);
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
        index.settles(order);
        if (order.filledByTrades() > Math.max(order.amount(), order.terms.amount())) {
            effects.add(new Effect.Alarm("filled_beyond_amount", order.orderId() + " trade " + fill.tradeId()));
            return effects;
        }
        if (order.filledByTrades() >= order.filled) {
            order.filled = order.filledByTrades();
            order.averagePrice = order.averageOfTrades();
            order.unsent = false;
            OrderStatus before = order.status;
            OrderStatus next = order.filled >= order.amount() ? OrderStatus.FILLED : OrderStatus.PARTIAL;
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
        Cancellations.queue(order, effects);
        return effects;
    }

    /** Returns the order with this name, if it is in memory: every open one is. */
    public @Nullable Order find(OrderRef ref) {
        return index.byRef(ref);
    }

    /** Returns whether an order in memory has this name at the venue. */
    public boolean knows(String venueOrderId) {
        return index.byVenueId(venueOrderId) != null;
    }

    /** Returns the order with this client id, if it is in memory. */
    public @Nullable Order find(long cid) {
        return index.byCid(cid);
    }

    /** Returns all orders that are not final, oldest first; a view, not a copy. There may be a million: see {@link #walk}. */
    public Collection<Order> open() {
        return index.open();
    }

    /** Begins to go through the open orders, a few at a time. */
    public OrderWalk walk() {
        return index.walk();
    }

    /** Returns the final orders whose executions are not all known yet, oldest first; a view, not a copy. */
    public Collection<Order> unsettled() {
        return index.unsettled();
    }

    /** Returns how many orders in memory have this status. */
    public int count(OrderStatus status) {
        return index.count(status);
    }

    /** Returns the order in memory that a venue calls so, by its client id if the venue tells one. */
    public @Nullable Order find(long cid, String venueOrderId) {
        Order order = cid > 0 ? index.byCid(cid) : null;
        return order != null ? order : index.byVenueId(venueOrderId);
    }

    private boolean isTooOld(Order order, long nowMillis) {
        return nowMillis - order.createdMillis() > ageMaxMillis;
    }

    private static boolean isAwaitingAnswer(Order order) {
        return !order.unsent && (order.status == OrderStatus.SENDING || order.status == OrderStatus.IN_DOUBT);
    }

    private List<Effect> moveTo(Order order, OrderStatus next, @Nullable String reason, long nowMillis) {
        OrderStatus before = order.status;
        order.status = next;
        order.reason = reason;
        index.moved(before, order);
        return List.of(stored(order, nowMillis));
    }

    static Effect stored(Order order, long nowMillis) {
        order.updatedMillis = nowMillis;
        return new Effect.Store(new OrderChange(order));
    }
}

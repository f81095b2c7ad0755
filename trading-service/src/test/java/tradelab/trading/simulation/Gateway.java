package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.batch.Answers;
import tradelab.trading.order.Admission;
import tradelab.trading.order.Cores;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.OperationResult;

/**
 * A process that owns the partition, or believes it does: the production core, and around it the rules of what waits for
 * what. It knows nothing but what it is told.
 */
final class Gateway {
    static final long AGE_MAX = 20_000;

    /** A client's call that waits for its order to become durable. */
    record Waiting(int client, int body, long sentMillis) {}

    /** Operations that were claimed together. */
    record Batch(List<SimulatedVenue.Op> ops, long claimedMillis, long group) {}

    final long epoch;
    final OrderCore core;
    final CallQueue queue;
    final Map<Long, List<Waiting>> waiting = new LinkedHashMap<>();
    final List<Object> told = new ArrayList<>();

    /** Orders that the venue has and this gateway does not remember. */
    final List<VenueReport> unknown = new ArrayList<>();

    /** What the core says must not be. */
    final List<String> alarms = new ArrayList<>();

    Group buffer = new Group();

    @Nullable
    Group flying;

    @Nullable
    Batch prepared;

    @Nullable
    Batch calling;

    int callNumber;
    long groups;
    long durableGroup;
    long batches;
    final Reading reading;
    boolean paused;

    private final Setup setup;
    private long trades;

    Gateway(Setup setup, long epoch, OrderCore core) {
        this.setup = setup;
        this.epoch = epoch;
        this.core = core;
        this.queue = new CallQueue(setup, core);
        this.reading = new Reading(setup, this);
        this.batches = epoch << 32;
    }

    /** Begins with what the log has. */
    static Gateway start(Setup setup, SimulatedLog log, long now) {
        long last = log.rows.isEmpty() ? 0 : log.rows.lastKey();
        Gateway gateway = new Gateway(setup, log.take(), new OrderCore(last, 1_000, AGE_MAX));
        Map<Long, List<VenueFill>> fills = new HashMap<>();
        for (VenueFill fill : log.fills.values()) {
            fills.computeIfAbsent(fill.cid(), _ -> new ArrayList<>()).add(fill);
        }
        for (SimulatedLog.Row row : log.rows.values()) {
            if (!row.view().status().isFinal()) {
                Order order = row.order();
                List<VenueFill> own = fills.getOrDefault(row.cid(), List.of());
                gateway.apply(gateway.core.restore(order, own, now));
                if (setup.has(Bug.RESENDS_AT_RESTART)) {
                    gateway.apply(gateway.core.unanswered(order, now));
                    gateway.apply(gateway.core.provenUnsent(order, now + 1));
                } else if (setup.has(Bug.DROPS_WHAT_WAS_IN_FLIGHT) && order.status() == OrderStatus.IN_DOUBT) {
                    gateway.apply(gateway.core.refused(order, "in flight at the crash", now));
                }
            }
        }
        if (log.stopped && !setup.has(Bug.DOES_NOT_REREAD_THE_STOP)) {
            gateway.core.gate(_ -> "trading is stopped");
            gateway.killAll(now);
        }
        gateway.flush();
        return gateway;
    }

    Gateway copy() {
        Gateway copy = new Gateway(setup, epoch, Cores.copy(core));
        copy.queue.take(queue);
        waiting.forEach((cid, calls) -> copy.waiting.put(cid, new ArrayList<>(calls)));
        copy.told.addAll(told);
        copy.buffer = buffer.copy();
        copy.flying = flying == null ? null : flying.copy();
        copy.prepared = prepared;
        copy.calling = calling;
        copy.callNumber = callNumber;
        copy.groups = groups;
        copy.durableGroup = durableGroup;
        copy.batches = batches;
        copy.reading.take(reading);
        copy.paused = paused;
        copy.trades = trades;
        return copy;
    }

    /** What is to be stored goes into the next group; the rest waits for that, if anything of the step is stored. */
    void apply(List<Effect> effects) {
        List<Group.Later> later = new ArrayList<>(0);
        boolean stores = false;
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Store(OrderChange change) -> stores |= buffer.changes.add(change);
                case Effect.StoreFill(VenueFill fill) -> stores |= buffer.fills.add(fill);
                case Effect.QueueNew(Order order) -> later.add(new Group.Later(false, order.cid()));
                case Effect.QueueCancel(Order order) -> later.add(new Group.Later(true, order.cid()));
                case Effect.QueueAmend _ -> throw new IllegalStateException("nobody amends here");
                case Effect.Unknown(VenueReport report) -> unknown.add(report);
                case Effect.Alarm(String event, String detail) -> alarms.add(event + " " + detail);
            }
        }
        if (stores) {
            buffer.later.addAll(later);
        } else {
            later.forEach(queue::add);
        }
    }

    /** One group flies at a time; what comes meanwhile is the next. */
    void flush() {
        if (flying == null && !buffer.isEmpty()) {
            flying = buffer;
            flying.number = ++groups;
            buffer = new Group();
        }
    }

    /** The log has the group that flies. */
    void durable(Clients clients, SimulatedLog log, long now) {
        Group group = taken();
        Group.Result result = result(group);
        durableGroup = group.number;
        long sequence = result.firstSequence();
        for (Group.Insert insert : group.inserts) {
            Order order = core.find(insert.cid());
            List<Waiting> calls = waiting.remove(insert.cid());
            if (order == null) {
                continue;
            }
            if (result.inserted().contains(insert.cid())) {
                apply(core.accepted(order, sequence++));
            } else {
                core.dropped(order);
            }
            if (calls != null) {
                calls.forEach(call -> clients.answer(call, log, now));
            }
        }
        for (OrderChange change : group.changes) {
            Order order = core.find(change.order().cid());
            if (order != null) {
                order.durable(change, sequence);
            }
            sequence++;
        }
        group.later.forEach(queue::add);
    }

    /** Nobody knows whether the log has the group: the same group again, until it answers. */
    void unknown(Clients clients, long now) {
        Group group = flying();
        group.result = null;
        if (setup.has(Bug.TAKES_AN_UNKNOWN_COMMIT_FOR_FAILED)) {
            for (Group.Insert insert : group.inserts) {
                List<Waiting> calls = waiting.remove(insert.cid());
                Order order = core.find(insert.cid());
                if (calls != null && order != null) {
                    core.dropped(order);
                    calls.forEach(call -> clients.failed(call, now));
                }
            }
            group.inserts.clear();
            if (group.isEmpty()) {
                flying = null;
            }
        }
    }

    private Group taken() {
        Group group = flying();
        flying = null;
        return group;
    }

    private Group flying() {
        if (flying == null) {
            throw new IllegalStateException("nothing flies");
        }
        return flying;
    }

    private static Group.Result result(Group group) {
        if (group.result == null) {
            throw new IllegalStateException("the log has not answered");
        }
        return group.result;
    }

    void submit(Clients clients, Waiting call, SimulatedLog log, long now) {
        var request = Clients.request(call.client(), call.body());
        switch (core.submit(request, now)) {
            case Admission.New(Order order) -> {
                buffer.inserts.add(new Group.Insert(order.cid(), order));
                waiting.computeIfAbsent(order.cid(), _ -> new ArrayList<>(1)).add(call);
                if (setup.has(Bug.ACKNOWLEDGES_BEFORE_COMMIT)) {
                    clients.answer(call, log, now);
                }
            }
            case Admission.Known(Order order) -> waitOrAnswer(clients, call, order, log, now);
            case Admission.Taken(Order order) -> waitOrAnswer(clients, call, order, log, now);
        }
    }

    private void waitOrAnswer(Clients clients, Waiting call, Order order, SimulatedLog log, long now) {
        List<Waiting> others = waiting.get(order.cid());
        if (others != null) {
            others.add(call);
        } else {
            clients.answer(call, log, now);
        }
    }

    /** Cancels an order that was acknowledged, if this gateway has it. */
    void cancel(long cid, long now) {
        Order order = core.find(cid);
        if (order != null && !waiting.containsKey(cid)) {
            apply(core.cancel(order, now));
        }
    }

    /** Cancels everything that is durable and open, as a kill switch wants it. */
    void killAll(long now) {
        for (Order order : List.copyOf(core.open())) {
            if (order.isDurable()) {
                apply(core.kill(order, now));
            }
        }
    }

    /** Claims the next batch. */
    void prepare(long now) {
        CallQueue.Taken taken = queue.take(setup.batchMax());
        List<SimulatedVenue.Op> ops = new ArrayList<>();
        taken.cancels().forEach(order -> ops.add(VenueCalls.op(order, true)));
        List<Effect> claims = new ArrayList<>();
        batches++;
        for (Order order : taken.orders()) {
            claims.addAll(core.claim(order, batches, now));
            if (!order.status().isFinal()) {
                ops.add(VenueCalls.op(order, false));
            }
        }
        if (setup.has(Bug.SENDS_CANCELLATIONS_LAST)) {
            ops.sort(Comparator.comparing(SimulatedVenue.Op::cancel));
        }
        apply(claims);
        long group = claims.isEmpty() || setup.has(Bug.SENDS_BEFORE_INTENT_IS_DURABLE) ? 0 : groups + 1;
        prepared = ops.isEmpty() ? null : new Batch(List.copyOf(ops), now, group);
    }

    boolean maySend() {
        return prepared != null && calling == null && prepared.group() <= durableGroup;
    }

    /** Returns whether the intent is young enough for its bytes to leave. */
    boolean isYoung(Batch batch, long now) {
        return setup.has(Bug.SENDS_OLD_INTENTS)
                || now - batch.claimedMillis() <= setup.times().intentAge();
    }

    /** Hears what became of the call, operation by operation. */
    void answered(Batch batch, List<OperationResult> results, long now) {
        for (int i = 0; i < batch.ops().size(); i++) {
            SimulatedVenue.Op op = batch.ops().get(i);
            Order order = core.find(op.cid());
            if (order != null) {
                apply(Answers.take(core, VenueCalls.operation(op, order), results.get(i), now));
                if (op.cancel()
                        && setup.has(Bug.CANCELS_BEFORE_PROOF)
                        && !order.status().isFinal()) {
                    apply(core.report(VenueCalls.canceled(order), false, now));
                }
            }
        }
    }

    /** Hears what the venue tells by itself. */
    void hear(Object item, long now) {
        switch (item) {
            case VenueReport report -> apply(core.report(report, false, now));
            case VenueFill fill -> apply(core.fill(counted(fill), now));
            default -> throw new IllegalStateException("not told by a venue: " + item);
        }
    }

    VenueFill counted(VenueFill fill) {
        return setup.has(Bug.COUNTS_FILLS_TWICE)
                ? new VenueFill(
                        fill.tradeId() + 1_000_000 * ++trades,
                        fill.cid(),
                        fill.venueOrderId(),
                        fill.price(),
                        fill.amount(),
                        fill.fee(),
                        fill.feeCurrency(),
                        fill.atMillis())
                : fill;
    }

    /**
     * Somebody else has the partition. Forgets all that needs the log, and what is too old to be sent.
     *
     * @return whether there is a batch that may still leave
     */
    boolean retire(long now) {
        buffer = new Group();
        queue.clear();
        reading.forget();
        if (flying != null && (flying.result == null || flying.result.fenced())) {
            flying = null;
        }
        long durable = flying == null ? durableGroup : flying.number;
        if (prepared != null && (prepared.group() > durable || !isYoung(prepared, now))) {
            prepared = null;
        }
        return prepared != null;
    }

    /** Returns under which client id it believes the order to be durable, 0 if it does not. */
    long durableCid(String name) {
        Order order = core.find(new OrderRef("a", name));
        return order != null && order.isDurable() ? order.cid() : 0;
    }
}

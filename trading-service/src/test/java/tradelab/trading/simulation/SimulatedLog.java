package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Law;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;

/** The database: what is in it survives everything. Rows are replaced, never changed, so that worlds can share them. */
final class SimulatedLog {
    /** An order as the database has it. */
    record Row(SubmitOrder request, long cid, long acceptedSequence, long batchId, OrderView view) {
        Order order() {
            Order order = new Order(request, cid, view.createdEpochMillis());
            order.restore(view, acceptedSequence, batchId, null);
            return order;
        }
    }

    private final Setup setup;
    final TreeMap<Long, Row> rows = new TreeMap<>();
    final Map<String, Long> names = new HashMap<>();
    final Map<String, VenueFill> fills = new TreeMap<>();
    final List<Entry> events = new ArrayList<>();
    long epoch;
    long sequence;
    boolean stopped;
    private long lastGroup;
    private Group.@Nullable Result lastResult;

    SimulatedLog(Setup setup) {
        this.setup = setup;
    }

    SimulatedLog copy() {
        SimulatedLog copy = new SimulatedLog(setup);
        copy.rows.putAll(rows);
        copy.names.putAll(names);
        copy.fills.putAll(fills);
        copy.epoch = epoch;
        copy.sequence = sequence;
        copy.stopped = stopped;
        copy.lastGroup = lastGroup;
        copy.lastResult = lastResult;
        return copy;
    }

    /** Returns the order of this name, or null. */
    @Nullable
    Row row(String name) {
        Long cid = names.get(name);
        return cid == null ? null : rows.get(cid);
    }

    /** Gives the partition to a new owner. */
    long take() {
        lastGroup = 0;
        lastResult = null;
        return ++epoch;
    }

    /** Returns whether the group with this number is the last one that the present owner has stored. */
    boolean hasLast(long number) {
        return lastGroup == number;
    }

    Group.Result commit(long owner, Group group) {
        boolean foreign = owner != epoch;
        if (foreign && !setup.has(Bug.DOES_NOT_FENCE)) {
            return new Group.Result(true, List.of(), 0);
        }
        if (!foreign && group.number == lastGroup && lastResult != null && !setup.has(Bug.REPEATS_A_GROUP)) {
            return lastResult;
        }
        long first = sequence + 1;
        List<Long> inserted = new ArrayList<>();
        for (Group.Insert insert : group.inserts) {
            insert(insert.order(), inserted);
        }
        for (OrderChange change : group.changes) {
            change(change);
        }
        for (VenueFill fill : group.fills) {
            if (rows.containsKey(fill.cid())) {
                fills.putIfAbsent(fill.tradeId() + "/" + fill.cid(), fill);
            }
        }
        Group.Result result = new Group.Result(false, inserted, first);
        if (!foreign) {
            lastGroup = group.number;
            lastResult = result;
        }
        return result;
    }

    private void insert(Order order, List<Long> inserted) {
        String name = order.request().clientOrderId();
        if (names.containsKey(name) && !setup.has(Bug.FORGETS_NAMES_AT_RESTART)) {
            return;
        }
        Broken.unless(!names.containsKey(name), Law.ACKNOWLEDGED_IS_STORED, name + " is stored twice");
        sequence++;
        OrderView view = accepted(order);
        names.put(name, order.cid());
        rows.put(order.cid(), new Row(order.request(), order.cid(), sequence, 0, view));
        inserted.add(order.cid());
        write(view, 0);
    }

    private OrderView accepted(Order order) {
        SubmitOrder request = order.request();
        return new OrderView(
                order.orderId(),
                request.account(),
                request.clientOrderId(),
                request.instrument(),
                request.side(),
                request.type(),
                request.price(),
                request.amount(),
                request.mustRest(),
                request.reduceOnly(),
                OrderStatus.QUEUED,
                Amount.ZERO,
                null,
                null,
                null,
                false,
                sequence,
                order.createdMillis(),
                order.createdMillis());
    }

    private void change(OrderChange change) {
        Row row = rows.get(change.order().cid());
        if (row == null) {
            throw new Broken(Law.ACKNOWLEDGED_IS_STORED, "a step of an order that is not stored: " + change);
        }
        OrderStatus before = row.view().status();
        boolean forward =
                change.status().ordinal() >= before.ordinal() && (!before.isFinal() || change.status() == before);
        long filled = row.view().filled().units();
        Broken.unless(
                forward
                        && change.filled() >= filled
                        && change.filled() <= row.view().amount().units(),
                Law.FORWARD_ONLY,
                row.view().orderId() + " from " + before + " " + filled + " to " + change.status() + " "
                        + change.filled());
        OrderView view = change.view(++sequence);
        rows.put(row.cid(), new Row(row.request(), row.cid(), row.acceptedSequence(), change.batchId(), view));
        write(view, change.batchId());
    }

    private void write(OrderView view, long batchId) {
        if (setup.history()) {
            events.add(new Entry.Event(
                    0,
                    view.sequence(),
                    view.orderId(),
                    view.status(),
                    view.filled(),
                    null,
                    batchId,
                    view.updatedEpochMillis()));
        }
    }
}

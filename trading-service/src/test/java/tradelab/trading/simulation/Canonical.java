package tradelab.trading.simulation;

import java.util.Collection;
import tradelab.trading.order.Cores;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;

/**
 * A world as text, without what does not matter for what can happen next: absolute times, ids, numbers of groups and
 * batches. Two worlds with the same text have the same future.
 */
final class Canonical {
    private static final long AGE_MAX = 3;

    private final World world;
    private final StringBuilder out = new StringBuilder(256);

    private Canonical(World world) {
        this.world = world;
    }

    /** Returns 64 bits of the text's hash: among ten million states two alike are improbable (one in 400,000). */
    static long hash(World world) {
        Canonical canonical = new Canonical(world);
        canonical.print();
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < canonical.out.length(); i++) {
            hash = (hash ^ canonical.out.charAt(i)) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        return hash * 0x9E3779B97F4A7C15L;
    }

    private void print() {
        out.append(world.clients).append(world.lost());
        for (Step.Kind kind : Step.Kind.values()) {
            switch (kind) {
                case CRASH, START, PAUSE, STOP_TRADING, EXECUTION, CANCEL ->
                    out.append(',').append(world.used.getOrDefault(kind, 0));
                default -> {}
            }
        }
        for (SimulatedLog.Row row : world.log.rows.values()) {
            out.append("|R")
                    .append(row.view().clientOrderId())
                    .append(row.view().status().ordinal())
                    .append(row.view().filled())
                    .append(row.view().cancelRequested())
                    .append(row.batchId() > 0)
                    .append(row.view().venueOrderId() != null)
                    .append(world.wasInFlightAtStop(row.cid()));
        }
        out.append('f').append(world.log.fills.size());
        for (SimulatedVenue.Placed placed : world.venue.orders.values()) {
            out.append("|V")
                    .append(name(placed.cid()))
                    .append(placed.state().ordinal())
                    .append(placed.executed());
        }
        for (Gateway gateway : world.gateways) {
            out.append("|G");
            if (gateway != null) {
                gateway(gateway);
            }
        }
        world.calls.forEach((number, call) -> {
            Gateway gateway = world.gateways[call.gateway()];
            boolean heard = gateway != null && gateway.epoch == call.epoch() && gateway.callNumber == number;
            out.append("|C").append(call.gateway()).append(heard).append(age(call.sentMillis()));
            ops(call.batch());
            out.append(call.done() == null ? "-" : Integer.toString(call.done().size()));
        });
    }

    private void gateway(Gateway gateway) {
        out.append(gateway.epoch == world.log.epoch ? 'o' : 'z')
                .append(gateway.paused ? 'p' : '-')
                .append(gateway.reconciled ? 'r' : '-');
        for (Order order : gateway.core.open()) {
            out.append('.');
            Cores.print(out, order, world.now, AGE_MAX);
        }
        names("n", gateway.news);
        names("c", gateway.cancels);
        out.append('w').append(gateway.waiting.size());
        group(gateway.buffer);
        if (gateway.flying != null) {
            group(gateway.flying);
            Group.Result result = gateway.flying.result;
            out.append(
                    result == null
                            ? "?"
                            : result.fenced() + "" + result.inserted().size());
            out.append(world.log.hasLast(gateway.flying.number));
        }
        if (gateway.prepared != null) {
            ops(gateway.prepared);
            out.append(age(gateway.prepared.claimedMillis())).append(gateway.prepared.group() <= gateway.durableGroup);
        }
        out.append(gateway.calling != null);
        if (gateway.readOpen != null) {
            out.append('r').append(age(gateway.readBegan));
            gateway.readOpen.forEach(report -> out.append(name(report.cid())).append(report.executed()));
        }
    }

    private void group(Group group) {
        group.inserts.forEach(insert -> out.append("+").append(name(insert.cid())));
        for (OrderChange change : group.changes) {
            out.append("~")
                    .append(name(change.order().cid()))
                    .append(change.status().ordinal());
            out.append(change.cancelRequested()).append(change.filled());
        }
        group.later.forEach(later -> out.append(">").append(later.cancel()).append(name(later.cid())));
        out.append(group.fills.isEmpty() ? '-' : 'f'); // to store a fill again changes nothing
    }

    private void names(String kind, Collection<Long> cids) {
        out.append(kind);
        cids.forEach(cid -> out.append(name(cid)));
    }

    private void ops(Gateway.Batch batch) {
        batch.ops().forEach(op -> out.append(op.cancel() ? 'x' : 'o').append(name(op.cid())));
    }

    private long age(long millis) {
        return Math.min(world.now - millis, AGE_MAX);
    }

    /** Returns the client's name for an order, wherever it is known. */
    private String name(long cid) {
        SimulatedLog.Row row = world.log.rows.get(cid);
        if (row != null) {
            return row.view().clientOrderId();
        }
        for (Gateway gateway : world.gateways) {
            Order order = gateway == null ? null : gateway.core.find(cid);
            if (order != null) {
                return order.request().clientOrderId();
            }
        }
        return "x";
    }
}

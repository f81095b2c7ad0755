package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;

/** What a gateway wants to become durable together, and what waits for it. */
final class Group {
    /** A new order; what is stored of it never changes. */
    record Insert(long cid, Order order) {}

    /** What is to be queued once the group is durable. */
    record Later(boolean cancel, long cid) {}

    /** What the log said. */
    record Result(boolean fenced, List<Long> inserted, long firstSequence) {}

    final List<Insert> inserts = new ArrayList<>();
    final List<OrderChange> changes = new ArrayList<>();
    final List<VenueFill> fills = new ArrayList<>();
    final List<Later> later = new ArrayList<>();
    long number;

    @Nullable
    Result result;

    boolean isEmpty() {
        return inserts.isEmpty() && changes.isEmpty() && fills.isEmpty();
    }

    Group copy() {
        Group copy = new Group();
        copy.inserts.addAll(inserts);
        copy.changes.addAll(changes);
        copy.fills.addAll(fills);
        copy.later.addAll(later);
        copy.number = number;
        copy.result = result;
        return copy;
    }
}

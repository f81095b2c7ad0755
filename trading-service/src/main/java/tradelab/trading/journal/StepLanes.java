package tradelab.trading.journal;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;

/**
 * Steps of stored orders that wait for a group, in two lanes: cancellations do not wait behind what else has piled up.
 *
 * <p>Plain Java, not thread-safe.
 */
final class StepLanes {
    /*
     * The first lane never holds more than its share of a group, so all of it is in the next group whatever waits, and
     * the other lane has the rest of every group. What finds the first lane full waits in the other.
     *
     * A step is an order's whole state, so the steps of one order stay in their order: a cancellation passes the steps of
     * other orders, never one of its own order that waits. For that the last waiting step of each order is remembered.
     */

    /** The share of a group that cancellations may have before everything else: 1 / this. */
    static final int FIRST_SHARE = 2;

    /** What becomes durable together, and who hears of it. */
    record Steps(List<OrderChange> changes, List<VenueFill> fills, Promise<Void> done) {
        int size() {
            return changes.size() + fills.size();
        }
    }

    private final ArrayDeque<Steps> first = new ArrayDeque<>();
    private final ArrayDeque<Steps> others = new ArrayDeque<>();

    /** By cid, the last of its steps in {@link #others}. */
    private final Map<Long, Steps> lastWaiting = new HashMap<>();

    private final int groupMax;
    private final int firstMax;
    private int firstSize;
    private int othersSize;

    /** @param groupMax about as many steps are taken at once */
    StepLanes(int groupMax) {
        this.groupMax = groupMax;
        this.firstMax = Math.max(1, groupMax / FIRST_SHARE);
    }

    /** Adds steps behind all others. */
    void add(Steps steps) {
        others.addLast(steps);
        othersSize += steps.size();
        steps.changes().forEach(change -> lastWaiting.put(change.order().cid(), steps));
        steps.fills().forEach(fill -> lastWaiting.put(fill.cid(), steps));
    }

    /** Adds steps before those of other orders, if the first lane has room and nothing of the same orders waits. */
    void addFirst(Steps steps) {
        if (firstSize + steps.size() > firstMax
                || steps.changes().stream()
                        .anyMatch(
                                change -> lastWaiting.containsKey(change.order().cid()))
                || steps.fills().stream().anyMatch(fill -> lastWaiting.containsKey(fill.cid()))) {
            add(steps);
            return;
        }
        first.addLast(steps);
        firstSize += steps.size();
    }

    boolean isEmpty() {
        return first.isEmpty() && others.isEmpty();
    }

    /** Returns how many changes and executions wait. */
    int size() {
        return firstSize + othersSize;
    }

    /** Takes the next group: all of the first lane, and others until there are as many as a group should have. */
    void take(Consumer<Steps> group) {
        int room = Math.max(1, groupMax - firstSize);
        first.forEach(group);
        first.clear();
        firstSize = 0;
        while (!others.isEmpty() && room > 0) {
            Steps steps = others.removeFirst();
            room -= steps.size();
            othersSize -= steps.size();
            steps.changes().forEach(change -> lastWaiting.remove(change.order().cid(), steps));
            steps.fills().forEach(fill -> lastWaiting.remove(fill.cid(), steps));
            group.accept(steps);
        }
    }

    /** Takes everything. */
    void drain(Consumer<Steps> each) {
        first.forEach(each);
        others.forEach(each);
        first.clear();
        others.clear();
        lastWaiting.clear();
        firstSize = 0;
        othersSize = 0;
    }
}

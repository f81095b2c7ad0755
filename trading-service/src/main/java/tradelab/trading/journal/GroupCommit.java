package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderView;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;

/**
 * Gathers what must become durable while the previous group commits, so that one flush to disk serves many.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class GroupCommit {
    /*
     * One group is on its way at any time. When nothing is, a step starts a group at once: no waiting when idle. What
     * comes meanwhile is the next group, so groups grow with the load by themselves.
     *
     * When the outcome of a group is unknown (a lost connection, no answer in time) the same group is sent again until
     * the log answers: the log knows by the group's number whether it has it. Until then new orders are refused before
     * anything of them is stored; those that wait for their turn have not been sent, so they are refused too. Steps of
     * accepted orders wait.
     *
     * New orders, cancellations and other steps each have room of their own in every group (see StepLanes), so none of
     * them waits for a backlog of another.
     */

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long RETRY_MILLIS_MIN = 20;
    private static final long RETRY_MILLIS_MAX = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Whether groups go through. */
    public enum State {
        RUNNING,
        /** The outcome of a group is unknown; it is being sent again. */
        RETRYING,
        /** The log has refused a group for good. Nothing will be stored any more. */
        HALTED
    }

    /** Hears of every group. */
    public interface Listener {
        /** These steps are durable, in the order of their sequence. */
        void committed(CommitGroup group, List<OrderView> views, long nanos);

        /** The state is another one now. */
        void state(State state, String why);
    }

    /**
     * How much may wait.
     *
     * @param groupMax the most new orders of a group, and about as many steps
     * @param waitMillisMax a new order that would wait longer than this for its turn is refused
     * @param stepsMax from here on {@link #isBehind()}
     */
    public record Limits(int groupMax, long waitMillisMax, int stepsMax) {}

    /** Hears of the end of a new order's insertion. */
    public interface Inserted {
        /** The order is durable under this sequence; 0 if the database has an older order of its name instead. */
        void stored(long sequence);

        /**
         * It is not: OVERLOADED or UNAVAILABLE say that it is not stored and will not be, TIMEOUT that nobody can say.
         */
        void failed(ServiceException cause);
    }

    private record Insert(Order order, Inserted done) {}

    private final OrderLog log;
    private final Limits limits;
    private final Delay delay;
    private final LongSupplier oldestOpenInMemory;
    private final LongSupplier nanoTime;
    private final Listener listener;

    private final ArrayDeque<Insert> inserts = new ArrayDeque<>();
    private final StepLanes steps;
    private final List<Insert> flyingInserts = new ArrayList<>();
    private final List<StepLanes.Steps> flyingSteps = new ArrayList<>();
    private @Nullable CommitGroup flying;
    private State state = State.RUNNING;
    private long groups;
    private long startedNanos;
    private long commitNanos;
    private long retryMillis = RETRY_MILLIS_MIN;
    private Promise<Void> idle = Promise.promise();
    private long oldestOpen;
    private long gate;

    /** @param oldestOpenInMemory the cid of the oldest order that is not final */
    public GroupCommit(
            OrderLog log,
            Limits limits,
            Delay delay,
            LongSupplier oldestOpenInMemory,
            LongSupplier nanoTime,
            Listener listener) {
        this.log = log;
        this.oldestOpenInMemory = oldestOpenInMemory;
        this.limits = limits;
        this.steps = new StepLanes(limits.groupMax());
        this.delay = delay;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    public State state() {
        return state;
    }

    /** Returns the version of the kill switch as of the last commit. */
    public long gate() {
        return gate;
    }

    /** Returns whether so many steps wait that nothing should be added that can be had later. */
    public boolean isBehind() {
        return steps.size() > limits.stepsMax();
    }

    /** Returns why a new order cannot be stored now, or null. */
    public @Nullable ServiceException refusal() {
        if (state != State.RUNNING) {
            return new ServiceException(FailureKind.UNAVAILABLE, "the database does not answer; ask again");
        }
        long waitMillis = (inserts.size() / limits.groupMax() + 1) * commitNanos / NANOS_PER_MILLI;
        if (!inserts.isEmpty() && waitMillis > limits.waitMillisMax()) {
            return new ServiceException(FailureKind.OVERLOADED, "the database is " + waitMillis + " ms behind");
        }
        return null;
    }

    /** Stores a new order. To be asked for only without {@link #refusal()}. */
    public void insert(Order order, Inserted done) {
        inserts.addLast(new Insert(order, done));
        next();
    }

    /** Stores steps of stored orders, after all that was given before. Completes when they are durable. */
    public Future<Void> store(List<OrderChange> changes, List<VenueFill> fills) {
        return store(changes, fills, false);
    }

    /**
     * Stores steps of stored orders with the next group, before other orders' steps that wait; after those only if steps of
     * the same orders are among them, or if as many as are let pass wait already. Completes when they are durable.
     */
    public Future<Void> storeFirst(List<OrderChange> changes, List<VenueFill> fills) {
        return store(changes, fills, true);
    }

    private Future<Void> store(List<OrderChange> changes, List<VenueFill> fills, boolean first) {
        if (state == State.HALTED) {
            return Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, "not the owner any more"));
        }
        StepLanes.Steps given = new StepLanes.Steps(changes, fills, Promise.promise());
        if (first) {
            steps.addFirst(given);
        } else {
            steps.add(given);
        }
        next();
        return given.done().future();
    }

    /** Completes when nothing waits and nothing is on its way. */
    public Future<Void> idle() {
        return flying == null ? Future.succeededFuture() : idle.future();
    }

    private void next() {
        if (flying != null || state == State.HALTED || (inserts.isEmpty() && steps.isEmpty())) {
            return;
        }
        List<Order> orders = new ArrayList<>(Math.min(inserts.size(), limits.groupMax()));
        while (!inserts.isEmpty() && orders.size() < limits.groupMax()) {
            Insert insert = inserts.removeFirst();
            flyingInserts.add(insert);
            orders.add(insert.order());
        }
        List<OrderChange> changes = new ArrayList<>();
        List<VenueFill> fills = new ArrayList<>();
        steps.take(taken -> {
            flyingSteps.add(taken);
            changes.addAll(taken.changes());
            fills.addAll(taken.fills());
        });
        if (steps.isEmpty()) {
            // only now is all that memory knows in this group or an earlier one
            oldestOpen = oldestOpenInMemory.getAsLong();
        }
        flying = new CommitGroup(++groups, oldestOpen, orders, changes, fills);
        startedNanos = nanoTime.getAsLong();
        send(flying);
    }

    private void send(CommitGroup group) {
        log.commit(group).onComplete(committed -> done(group, committed), cause -> failed(group, cause));
    }

    private void done(CommitGroup group, Committed committed) {
        long nanos = nanoTime.getAsLong() - startedNanos;
        commitNanos = nanos;
        if (state == State.RETRYING) {
            retryMillis = RETRY_MILLIS_MIN;
            move(State.RUNNING, "the log answers again");
        }
        long sequence = committed.firstSequence();
        long[] inserted = committed.insertedCids();
        gate = committed.gate();
        List<OrderView> views =
                new ArrayList<>(flyingInserts.size() + group.changes().size());
        int found = 0;
        for (Insert insert : flyingInserts) {
            boolean stored = inserted == null
                    || (found < inserted.length
                            && inserted[found] == insert.order().cid());
            insert.done().stored(stored ? sequence++ : 0L);
            if (stored) {
                found++;
                OrderView view = insert.order().durableView();
                if (view != null) {
                    views.add(view);
                }
            }
        }
        for (OrderChange change : group.changes()) {
            views.add(change.view(sequence));
            change.order().durable(change, sequence++);
        }
        for (StepLanes.Steps step : flyingSteps) {
            step.done().complete();
        }
        landed();
        listener.committed(group, views, nanos);
        next();
        if (flying == null) {
            Promise<Void> waiting = idle;
            idle = Promise.promise();
            waiting.complete();
        }
    }

    private void failed(CommitGroup group, Throwable cause) {
        if (cause instanceof LogRefusedException) {
            halt(cause);
            return;
        }
        if (state == State.RUNNING) {
            move(State.RETRYING, String.valueOf(cause.getMessage()));
            refuseWaiting();
        }
        LOG.warn("event=commit_unknown group={} size={} cause={}", group.number(), group.size(), cause.toString());
        delay.after(retryMillis, () -> send(group));
        retryMillis = Math.min(RETRY_MILLIS_MAX, 2 * retryMillis);
    }

    private void halt(Throwable cause) {
        LOG.error("event=commit_refused cause={}", cause.getMessage());
        move(State.HALTED, String.valueOf(cause.getMessage()));
        for (Insert insert : flyingInserts) {
            insert.done().failed(new ServiceException(FailureKind.TIMEOUT, "the outcome is known to another instance"));
        }
        refuseWaiting();
        ServiceException halted = new ServiceException(FailureKind.UNAVAILABLE, "not the owner any more");
        for (StepLanes.Steps step : flyingSteps) {
            step.done().fail(halted);
        }
        steps.drain(step -> step.done().fail(halted));
        landed();
        idle.complete();
    }

    private void refuseWaiting() {
        ServiceException refusal =
                new ServiceException(FailureKind.UNAVAILABLE, "the database does not answer; ask again");
        while (!inserts.isEmpty()) {
            inserts.removeFirst().done().failed(refusal);
        }
    }

    private void landed() {
        flying = null;
        flyingInserts.clear();
        flyingSteps.clear();
    }

    private void move(State next, String why) {
        state = next;
        listener.state(next, why);
    }
}

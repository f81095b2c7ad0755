package tradelab.trading.batch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Require;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.pace.Pace;
import tradelab.trading.pace.Timing;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Unanswered;
import tradelab.trading.venue.Venue;

/**
 * Takes batches from the queue to the venue, at the venue's pace.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class Dispatcher {
    /*
     * A batch is prepared (its orders claimed, and the claim made durable) while the one before it is on the wire. So
     * there is at most one batch in each of the two places. A batch is only prepared when the pace would let a call
     * through soon; the call's turn is taken when it goes. After a call that was not answered or not executed the
     * next waits, longer each time.
     *
     * Whose an order is and whether it may go is asked twice: when it is claimed, and when the call goes, because a
     * commit lies between, and because a process may be stopped anywhere and wake after somebody else took over. The
     * call carries the instant at which the first lease ends; no byte may leave after it. What a limit stops in between
     * goes back to the queue, and ends when it is to be claimed anew.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final OperationResult HELD = new Unanswered("not sent");
    private static final OperationResult NOT_SENT = new NotExecuted("not sent");
    private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    /**
     * How batches are made.
     *
     * @param operationsMax of one call
     * @param linger how long an operation may wait for company
     * @param intentAge how old a durable intent may be when its first byte leaves; an older one is made anew
     */
    public record Limits(int operationsMax, Duration linger, Duration intentAge) {
        public Limits {
            var _ = Require.range("operationsMax", operationsMax, 1, 75);
        }
    }

    private static final class Prepared {
        private final List<Operation> operations;
        private final long notAfterNanos;
        private boolean durable;

        Prepared(List<Operation> operations, long notAfterNanos) {
            this.operations = operations;
            this.notAfterNanos = notAfterNanos;
        }

        boolean isUrgent() {
            return !operations.isEmpty() && operations.getFirst() instanceof Operation.Cancel;
        }
    }

    private final Owned owned;
    private final Venue venue;
    private Pace pace;
    private final Limits limits;
    private final Steps steps;
    private final DispatchListener listener;
    private final Timing timing;
    private final VenueQueue queue;

    private @Nullable Prepared prepared;
    private @Nullable Prepared calling;
    private boolean closed;
    private long batches;
    private long pauseNanos;
    private long pausedUntilNanos;
    private long heldUntilNanos;
    private boolean timerSet;
    private long timerDueNanos;

    /**
     * @param firstBatch above every batch id that was used before
     */
    public Dispatcher(
            Owned owned,
            Venue venue,
            Pace pace,
            Limits limits,
            Steps steps,
            DispatchListener listener,
            long firstBatch,
            Timing timing) {
        this.owned = owned;
        this.venue = venue;
        this.pace = pace;
        this.limits = limits;
        this.steps = steps;
        this.listener = listener;
        this.queue = new VenueQueue(listener);
        this.batches = firstBatch;
        this.timing = timing;
        this.pausedUntilNanos = timing.nanoTime();
        this.heldUntilNanos = pausedUntilNanos;
    }

    /** From now on nothing is claimed or sent. A call that is on the wire is still heard out. */
    public void close() {
        closed = true;
    }

    /**
     * From now on there are so many calls a minute; what was used of a burst stays used.
     *
     * @param spentNanos until when another owner may have used all of it; in the past for none
     */
    public void pace(int callsPerMinute, long spentNanos) {
        pace = pace.changed(callsPerMinute, spentNanos, timing.nanoTime());
        pump();
    }

    /** What may go has changed: what was held is looked at again. */
    public void reconsider() {
        queue.unhold(timing.nanoTime());
        pump();
    }

    /** The venue asks not to be called for so long, unless it has asked for more already; with 0 it takes that back. */
    public void hold(long nanos) {
        long now = timing.nanoTime();
        heldUntilNanos = nanos == 0 ? now : now + Math.max(nanos, heldUntilNanos - now);
        pump();
    }

    /** Returns for how long the venue asked not to be called. */
    public long heldNanos() {
        return Math.max(0, heldUntilNanos - timing.nanoTime());
    }

    private long nanosPaused(long now) {
        return Math.max(pausedUntilNanos - now, heldUntilNanos - now);
    }

    public void add(Order order) {
        queue.add(order, timing.nanoTime());
        pump();
    }

    public void addCancel(Order order) {
        queue.addCancel(order, timing.nanoTime());
        pump();
    }

    public void addAmend(Order order) {
        queue.addAmend(order, timing.nanoTime());
        pump();
    }

    /** Returns an upper bound of what waits for a call. */
    public int waiting() {
        return queue.waiting();
    }

    /** Returns which part of the calls that may be made at once is used up, 0 to 1. */
    public double budgetUsed() {
        return pace.used(timing.nanoTime());
    }

    /** Takes a turn for the call that is on the wire: its venue did not execute it, and counts it when it comes again. */
    public boolean tryAgain() {
        long now = timing.nanoTime();
        Prepared batch = calling;
        return batch != null && nanosPaused(now) <= 0 && pace.tryTake(batch.isUrgent(), now);
    }

    /** Returns whether nothing is claimed, committed or on the wire. */
    public boolean isIdle() {
        return prepared == null && calling == null;
    }

    /** Returns whether an operation of {@code partition} is claimed or on the wire. */
    public boolean carries(int partition) {
        return carries(prepared, partition) || carries(calling, partition);
    }

    private static boolean carries(@Nullable Prepared batch, int partition) {
        return batch != null
                && batch.operations.stream()
                        .anyMatch(operation ->
                                ClientIds.partition(operation.order().cid()) == partition);
    }

    private void pump() {
        long now = timing.nanoTime();
        if (!closed && prepared == null) {
            prepare(now);
        }
        Prepared next = prepared;
        if (next != null && next.durable && calling == null) {
            if (next.operations.isEmpty()) {
                prepared = null;
                pump();
                return;
            }
            long wait = Math.max(pace.nanosUntil(next.isUrgent(), now), nanosPaused(now));
            if (wait > 0) {
                later(wait);
            } else if (pace.tryTake(next.isUrgent(), now)) {
                prepared = null;
                call(next, now);
                pump();
            }
        }
    }

    private void prepare(long now) {
        if (queue.size() == 0) {
            return;
        }
        long wait = Math.max(
                Math.max(pace.nanosUntil(queue.hasCancels(), now), nanosPaused(now)),
                queue.nanosUntilDue(limits.operationsMax(), limits.linger().toNanos(), now));
        if (wait > 0) {
            later(wait);
            return;
        }
        long batchId = ++batches;
        VenueQueue.Batch batch = queue.take(limits.operationsMax(), owned, now);
        List<Operation> operations = new ArrayList<>(batch.size());
        for (Order order : batch.cancels()) {
            operations.add(new Operation.Cancel(order, Require.present("venueOrderId", order.venueOrderId())));
        }
        List<Future<Void>> claims = new ArrayList<>(claim(batch.reductions(), batchId, operations));
        operations.addAll(batch.amends());
        claims.addAll(claim(batch.orders(), batchId, operations));
        Prepared next = new Prepared(operations, now + limits.intentAge().toNanos());
        if (operations.isEmpty() && claims.isEmpty()) {
            if (queue.size() > 0) {
                later(1); // more wait than are looked at in one turn
            }
            return;
        }
        prepared = next;
        Future.join(claims).onComplete(_ -> {
            next.durable = true;
            listener.intended(operations);
            pump();
        });
    }

    /** Claims the orders, each partition by its own commit; where that fails, nothing of the partition is sent. */
    private List<Future<Void>> claim(List<Order> orders, long batchId, List<Operation> operations) {
        Map<Integer, List<Effect>> effects = new TreeMap<>();
        for (Order order : orders) {
            OrderCore core = Require.present("core", owned.core(order));
            effects.computeIfAbsent(ClientIds.partition(order.cid()), _ -> new ArrayList<>())
                    .addAll(core.claim(order, batchId, timing.epochMillis()));
            if (!order.status().isFinal()) {
                operations.add(new Operation.Place(order));
            }
        }
        List<Future<Void>> claims = new ArrayList<>(effects.size());
        effects.forEach((partition, changes) -> claims.add(steps.apply(changes).onFailure(cause -> {
            LOG.warn("event=batch_not_sent batch={} partition={} cause={}", batchId, partition, cause.getMessage());
            operations.removeIf(operation -> operation instanceof Operation.Place
                    && ClientIds.partition(operation.order().cid()) == partition);
        })));
        return claims;
    }

    private void call(Prepared batch, long now) {
        long notAfter = passLastGate(batch, now);
        if (batch.operations.isEmpty()) {
            return;
        }
        calling = batch;
        venue.send(List.copyOf(batch.operations), notAfter)
                .otherwise(cause -> unanswered(batch, cause))
                .onSuccess(results -> {
                    calling = null;
                    answered(batch, results, timing.nanoTime() - now);
                    pump();
                });
    }

    /** Takes out of the batch what may not leave. Returns until when the rest may. */
    private long passLastGate(Prepared batch, long now) {
        long notAfter = batch.notAfterNanos;
        List<Effect> effects = new ArrayList<>(0);
        for (Iterator<Operation> rest = batch.operations.iterator(); rest.hasNext(); ) {
            Operation operation = rest.next();
            Order order = operation.order();
            OrderCore core = owned.core(order);
            long until = owned.untilNanos(order);
            boolean held = !mayLeave(operation);
            boolean stopped = core != null && operation instanceof Operation.Place && core.stopped(order) != null;
            if (core == null || held || stopped || until - now <= 0) {
                rest.remove();
                if (core != null) {
                    // an amendment waits for the next report of its order: queued at once it would come straight back
                    OperationResult result = operation instanceof Operation.Amend ? HELD : NOT_SENT;
                    effects.addAll(Answers.take(core, operation, result, timing.epochMillis()));
                }
            } else if (until - notAfter < 0) {
                notAfter = until;
            }
        }
        if (!effects.isEmpty()) {
            var _ = steps.apply(effects);
        }
        return notAfter;
    }

    private boolean mayLeave(Operation operation) {
        return switch (operation) {
            case Operation.Cancel _ -> true;
            case Operation.Amend amend -> owned.mayAmend(amend.order(), amend.terms());
            case Operation.Place(Order order) -> owned.mayPlace(order);
        };
    }

    private static List<OperationResult> unanswered(Prepared batch, Throwable cause) {
        LOG.error("event=venue_adapter_failed", cause);
        OperationResult result = new Unanswered(cause.toString());
        return batch.operations.stream().map(_ -> result).toList();
    }

    private void answered(Prepared batch, List<OperationResult> results, long nanos) {
        List<Effect> effects = new ArrayList<>(results.size());
        boolean retry = false;
        boolean doubtful = results.size() < batch.operations.size();
        for (int i = 0; i < batch.operations.size(); i++) {
            OperationResult result = i < results.size() ? results.get(i) : new Unanswered("the adapter gave no result");
            OrderCore core = owned.core(batch.operations.get(i).order());
            if (core == null) {
                continue; // whoever has the order now learns the answer from the venue's records
            }
            effects.addAll(Answers.take(core, batch.operations.get(i), result, timing.epochMillis()));
            retry |= result instanceof NotExecuted;
            doubtful |= result instanceof Unanswered
                    || (result instanceof Refused && !(batch.operations.get(i) instanceof Operation.Place));
        }
        pause(retry || results.stream().anyMatch(Unanswered.class::isInstance));
        listener.called(batch.operations.size(), Answers.worst(results), nanos);
        var _ = steps.apply(effects);
        if (doubtful) {
            listener.doubtful();
        }
    }

    private void pause(boolean failed) {
        pauseNanos = failed ? Math.clamp(2 * pauseNanos, PAUSE_NANOS_MIN, PAUSE_NANOS_MAX) : 0;
        pausedUntilNanos = timing.nanoTime() + pauseNanos;
    }

    /** Looks again then, unless it does so earlier anyway: what is urgent does not wait for the turn of what is not. */
    private void later(long nanos) {
        long due = timing.nanoTime() + nanos;
        if (timerSet && timerDueNanos - due <= 0) {
            return;
        }
        timerSet = true;
        timerDueNanos = due;
        timing.after(Math.max(1, Math.ceilDiv(nanos, 1_000_000L)), () -> {
            if (timerDueNanos == due) {
                timerSet = false;
            }
            pump();
        });
    }
}

package tradelab.loadgen.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongSupplier;
import tradelab.loadgen.operation.ByteWriter;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.Stripe;

/**
 * The engine of one event loop: starts arrivals when their time has come, gives them connections, and measures. Knows
 * neither sockets nor timers; both are handed to it, so that it runs as well in simulated time. Owned by one event loop.
 */
final class LoadLoop {
    /** Arrivals started at once before answers get their turn. */
    private static final int BATCH_MAX = 256;
    /** Returned by {@link #tick}: nothing to do but wait for the transport. */
    static final long IDLE_NANOS = 3_600_000_000_000L;

    private static final long SWEEPS_PER_TIMEOUT = 20;
    private static final long SWEEP_NANOS_MIN = 1_000_000;
    private static final long SWEEP_NANOS_MAX = 50_000_000;

    /*
     * An arrival keeps its intended time from beginning to end: through the generator being late (lag), through waiting
     * for a free connection (wait) and through the request itself (service). What it reports as response is the whole.
     * All times are nanoseconds since the common beginning of the test.
     */
    private final EnginePlan plan;
    private final OperationMix mix;
    private final Transport transport;
    private final LongSupplier nanoTime;
    private final LoopStats stats;
    private final Slot[] slots;
    private final ArrayDeque<Slot> idle;
    private final ArrivalQueue waiting;
    private final ByteWriter request = new ByteWriter();
    private final boolean openLoop;
    private final long count;
    private final long sweepNanos;
    private long closedSequence;
    private boolean began;
    private long beginNanos;
    private long endNanos;
    private long next;
    private long nextSweep;
    private int busy;
    private int open;
    private int settledAttempts;
    private boolean lastAttemptFailed;

    LoadLoop(EnginePlan plan, Transport transport, LongSupplier nanoTime) {
        this.plan = plan;
        this.mix = plan.mix();
        this.transport = transport;
        this.nanoTime = nanoTime;
        this.stats = new LoopStats(plan.operationCount());
        this.slots = new Slot[plan.connections()];
        this.idle = new ArrayDeque<>(plan.connections());
        this.waiting = new ArrivalQueue(plan.waitingMax());
        this.openLoop = plan.schedule() != null;
        this.count = plan.schedule() == null ? 0 : plan.schedule().count();
        this.endNanos = plan.durationNanos();
        this.sweepNanos = Math.clamp(plan.timeoutNanos() / SWEEPS_PER_TIMEOUT, SWEEP_NANOS_MIN, SWEEP_NANOS_MAX);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i, plan.responseBytesMax());
        }
    }

    LoopStats stats() {
        return stats;
    }

    /** Starts to open all connections; the test begins later, see {@link #begin}. */
    void open() {
        for (Slot slot : slots) {
            connect(slot);
        }
    }

    /** Returns whether each connection was opened or refused at least once. */
    boolean isReady() {
        return settledAttempts >= slots.length;
    }

    boolean hasConnection() {
        return open > 0;
    }

    /** Fixes the moment from which all times count; {@link #tick} starts arrivals from then on. */
    void begin(long nanos) {
        began = true;
        beginNanos = nanos;
        if (!hasConnection()) {
            refuseEverything();
        }
    }

    /** Starts no further arrivals; those that wait are dropped, those under way may end. */
    void stop() {
        endNanos = Math.min(endNanos, now());
        next = count;
        while (!waiting.isEmpty()) {
            failHead(ErrorKind.DROPPED);
        }
    }

    /** Gives up at once whatever is still under way. */
    void abort() {
        stop();
        for (Slot slot : slots) {
            if (slot.state == Slot.State.BUSY) {
                failed(slot, ErrorKind.TIMEOUT);
            }
        }
    }

    /** Returns whether every arrival has come to its end. */
    boolean isFinished() {
        return began && next >= count && busy == 0 && waiting.isEmpty() && (openLoop || now() >= endNanos);
    }

    /** Takes out the seconds of which everything is known, and says how far that reaches. */
    Progress takeProgress() {
        List<Second> settled = stats.seconds().takeSettled(isFinished() ? Long.MAX_VALUE : settledUntil());
        return new Progress(
                stats.offered(),
                stats.completed(),
                stats.errors(),
                stats.seconds().settledBelow(),
                settled);
    }

    private long settledUntil() {
        return next < count ? schedule().intendedNanos(next) : began ? Math.max(0, now()) : 0;
    }

    private Stripe schedule() {
        Stripe schedule = plan.schedule();
        if (schedule == null) {
            throw new IllegalStateException("a closed loop has no schedule");
        }
        return schedule;
    }

    private long now() {
        return nanoTime.getAsLong() - beginNanos;
    }

    /**
     * Starts what is due, gives up what is overdue.
     *
     * @return nanoseconds until it wants to be called again
     */
    long tick() {
        long now = now();
        if (!began || now < 0) {
            return began ? -now : IDLE_NANOS;
        }
        if (now >= nextSweep) {
            sweep(now);
            nextSweep = now + sweepNanos;
        }
        if (!openLoop) {
            startIdle();
            return isFinished() ? IDLE_NANOS : nextSweep - now;
        }
        for (int started = 0; next < count; started++) {
            long intended = schedule().intendedNanos(next);
            now = now();
            if (intended > now) {
                return Math.min(intended, nextSweep) - now;
            }
            if (started == BATCH_MAX) {
                return 0;
            }
            arrive(schedule().global(next++), intended, now);
        }
        return isFinished() ? IDLE_NANOS : Math.max(0, nextSweep - now);
    }

    private void arrive(long sequence, long intended, long now) {
        int operation = mix.choose(sequence);
        stats.offered(operation, intended, now - intended);
        if (now - intended > plan.timeoutNanos()) {
            stats.failed(operation, ErrorKind.DROPPED, intended, now);
            return;
        }
        if (isDown()) {
            stats.failed(operation, ErrorKind.CONNECT, intended, now);
            return;
        }
        long recent = mix.takeRecent(operation);
        Slot slot = idle.pollFirst();
        if (slot != null) {
            send(slot, sequence, operation, recent, intended, now);
        } else if (!waiting.offer(sequence, operation, recent, intended, now)) {
            stats.failed(operation, ErrorKind.DROPPED, intended, now);
        }
    }

    private void send(Slot slot, long sequence, int operation, long recent, long intended, long ready) {
        slot.begin(sequence, operation, intended, mix.isHead(operation));
        busy++;
        mix.write(request, operation, sequence, recent);
        slot.sentNanos = now();
        stats.sent(slot.sentNanos - ready);
        transport.send(slot.index, request.array(), request.length());
    }

    /** Gives a free connection its next request: the longest waiting, or in a closed loop simply the next. */
    private void free(Slot slot) {
        if (!openLoop) {
            idle.addLast(slot);
            startIdle();
        } else if (waiting.isEmpty()) {
            idle.addLast(slot);
        } else {
            send(
                    slot,
                    waiting.headSequence(),
                    waiting.headOperation(),
                    waiting.headRecent(),
                    waiting.headIntended(),
                    waiting.headReady());
            waiting.removeHead();
        }
    }

    /** Closed loop: whoever is free sends. */
    private void startIdle() {
        long now = began ? now() : -1;
        while (now >= 0 && now < endNanos && !idle.isEmpty()) {
            long sequence = nextClosedSequence();
            int operation = mix.choose(sequence);
            stats.offered(operation, now, 0);
            send(idle.removeFirst(), sequence, operation, mix.takeRecent(operation), now, now);
        }
    }

    private long nextClosedSequence() {
        return closedSequence++ * plan.stripes() + plan.stripe();
    }

    /**
     * Takes in bytes of slot {@code index}.
     *
     * @param data valid only during the call
     */
    void received(int index, byte[] data, int from, int to) {
        Slot slot = slots[index];
        if (slot.state != Slot.State.BUSY) {
            close(slot); // it speaks without being asked; whatever it says belongs to no request
            return;
        }
        int after = slot.scanner.feed(data, from, to);
        if (slot.scanner.isMalformed()) {
            stats.reason("malformed response: " + slot.scanner.problem());
            failed(slot, ErrorKind.MALFORMED);
        } else if (slot.scanner.isComplete()) {
            answered(slot);
            if (after < to || !slot.scanner.keepsAlive()) {
                close(slot);
            } else {
                slot.state = Slot.State.IDLE;
                free(slot);
            }
        }
    }

    private void answered(Slot slot) {
        int status = slot.scanner.status();
        boolean expected = mix.isExpected(slot.operation, status);
        busy--;
        slot.answered = true;
        slot.backoffNanos = 0;
        stats.answered(slot.operation, slot.intendedNanos, slot.sentNanos, now(), expected, status);
        if (expected) {
            mix.succeeded(slot.operation, slot.sequence);
        }
    }

    /** Tells that the other side closed slot {@code index}, or that it broke. */
    void closed(int index, String why) {
        Slot slot = slots[index];
        if (slot.state == Slot.State.BUSY) {
            slot.scanner.end();
            if (slot.scanner.isComplete()) {
                answered(slot);
                close(slot);
            } else {
                stats.reason(why);
                failed(slot, ErrorKind.RESET);
            }
        } else {
            close(slot);
        }
    }

    private void failed(Slot slot, int kind) {
        busy--;
        if (kind == ErrorKind.TIMEOUT) {
            stats.timedOut(slot.operation, slot.intendedNanos, now());
        } else {
            stats.failed(slot.operation, kind, slot.intendedNanos, now());
        }
        close(slot);
    }

    /** Closes a connection and opens it anew, as long as there is something to send. */
    private void close(Slot slot) {
        if (slot.state == Slot.State.IDLE) {
            idle.removeFirstOccurrence(slot);
        }
        if (slot.state != Slot.State.CLOSED && slot.state != Slot.State.CONNECTING) {
            open--;
        }
        slot.state = Slot.State.CLOSED;
        transport.close(slot.index);
        if (slot.answered && hasMore()) {
            connect(slot);
        } else {
            slot.retryLater(began ? now() : 0); // a target that closes without ever answering is not hammered
        }
    }

    private boolean hasMore() {
        return !began || next < count || !waiting.isEmpty() || (!openLoop && now() < endNanos);
    }

    private void connect(Slot slot) {
        slot.state = Slot.State.CONNECTING;
        transport.connect(slot.index);
    }

    void connected(int index) {
        Slot slot = slots[index];
        settledAttempts += slot.firstAttempt();
        open++;
        lastAttemptFailed = false;
        slot.answered = false;
        slot.state = Slot.State.IDLE;
        free(slot);
    }

    /** @param why for people; appears among the causes of the result */
    void connectFailed(int index, String why) {
        Slot slot = slots[index];
        settledAttempts += slot.firstAttempt();
        stats.reason(why);
        lastAttemptFailed = true;
        slot.state = Slot.State.CLOSED;
        slot.retryLater(began ? now() : 0);
        if (!openLoop && began && now() >= 0 && now() < endNanos) {
            refuse(nextClosedSequence(), now());
        }
        while (isDown() && !waiting.isEmpty()) {
            failHead(ErrorKind.CONNECT);
        }
    }

    /** Nothing is open and nothing could be opened: an arrival fails at once instead of waiting for its timeout. */
    private boolean isDown() {
        return open == 0 && lastAttemptFailed;
    }

    /** Not one connection at the beginning: each counts as one refused arrival, and the test is over. */
    private void refuseEverything() {
        for (Slot _ : slots) {
            refuse(nextClosedSequence(), 0);
        }
        next = count;
        endNanos = 0;
    }

    private void refuse(long sequence, long now) {
        int operation = mix.choose(sequence);
        stats.offered(operation, now, 0);
        stats.failed(operation, ErrorKind.CONNECT, now, now);
    }

    private void failHead(int kind) {
        stats.failed(waiting.headOperation(), kind, waiting.headIntended(), now());
        waiting.removeHead();
    }

    private void sweep(long now) {
        for (Slot slot : slots) {
            if (slot.state == Slot.State.BUSY && now - slot.sentNanos >= plan.timeoutNanos()) {
                failed(slot, ErrorKind.TIMEOUT);
            } else if (slot.state == Slot.State.CLOSED && now >= slot.retryAtNanos && hasMore()) {
                connect(slot);
            }
        }
        while (!waiting.isEmpty() && now - waiting.headIntended() >= plan.timeoutNanos()) {
            stats.timedOut(waiting.headOperation(), waiting.headIntended(), now);
            waiting.removeHead();
        }
    }
}

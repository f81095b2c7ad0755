package tradelab.loadgen.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.operation.Answer;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.schedule.Stripe;

/**
 * The engine of one event loop: starts arrivals when their time has come, gives them connections, and measures. Knows
 * neither protocols nor timers; both are handed to it, so that it runs as well in simulated time. Owned by one event
 * loop.
 */
final class LoadLoop implements Answers {
    /** Arrivals started at once before answers get their turn. */
    private static final int BATCH_MAX = 256;
    /** Returned by {@link #tick}: nothing to do but wait for the transport. */
    static final long IDLE_NANOS = 3_600_000_000_000L;

    private static final long SWEEPS_PER_TIMEOUT = 20;
    private static final long SWEEP_NANOS_MIN = 1_000_000;
    private static final long SWEEP_NANOS_MAX = 50_000_000;

    /*
     * An arrival keeps its intended time from beginning to end: through the generator being late (lag), through waiting
     * for a free connection (wait), through being tried again, and through the request itself (first byte, service).
     * What it reports as response is the whole. All times are nanoseconds since the common beginning of the test.
     */
    private final EnginePlan plan;
    private final OperationMix mix;
    private final Exchange exchange;
    private final LongSupplier nanoTime;
    private final LoopRecorder recorder;
    private final LoopHealth health = new LoopHealth();
    private final Slot[] slots;
    private final ArrayDeque<Slot> idle;
    private final PriorityQueue<Slot> thinking =
            new PriorityQueue<>(Comparator.comparingLong(slot -> slot.thinksUntilNanos));
    private final ArrivalQueue waiting;
    private final @Nullable Arrivals arrivals;
    private final long sweepNanos;
    private long closedSequence;
    private boolean began;
    private boolean held;
    private long beginNanos;
    private long endNanos;
    private long stretchNanos;
    private long nextSweep;
    private long leaseNanos = Long.MAX_VALUE;
    private Runnable settled = () -> {};
    private int busy;
    private int sessions;
    private int open;
    private int settledAttempts;
    private boolean lastAttemptFailed;

    /** @param protocol makes the exchange, which tells this loop what happens */
    LoadLoop(EnginePlan plan, Function<Answers, Exchange> protocol, LongSupplier nanoTime) {
        this.plan = plan;
        this.mix = plan.mix();
        this.nanoTime = nanoTime;
        this.recorder = new LoopRecorder(plan.operationCount());
        this.slots = new Slot[plan.connections()];
        this.idle = new ArrayDeque<>(plan.connections());
        this.waiting = new ArrivalQueue(plan.waitingMax());
        Stripe schedule = plan.schedule();
        this.arrivals = schedule == null ? null : new Arrivals(schedule.whole(), schedule.index(), schedule.of());
        this.endNanos = plan.durationNanos();
        this.sweepNanos = Math.clamp(plan.timeoutNanos() / SWEEPS_PER_TIMEOUT, SWEEP_NANOS_MIN, SWEEP_NANOS_MAX);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i);
        }
        this.exchange = protocol.apply(this);
    }

    Exchange exchange() {
        return exchange;
    }

    /** Returns the sum of what is complete; of everything once finished. */
    LoopStats stats() {
        return recorder.sum(settledUntil());
    }

    LoopHealth health() {
        return health;
    }

    /**
     * Starts to open all connections; the test begins later, see {@link #begin}.
     *
     * @param newSettled hears of each attempt to connect that ended
     */
    void open(Runnable newSettled) {
        settled = newSettled;
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

    /**
     * Goes on with a changed schedule; arrivals that were started stay started.
     *
     * @param whole null in the closed model, which has none
     * @param newEndNanos nothing is intended at or after this
     * @param newHeld whether more is to come although the schedule ends
     */
    void follow(@Nullable Schedule whole, long newEndNanos, boolean newHeld) {
        if (arrivals != null && whole != null) {
            arrivals.follow(whole);
        }
        endNanos = newEndNanos;
        if (held && !newHeld && !thinking.isEmpty()) {
            goOn(now()); // nobody was late during a pause
        }
        held = newHeld;
    }

    /**
     * Lets the loop start arrivals until {@code untilNanos} of the clock given, and no longer: whoever is frozen and
     * wakes up later finds its share with others.
     */
    void lease(long untilNanos) {
        leaseNanos = untilNanos;
    }

    private void goOn(long now) {
        List<Slot> users = List.copyOf(thinking);
        thinking.clear();
        users.forEach(user -> user.thinksUntilNanos = Math.max(now, user.thinksUntilNanos));
        thinking.addAll(users);
    }

    /** Takes over a share of the schedule whose loop is gone; see {@link Arrivals#adopt}. */
    void adopt(long index, long of, long fromNanos) {
        if (arrivals != null) {
            arrivals.adopt(index, of, fromNanos);
        }
    }

    /** Starts no further arrivals; those that wait are dropped, those under way may end. */
    void stop() {
        endNanos = Math.min(endNanos, now());
        held = false;
        if (arrivals != null) {
            arrivals.stop();
        }
        while (!waiting.isEmpty()) {
            failHead(ErrorKind.DROPPED);
        }
    }

    /** Gives up at once whatever is still under way. */
    void abort() {
        stop();
        for (Slot slot : slots) {
            if (slot.state == Slot.State.BUSY) {
                fail(slot, ErrorKind.TIMEOUT);
            }
        }
    }

    /** Returns whether every arrival has come to its end. */
    boolean isFinished() {
        return began && !held && busy == 0 && sessions == 0 && waiting.isEmpty() && !mayStart();
    }

    private boolean mayStart() {
        return arrivals == null ? now() < endNanos : arrivals.hasNext();
    }

    /** Takes out the seconds of which everything is known, and says how far that reaches. */
    Progress takeProgress() {
        return recorder.takeProgress(settledUntil());
    }

    private long settledUntil() {
        if (isFinished()) {
            return Long.MAX_VALUE;
        }
        long now = began ? Math.max(0, now()) : 0;
        if (sessions > 0 && !thinking.isEmpty()) {
            now = Math.min(now, thinking.element().thinksUntilNanos);
        }
        return arrivals != null && arrivals.hasNext()
                ? Math.min(now, arrivals.headIntendedNanos() + stretchNanos)
                : now;
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
        if (now + beginNanos > leaseNanos) {
            stop();
        }
        if (!began || now < 0) {
            return began ? -now : IDLE_NANOS;
        }
        if (now >= nextSweep) {
            sweep(now);
            nextSweep = now + sweepNanos;
        }
        long wake = thinking.isEmpty() ? nextSweep : Math.min(startUsers(), nextSweep);
        if (arrivals == null) {
            return isFinished() ? IDLE_NANOS : Math.max(0, wake - now);
        }
        for (int started = 0; arrivals.hasNext(); started++) {
            long intended = arrivals.headIntendedNanos() + stretchNanos;
            now = now();
            if (intended > now) {
                return Math.max(0, Math.min(intended, wake) - now);
            }
            if (started == BATCH_MAX) {
                return 0;
            }
            if (plan.manner().overdue() == Overdue.STRETCH && idle.isEmpty() && !isDown()) {
                return Math.max(0, nextSweep - now);
            }
            long sequence = arrivals.headSequence();
            arrivals.removeHead();
            arrive(sequence, intended, now);
        }
        return isFinished() ? IDLE_NANOS : Math.max(0, wake - now);
    }

    private void arrive(long sequence, long intended, long now) {
        int operation = mix.choose(sequence);
        recorder.offered(operation, intended, now - intended);
        health.started(intended, now);
        if (now - intended > plan.timeoutNanos()) {
            recorder.failed(operation, ErrorKind.DROPPED, intended, now);
            return;
        }
        if (isDown()) {
            recorder.failed(operation, ErrorKind.CONNECT, intended, now);
            return;
        }
        long recent = mix.takeRecent(operation);
        Slot slot = idle.pollFirst();
        if (slot != null) {
            slot.attempt = 0;
            if (!send(slot, sequence, operation, recent, intended, now)) {
                idle.addFirst(slot);
            }
        } else if (plan.manner().overdue() == Overdue.DROP
                || !waiting.offer(sequence, operation, recent, intended, now, 0)) {
            recorder.failed(operation, ErrorKind.DROPPED, intended, now);
        }
    }

    /** Returns false if there was no data for it: it has failed, and the connection is still free. */
    private boolean send(Slot slot, long sequence, int chosen, long recent, long intended, long ready) {
        int operation = exchange.decide(chosen);
        if (operation != chosen) {
            recorder.moved(chosen, operation, intended);
        }
        if (!mix.begin(slot.index, operation, sequence)) {
            recorder.failed(operation, ErrorKind.NO_DATA, intended, now());
            return false;
        }
        slot.begin(sequence, operation, recent, intended, ready);
        busy++;
        slot.crowded = idle.isEmpty();
        slot.sentNanos = now();
        recorder.sent(intended, slot.sentNanos - ready);
        exchange.send(slot.index, operation, sequence, recent);
        return true;
    }

    /** Gives a free connection its next request: the longest waiting, or in the closed model simply the next. */
    private void free(Slot slot, long now) {
        if (arrivals == null || slot.next >= 0) {
            think(slot, now);
            return;
        }
        while (!waiting.isEmpty()) {
            if (sendHead(slot)) {
                return;
            }
        }
        idle.addLast(slot);
        if (plan.manner().overdue() == Overdue.STRETCH && began && arrivals.hasNext()) {
            stretchTo(now);
        }
    }

    private boolean sendHead(Slot slot) {
        long sequence = waiting.headSequence();
        int operation = waiting.headOperation();
        long recent = waiting.headRecent();
        long intended = waiting.headIntended();
        long ready = waiting.headReady();
        slot.attempt = waiting.headAttempt();
        waiting.removeHead();
        return send(slot, sequence, operation, recent, intended, ready);
    }

    /** The arrival that had no connection is intended for now, and all that follow are put off by as much. */
    private void stretchTo(long now) {
        if (idle.size() == 1 && arrivals != null) {
            stretchNanos = Math.max(stretchNanos, now - arrivals.headIntendedNanos());
            var _ = tick();
        }
    }

    /** The user of this connection pauses, then goes on: within a session, or in the closed model with a new one. */
    private void think(Slot slot, long now) {
        slot.state = Slot.State.THINKING;
        slot.thinksUntilNanos = now + pauseNanos(slot);
        if (slot.next >= 0 && slot.thinksUntilNanos >= endNanos) {
            leave(slot); // the test is over before its next step
        }
        if (slot.next < 0 && arrivals != null) {
            slot.state = Slot.State.IDLE;
            free(slot, now);
            return;
        }
        thinking.add(slot);
        var _ = startUsers();
    }

    private long pauseNanos(Slot slot) {
        if (slot.next >= 0) {
            return mix.pauseNanos(slot.operation, slot.sequence);
        }
        ThinkTime think = plan.manner().think();
        return think.maxNanos() == 0 ? 0 : think.nanos(mix.random(closedSequence, slot.index));
    }

    /** The session on this connection has come to its end. */
    private void leave(Slot slot) {
        if (slot.next >= 0) {
            slot.next = -1;
            sessions--;
        }
    }

    /**
     * Whoever has paused long enough sends; before the beginning nobody does.
     *
     * @return when the next one wants to
     */
    private long startUsers() {
        long now = began && !held ? now() : -1;
        while (now >= 0 && now < endNanos && !thinking.isEmpty() && thinking.peek().thinksUntilNanos <= now) {
            startUser(thinking.remove(), now);
        }
        if (began && !held && now >= endNanos) {
            endSessions(now);
        }
        Slot first = thinking.peek();
        return first == null || held ? IDLE_NANOS : Math.min(endNanos, first.thinksUntilNanos);
    }

    /** A user without data for another session stays away. */
    private void startUser(Slot slot, long now) {
        long intended = Math.max(0, slot.thinksUntilNanos);
        boolean goesOn = slot.next >= 0;
        long sequence = goesOn ? slot.sequence : nextClosedSequence();
        int operation = goesOn ? slot.next : mix.choose(sequence);
        recorder.offered(operation, intended, now - intended);
        health.started(intended, now);
        slot.attempt = 0;
        slot.next = -1; // under way it is a request like any other
        sessions -= goesOn ? 1 : 0;
        long recent = goesOn ? OperationMix.NO_RECENT : mix.takeRecent(operation);
        if (!send(slot, sequence, operation, recent, intended, now)) {
            slot.state = Slot.State.IDLE;
        }
    }

    /** Nobody begins another step after the end. */
    private void endSessions(long now) {
        while (sessions > 0 && !thinking.isEmpty()) {
            Slot slot = thinking.remove();
            leave(slot);
            slot.state = Slot.State.IDLE;
            if (arrivals != null) {
                free(slot, now);
            }
        }
    }

    private long nextClosedSequence() {
        return closedSequence++ * plan.stripes() + plan.stripe();
    }

    @Override
    public void firstByte(int index) {
        slots[index].firstByte(now());
    }

    @Override
    public void answered(int index, int status, boolean reusable, @Nullable Answer heard) {
        Slot slot = slots[index];
        long now = now();
        slot.firstByte(now);
        int fault = mix.judge(index, slot.operation, status, heard);
        busy--;
        slot.answered = true;
        slot.backoffNanos = 0;
        if (heard != null && mix.isExpected(slot.operation, status)) {
            recorder.checked(slot, mix.checkCount(slot.operation), mix.checksFailed());
        }
        recorder.answered(slot, now, fault);
        health.served(slot.crowded, now - slot.sentNanos);
        if (fault == OperationMix.NONE) {
            mix.succeeded(slot.operation, slot.sequence);
            slot.next = mix.next(slot.operation);
            sessions += slot.next >= 0 ? 1 : 0;
        }
        if (reusable) {
            slot.state = Slot.State.IDLE;
            free(slot, now);
        } else {
            close(slot);
        }
    }

    @Override
    public void closed(int index, String why) {
        Slot slot = slots[index];
        if (slot.state == Slot.State.BUSY) {
            failed(index, ErrorKind.RESET, why);
        } else {
            close(slot);
        }
    }

    @Override
    public void failed(int index, int kind, String why) {
        Slot slot = slots[index];
        recorder.reason(why);
        if (kind == ErrorKind.RESET
                && slot.attempt < plan.manner().retriesMax()
                && !mix.isInside(slot.operation)
                && again(slot)) {
            return;
        }
        fail(slot, kind);
    }

    private boolean again(Slot slot) {
        boolean queued = waiting.offer(
                slot.sequence, slot.operation, slot.recent, slot.intendedNanos, slot.readyNanos, slot.attempt + 1);
        if (queued) {
            busy--;
            recorder.retried(slot.intendedNanos);
            close(slot);
        }
        return queued;
    }

    private void fail(Slot slot, int kind) {
        busy--;
        recorder.failed(slot.operation, kind, slot.intendedNanos, now());
        close(slot);
    }

    /** Closes a connection and opens it anew, as long as there is something to send. */
    private void close(Slot slot) {
        if (slot.state == Slot.State.IDLE) {
            idle.removeFirstOccurrence(slot);
        } else if (slot.state == Slot.State.THINKING) {
            thinking.remove(slot);
        }
        if (slot.state != Slot.State.CLOSED && slot.state != Slot.State.CONNECTING) {
            open--;
        }
        slot.state = Slot.State.CLOSED;
        exchange.close(slot.index);
        if (slot.answered && hasMore()) {
            connect(slot);
        } else {
            slot.retryLater(began ? now() : 0); // a target that closes without ever answering is not hammered
        }
    }

    private boolean hasMore() {
        return !began || held || sessions > 0 || !waiting.isEmpty() || mayStart();
    }

    private void connect(Slot slot) {
        slot.state = Slot.State.CONNECTING;
        exchange.connect(slot.index);
    }

    @Override
    public void connected(int index) {
        Slot slot = slots[index];
        settledAttempts += slot.firstAttempt();
        open++;
        lastAttemptFailed = false;
        slot.answered = false;
        slot.state = Slot.State.IDLE;
        free(slot, began ? now() : 0);
        settled.run();
    }

    @Override
    public void connectFailed(int index, String why) {
        Slot slot = slots[index];
        settledAttempts += slot.firstAttempt();
        recorder.reason(why);
        lastAttemptFailed = true;
        slot.state = Slot.State.CLOSED;
        breakOff(slot);
        slot.retryLater(began ? now() : 0);
        if (arrivals == null && began && now() >= 0 && now() < endNanos) {
            refuse(nextClosedSequence(), now());
        }
        while (isDown() && !waiting.isEmpty()) {
            failHead(ErrorKind.CONNECT);
        }
        settled.run();
    }

    /** A session that cannot go on ends with one refused request. */
    private void breakOff(Slot slot) {
        if (slot.next >= 0) {
            int operation = slot.next;
            long now = Math.max(0, now());
            leave(slot);
            recorder.offered(operation, now, 0);
            recorder.failed(operation, ErrorKind.CONNECT, now, now);
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
        if (arrivals != null) {
            arrivals.stop();
        }
        endNanos = 0;
    }

    private void refuse(long sequence, long now) {
        int operation = mix.choose(sequence);
        recorder.offered(operation, now, 0);
        recorder.failed(operation, ErrorKind.CONNECT, now, now);
    }

    private void failHead(int kind) {
        recorder.failed(waiting.headOperation(), kind, waiting.headIntended(), now());
        waiting.removeHead();
    }

    private void sweep(long now) {
        for (Slot slot : slots) {
            if (slot.state == Slot.State.BUSY && now - slot.sentNanos >= plan.timeoutNanos()) {
                fail(slot, ErrorKind.TIMEOUT);
            } else if (slot.state == Slot.State.CLOSED && now >= slot.retryAtNanos && hasMore()) {
                connect(slot);
            }
        }
        while (!waiting.isEmpty() && now - waiting.headIntended() >= plan.timeoutNanos()) {
            failHead(ErrorKind.TIMEOUT);
        }
    }
}

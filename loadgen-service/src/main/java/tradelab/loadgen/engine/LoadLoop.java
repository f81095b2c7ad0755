package tradelab.loadgen.engine;

import java.util.function.BiConsumer;
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

    /*
     * An arrival keeps its intended time from beginning to end: through the generator being late (lag), through waiting
     * for a free connection (wait), through being tried again, and through the request itself (first byte, service).
     * What it reports as response is the whole. All times are nanoseconds since the common beginning of the test.
     */
    private final EnginePlan plan;
    private final OperationMix mix;
    private final Exchange exchange;
    private final TimeFrame frame;
    private final Connections connections;
    private final LoopRecorder recorder;
    private final LoopHealth health = new LoopHealth();
    private final Requests requests;
    private final Users users;
    private final @Nullable Arrivals arrivals;
    private final BiConsumer<Slot, Long> freed = this::free;
    final Wakeup wakeup = new Wakeup();
    private long stretchNanos;
    private long nextSweep;
    private Runnable settled = () -> {};

    /** @param protocol makes the exchange, which tells this loop what happens */
    LoadLoop(EnginePlan plan, Function<Answers, Exchange> protocol, LongSupplier nanoTime) {
        this.plan = plan;
        this.mix = plan.mix();
        this.frame = new TimeFrame(nanoTime, plan.durationNanos(), plan.manner().grace());
        this.connections = new Connections(plan.connections());
        this.recorder = new LoopRecorder(plan.operationCount());
        this.requests = new Requests(plan, frame, connections, recorder, health);
        this.users = new Users(plan, frame, requests, recorder);
        Stripe schedule = plan.schedule();
        this.arrivals = schedule == null ? null : new Arrivals(schedule.whole(), schedule.index(), schedule.of());
        this.exchange = protocol.apply(this);
        requests.attach(exchange);
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
        for (Slot slot : connections.all()) {
            connect(slot);
        }
    }

    /** Returns whether each connection was opened or refused at least once. */
    boolean isReady() {
        return connections.isReady();
    }

    boolean hasConnection() {
        return connections.hasOpen();
    }

    /** Fixes the moment from which all times count; {@link #tick} starts arrivals from then on. */
    void begin(long nanos) {
        frame.begin(nanos);
        if (!hasConnection()) {
            refuseEverything();
        }
    }

    /** Not one connection at the beginning: each counts as one refused arrival, and the test is over. */
    private void refuseEverything() {
        users.refuseAll();
        if (arrivals != null) {
            arrivals.stop();
        }
        frame.end(0);
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
        if (frame.isHeld() && !newHeld) {
            users.resume(frame.now());
        }
        frame.follow(newEndNanos, newHeld);
    }

    /**
     * Lets the loop start arrivals until {@code untilNanos} of the clock given, and no longer: whoever is frozen and
     * wakes up later finds its share with others.
     */
    void lease(long untilNanos) {
        frame.lease(untilNanos);
    }

    /** Takes over a share of the schedule whose loop is gone; see {@link Arrivals#adopt}. */
    void adopt(long index, long of, long fromNanos) {
        if (arrivals != null) {
            arrivals.adopt(index, of, fromNanos);
        }
    }

    /** Starts no further arrivals; those that wait are dropped, those under way may end. */
    void stop() {
        frame.end(frame.now());
        if (arrivals != null) {
            arrivals.stop();
        }
        requests.giveUpWaiting(ErrorKind.DROPPED);
    }

    /** Gives up at once whatever is still under way. */
    void abort() {
        stop();
        for (Slot slot : connections.all()) {
            if (slot.state == Slot.State.BUSY) {
                fail(slot, ErrorKind.TIMEOUT);
            }
        }
    }

    /** Returns whether every arrival has come to its end. */
    boolean isFinished() {
        return frame.hasBegun() && !frame.isHeld() && requests.isOver() && !mayStart();
    }

    /** To the very end, even if nothing more is intended: until then somebody may extend the test. */
    private boolean mayStart() {
        return (frame.now() < frame.endNanos() && !users.isDone()) || (arrivals != null && arrivals.hasNext());
    }

    /** Takes out the seconds of which everything is known, and says how far that reaches. */
    Progress takeProgress() {
        return recorder.takeProgress(settledUntil());
    }

    private long settledUntil() {
        if (isFinished()) {
            return Long.MAX_VALUE;
        }
        long now = users.settledUntil(Math.max(0, frame.nowIfBegun()));
        return arrivals != null && arrivals.hasNext()
                ? Math.min(now, arrivals.headIntendedNanos() + stretchNanos)
                : now;
    }

    /**
     * Starts what is due, gives up what is overdue.
     *
     * @return nanoseconds until it wants to be called again, or sooner if its {@link Wakeup} says so
     */
    long tick() {
        return wakeup.planned(frame.now(), advance());
    }

    private long advance() {
        long now = frame.now();
        if (frame.isLeaseOver(now)) {
            stop();
        }
        if (!frame.hasBegun() || now < 0) {
            return frame.hasBegun() ? -now : IDLE_NANOS;
        }
        if (now >= nextSweep) {
            sweep(now);
            nextSweep = now + plan.sweepNanos();
        }
        long wake = Math.min(nextSweep, Math.min(requests.sendHeld(now), users.start(now, freed)));
        for (int started = 0; arrivals != null && arrivals.hasNext(); started++) {
            long intended = arrivals.headIntendedNanos() + stretchNanos;
            now = frame.now();
            if (intended > now) {
                return Math.max(0, Math.min(intended, wake) - now);
            }
            if (started == BATCH_MAX) {
                return 0;
            }
            if (plan.manner().overdue() == Overdue.STRETCH && !connections.hasIdle() && !connections.isDown()) {
                return Math.max(0, nextSweep - now);
            }
            if (plan.manner().overdue() == Overdue.STRETCH && connections.hasIdle() && !requests.isOpen(now)) {
                stretchNanos = Math.max(stretchNanos, requests.opensNanos(now) - arrivals.headIntendedNanos());
                continue;
            }
            long sequence = arrivals.headSequence();
            arrivals.removeHead();
            arrive(sequence, intended, now);
        }
        return untilDue(wake, now);
    }

    private long untilDue(long wake, long now) {
        long due = frame.endNanos() > now ? Math.min(wake, frame.endNanos()) : wake;
        return isFinished() ? IDLE_NANOS : Math.max(0, due - now);
    }

    private void sweep(long now) {
        for (Slot slot : connections.all()) {
            int why = requests.overdue(slot, now);
            if (why >= 0) {
                fail(slot, why);
            } else if (slot.state == Slot.State.CLOSED && now >= slot.retryAtNanos && hasMore()) {
                connect(slot);
            }
        }
        requests.giveUpOverdue(now);
    }

    private void arrive(long sequence, long intended, long now) {
        int operation = mix.choose(sequence);
        requests.offered(operation, intended, now);
        if (now - intended > plan.timeoutNanos()) {
            recorder.failed(operation, ErrorKind.DROPPED, intended, now);
            return;
        }
        if (connections.isDown()) {
            recorder.failed(operation, ErrorKind.CONNECT, intended, now);
            return;
        }
        long recent = mix.takeRecent(operation);
        Slot slot = requests.isOpen(now) ? connections.takeIdle() : null;
        if (slot != null) {
            slot.attempt = 0;
            if (!requests.send(slot, sequence, operation, recent, intended, now)) {
                connections.untake(slot);
            }
        } else if (plan.manner().overdue() == Overdue.DROP
                || !requests.await(sequence, operation, recent, intended, now)) {
            recorder.failed(operation, ErrorKind.DROPPED, intended, now);
        }
    }

    /** Gives a free connection its next request: the longest waiting, or in the closed model simply the next. */
    private void free(Slot slot, long now) {
        if (arrivals == null || slot.next >= 0) {
            think(slot, now);
            return;
        }
        if (requests.sendWaiting(slot)) {
            return;
        }
        connections.free(slot);
        wakeup.by(requests.sendHeld(now));
        if (plan.manner().overdue() == Overdue.STRETCH && frame.hasBegun() && arrivals.hasNext()) {
            stretchTo(now);
        }
    }

    /** The user of this connection pauses, then goes on: within a session, or in the closed model with a new one. */
    private void think(Slot slot, long now) {
        if (users.think(slot, now)) {
            wakeup.by(users.start(now, freed));
        } else {
            slot.state = Slot.State.IDLE;
            free(slot, now);
        }
    }

    /** The arrival that had no connection is intended for now, and all that follow are put off by as much. */
    private void stretchTo(long now) {
        if (connections.idleCount() == 1 && arrivals != null) {
            stretchNanos = Math.max(stretchNanos, now - arrivals.headIntendedNanos());
            var _ = tick();
        }
    }

    @Override
    public void firstByte(int index) {
        connections.get(index).firstByte(frame.now());
    }

    @Override
    public void answered(int index, int status, boolean reusable, @Nullable Answer heard) {
        Slot slot = connections.get(index);
        long now = frame.now();
        requests.answered(slot, status, heard, now);
        if (reusable) {
            slot.state = Slot.State.IDLE;
            free(slot, now);
        } else {
            close(slot);
        }
    }

    @Override
    public void moved(long bytes) {
        requests.moved(bytes);
    }

    @Override
    public void closed(int index, String why) {
        Slot slot = connections.get(index);
        if (slot.state == Slot.State.BUSY) {
            failed(index, ErrorKind.RESET, why);
        } else {
            close(slot);
        }
    }

    @Override
    public void failed(int index, int kind, String why) {
        Slot slot = connections.get(index);
        recorder.reason(why);
        if (kind == ErrorKind.RESET && requests.again(slot)) {
            close(slot);
        } else {
            fail(slot, kind);
        }
    }

    private void fail(Slot slot, int kind) {
        requests.failed(slot, kind);
        close(slot);
    }

    /** Closes a connection and opens it anew, as long as there is something to send. */
    private void close(Slot slot) {
        if (slot.state == Slot.State.THINKING) {
            users.remove(slot);
        }
        connections.closed(slot);
        exchange.close(slot.index);
        if (slot.answered && hasMore()) {
            connect(slot);
        } else {
            slot.retryLater(frame.nowIfBegun()); // a target that closes without ever answering is not hammered
        }
    }

    private boolean hasMore() {
        return !frame.hasBegun() || frame.isHeld() || requests.sessions() > 0 || requests.hasWaiting() || mayStart();
    }

    private void connect(Slot slot) {
        slot.state = Slot.State.CONNECTING;
        exchange.connect(slot.index);
    }

    @Override
    public void connected(int index) {
        Slot slot = connections.get(index);
        connections.opened(slot);
        free(slot, frame.nowIfBegun());
        settled.run();
    }

    @Override
    public void connectFailed(int index, String why) {
        Slot slot = connections.get(index);
        recorder.reason(why);
        connections.refused(slot);
        users.refused(slot);
        slot.retryLater(frame.nowIfBegun());
        if (connections.isDown()) {
            requests.giveUpWaiting(ErrorKind.CONNECT);
        }
        settled.run();
    }
}

package tradelab.loadgen.engine;

import org.jspecify.annotations.Nullable;
import tradelab.loadgen.operation.Answer;
import tradelab.loadgen.operation.OperationMix;

/**
 * What of a loop's arrivals is under way and what waits for a connection, each with the times that it came from. Owned by
 * one event loop.
 */
final class Requests {
    private final EnginePlan plan;
    private final OperationMix mix;
    private final TimeFrame frame;
    private final Connections connections;
    private final LoopRecorder recorder;
    private final LoopHealth health;
    private final ArrivalQueue waiting;
    /** Null if there is nothing to hold back for. */
    private final @Nullable Gate gate;

    @SuppressWarnings("NullAway.Init") // set by attach(), before anything is sent
    private Exchange exchange;

    private int busy;
    private int sessions;

    Requests(EnginePlan plan, TimeFrame frame, Connections connections, LoopRecorder recorder, LoopHealth health) {
        this.plan = plan;
        this.mix = plan.mix();
        this.frame = frame;
        this.connections = connections;
        this.recorder = recorder;
        this.health = health;
        this.waiting = new ArrivalQueue(plan.waitingMax());
        this.gate = plan.pacing().isNone() ? null : new Gate(plan.pacing(), frame, health);
    }

    void attach(Exchange newExchange) {
        exchange = newExchange;
    }

    /** Returns whether nothing is under way, waits, or is within a session. */
    boolean isOver() {
        return busy == 0 && sessions == 0 && waiting.isEmpty();
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Returns how many users pause within a session. */
    int sessions() {
        return sessions;
    }

    /** The session on this connection has come to its end, or has its next request under way. */
    void leaveSession(Slot slot) {
        if (slot.next >= 0) {
            slot.next = -1;
            sessions--;
        }
    }

    /** An arrival begins. */
    void offered(int operation, long intended, long now) {
        recorder.offered(operation, intended, now - intended);
        health.started(intended, now);
    }

    /** Returns false if there was no data for it: it has failed, and the connection is still free. */
    boolean send(Slot slot, long sequence, int chosen, long recent, long intended, long ready) {
        int operation = exchange.decide(chosen);
        if (operation != chosen) {
            recorder.moved(chosen, operation, intended);
        }
        if (!mix.begin(slot.index, operation, sequence)) {
            recorder.failed(operation, ErrorKind.NO_DATA, intended, frame.now());
            return false;
        }
        slot.begin(sequence, operation, recent, intended, ready);
        busy++;
        if (gate != null) {
            gate.passed();
        }
        slot.crowded = !connections.hasIdle();
        slot.sentNanos = frame.now();
        recorder.sent(intended, slot.sentNanos - ready);
        exchange.send(slot.index, operation, sequence, recent);
        return true;
    }

    /** Lets an arrival wait for a connection; returns false if there is no room. */
    boolean await(long sequence, int operation, long recent, long intended, long ready) {
        return waiting.offer(sequence, operation, recent, intended, ready, 0);
    }

    /** Returns whether an arrival may be sent at once: the caps allow it, and nobody waits who came before. */
    boolean isOpen(long now) {
        return gate == null || (waiting.isEmpty() && gate.isOpen(now, busy));
    }

    /** Returns when the next request may be sent, by the caps; in the past if nothing holds it back. */
    long opensNanos(long now) {
        return gate == null ? 0 : gate.opensNanos(now, busy);
    }

    /** Returns since when the one that is sent now might have been, by the caps. */
    long openedNanos() {
        return gate == null ? 0 : gate.openedNanos();
    }

    /** Returns before which moment nothing is intended any more by those whom the caps hold back. */
    long heldNanos() {
        return gate != null && gate.isAsked() ? gate.openedNanos() : Long.MAX_VALUE;
    }

    /** Tells of bytes that were sent or received. */
    void moved(long bytes) {
        if (gate != null) {
            gate.moved(bytes);
        }
    }

    private void ended() {
        busy--;
        if (gate != null) {
            gate.ended();
        }
    }

    /**
     * Sends what waited for the caps and not for a connection.
     *
     * @return when it wants to be called again
     */
    long sendHeld(long now) {
        while (gate != null && !waiting.isEmpty() && connections.hasIdle()) {
            if (!gate.isOpen(now, busy)) {
                return gate.opensNanos(now, busy);
            }
            Slot slot = connections.takeIdle();
            if (slot != null && !sendWaiting(slot)) {
                connections.untake(slot);
            }
        }
        return Long.MAX_VALUE;
    }

    /** Gives a free connection to whoever has waited longest; returns false if nobody takes it. */
    boolean sendWaiting(Slot slot) {
        while (!waiting.isEmpty() && (gate == null || gate.isOpen(frame.now(), busy))) {
            long sequence = waiting.headSequence();
            int operation = waiting.headOperation();
            long recent = waiting.headRecent();
            long intended = waiting.headIntended();
            long ready = waiting.headReady();
            slot.attempt = waiting.headAttempt();
            waiting.removeHead();
            if (send(slot, sequence, operation, recent, intended, ready)) {
                return true;
            }
        }
        return false;
    }

    /** Records a whole answer; the slot then says what its user does next. */
    void answered(Slot slot, int status, @Nullable Answer heard, long now) {
        slot.firstByte(now);
        int fault = mix.judge(slot.index, slot.operation, status, heard);
        ended();
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
        if (slot.next < 0) {
            recorder.iterated(slot.intendedNanos, false);
        }
    }

    /** Lets a request be tried again whose connection broke; returns false if it may not be. */
    boolean again(Slot slot) {
        boolean queued = slot.attempt < plan.manner().retriesMax()
                && !mix.isInside(slot.operation)
                && waiting.offer(
                        slot.sequence,
                        slot.operation,
                        slot.recent,
                        slot.intendedNanos,
                        slot.readyNanos,
                        slot.attempt + 1);
        if (queued) {
            ended();
            recorder.retried(slot.intendedNanos);
        }
        return queued;
    }

    void failed(Slot slot, int kind) {
        long now = frame.now();
        recorder.iterated(slot.intendedNanos, kind == ErrorKind.CUT || isGivenUpEarly(slot, kind, now));
        ended();
        recorder.failed(slot.operation, kind, slot.intendedNanos, now);
    }

    /** The run was stopped before it could time out. */
    private boolean isGivenUpEarly(Slot slot, int kind, long now) {
        return kind == ErrorKind.TIMEOUT && now - slot.sentNanos < plan.timeoutNanos();
    }

    /** Returns why the request on a slot is given up, as {@link ErrorKind}; negative if it may go on. */
    int overdue(Slot slot, long now) {
        if (slot.state != Slot.State.BUSY) {
            return OperationMix.NONE;
        }
        if (now - slot.sentNanos >= plan.timeoutNanos()) {
            return ErrorKind.TIMEOUT;
        }
        return frame.isCut(now) || now >= slot.leavesNanos ? ErrorKind.CUT : OperationMix.NONE;
    }

    /** Gives up what has waited too long. */
    void giveUpOverdue(long now) {
        if (frame.isCut(now)) {
            giveUpWaiting(ErrorKind.DROPPED);
        }
        while (!waiting.isEmpty() && now - waiting.headIntended() >= plan.timeoutNanos()) {
            failHead(ErrorKind.TIMEOUT);
        }
    }

    /** Gives up everything that waits. */
    void giveUpWaiting(int kind) {
        while (!waiting.isEmpty()) {
            failHead(kind);
        }
    }

    private void failHead(int kind) {
        recorder.failed(waiting.headOperation(), kind, waiting.headIntended(), frame.now());
        waiting.removeHead();
    }
}

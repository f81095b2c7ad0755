package tradelab.loadgen.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import tradelab.loadgen.operation.OperationMix;

/**
 * The virtual users of a loop, each on its connection: they pause and go on, within a session or, in the closed model,
 * with the next one. Owned by one event loop.
 */
final class Users {
    private final EnginePlan plan;
    private final OperationMix mix;
    private final TimeFrame frame;
    private final Requests requests;
    private final LoopRecorder recorder;
    private final PriorityQueue<Slot> thinking =
            new PriorityQueue<>(Comparator.comparingLong(slot -> slot.thinksUntilNanos));
    private final Population population;
    /** How often each user has begun. */
    private final long[] begun;

    private long closedSequence;

    Users(EnginePlan plan, TimeFrame frame, Requests requests, LoopRecorder recorder) {
        this.plan = plan;
        this.mix = plan.mix();
        this.frame = frame;
        this.requests = requests;
        this.recorder = recorder;
        this.population = plan.manner().population();
        this.begun = new long[plan.connections()];
    }

    /** Returns whether all iterations of a closed model that has only so many have come to their end. */
    boolean isDone() {
        if (population.iterations() == 0 || requests.sessions() > 0) {
            return false;
        }
        return population.each()
                ? Arrays.stream(begun).allMatch(times -> times >= population.iterations())
                : closedSequence >= population.share(plan.stripe(), plan.stripes());
    }

    /** Returns whether a user has no iteration left. */
    private boolean isSpent(Slot user) {
        return population.iterations() > 0
                && (population.each()
                        ? begun[user.index] >= population.iterations()
                        : closedSequence >= population.share(plan.stripe(), plan.stripes()));
    }

    private boolean isClosedModel() {
        return plan.schedule() == null;
    }

    /** Returns before which moment nobody begins anything any more, who might have by {@code now}. */
    long settledUntil(long now) {
        long held = Math.min(now, Math.max(0, requests.heldNanos()));
        Slot first = thinking.peek();
        return requests.sessions() > 0 && first != null ? Math.min(held, first.thinksUntilNanos) : held;
    }

    void remove(Slot slot) {
        var _ = thinking.remove(slot);
    }

    /**
     * The user of this connection pauses.
     *
     * @return false if it has nothing more to do, and the connection is free
     */
    boolean think(Slot slot, long now) {
        slot.thinksUntilNanos = now + pauseNanos(slot);
        if (slot.next >= 0 && slot.thinksUntilNanos >= Math.min(frame.sessionsEndNanos(), slot.leavesNanos)) {
            requests.leaveSession(slot); // the test, or its user's time, is over before its next step
            recorder.iterated(slot.intendedNanos, true);
        }
        if (slot.next < 0 && !isClosedModel()) {
            return false;
        }
        slot.state = Slot.State.THINKING;
        thinking.add(slot);
        return true;
    }

    private long pauseNanos(Slot slot) {
        if (slot.next >= 0) {
            return mix.pauseNanos(slot.operation, slot.sequence);
        }
        ThinkTime think = plan.manner().think();
        return think.maxNanos() == 0 ? 0 : think.nanos(mix.random(closedSequence, slot.index));
    }

    /**
     * Whoever has paused long enough sends; before the beginning nobody does.
     *
     * @param freed hears of connections whose session the end of the test cut off
     * @return when the next one wants to
     */
    long start(long now, BiConsumer<Slot, Long> freed) {
        if (frame.goesOn(now)) {
            for (Slot slot = thinking.peek(); slot != null && slot.thinksUntilNanos <= now; slot = thinking.peek()) {
                if (slot.next < 0 && !frame.isOpen(now)) {
                    thinking.remove().state = Slot.State.IDLE; // nobody begins after the end
                    continue;
                }
                long opens = requests.opensNanos(now);
                if (opens > now) {
                    return Math.min(frame.sessionsEndNanos(), opens);
                }
                start(thinking.remove(), now);
            }
        } else if (frame.hasBegun() && !frame.isHeld() && now >= frame.sessionsEndNanos()) {
            endSessions(now, freed);
        }
        Slot first = thinking.peek();
        if (first == null || frame.isHeld() || now >= frame.sessionsEndNanos()) {
            return Long.MAX_VALUE;
        }
        long end = now < frame.endNanos() ? frame.endNanos() : frame.sessionsEndNanos();
        return Math.min(end, first.thinksUntilNanos);
    }

    /** A user without data for another session stays away, and so does one without another iteration. */
    private void start(Slot slot, long now) {
        long intended = Math.max(0, Math.max(slot.thinksUntilNanos, requests.openedNanos()));
        boolean goesOn = slot.next >= 0;
        if (!goesOn && isClosedModel()) {
            if (isSpent(slot)) {
                slot.state = Slot.State.IDLE;
                return;
            }
            intended = population.activeFrom((long) slot.index * plan.stripes() + plan.stripe(), intended);
            if (intended > now) { // not there yet, or for the moment
                slot.thinksUntilNanos = intended;
                thinking.add(slot);
                return;
            }
            begun[slot.index]++;
            slot.leavesNanos = leaves(slot, intended);
        }
        long sequence = goesOn ? slot.sequence : nextSequence();
        int operation = goesOn ? slot.next : mix.choose(sequence);
        requests.offered(operation, intended, now);
        slot.attempt = 0;
        requests.leaveSession(slot); // under way it is a request like any other
        long recent = goesOn ? OperationMix.NO_RECENT : mix.takeRecent(operation);
        if (!requests.send(slot, sequence, operation, recent, intended, now)) {
            slot.state = Slot.State.IDLE;
        }
    }

    private long leaves(Slot slot, long nanos) {
        long rampDown = plan.manner().grace().rampDownNanos();
        long leaves = population.leaves((long) slot.index * plan.stripes() + plan.stripe(), nanos);
        return rampDown < 0 || leaves == Population.NEVER ? Population.NEVER : leaves + rampDown;
    }

    /** Nobody begins another step after the end. */
    private void endSessions(long now, BiConsumer<Slot, Long> freed) {
        while (requests.sessions() > 0 && !thinking.isEmpty()) {
            Slot slot = thinking.remove();
            if (slot.next >= 0) {
                requests.leaveSession(slot);
                recorder.cutBetween(frame.sessionsEndNanos() - 1);
            }
            slot.state = Slot.State.IDLE;
            if (!isClosedModel()) {
                freed.accept(slot, now);
            }
        }
    }

    /** Nobody was late during a pause of the test: whoever would have gone on does so now. */
    void resume(long now) {
        List<Slot> users = List.copyOf(thinking);
        thinking.clear();
        users.forEach(user -> user.thinksUntilNanos = Math.max(now, user.thinksUntilNanos));
        thinking.addAll(users);
    }

    /** A session that cannot go on ends with one refused request. */
    private void breakOff(Slot slot) {
        if (slot.next >= 0) {
            int operation = slot.next;
            requests.leaveSession(slot);
            long now = Math.max(0, frame.now());
            refuse(operation, now);
            recorder.iterated(now, false);
        }
    }

    /** No connection could be opened: a session ends, and a user of the closed model is one refused arrival. */
    void refused(Slot slot) {
        breakOff(slot);
        long now = frame.now();
        if (isClosedModel() && frame.hasBegun() && now >= 0 && now < frame.endNanos()) {
            refuse(now);
        }
    }

    /** Nobody finds a connection, from the beginning. */
    void refuseAll() {
        for (int i = 0; i < plan.connections(); i++) {
            refuse(0);
        }
    }

    /** A user who finds no connection is one refused arrival. */
    private void refuse(long now) {
        refuse(mix.choose(nextSequence()), now);
    }

    private void refuse(int operation, long now) {
        recorder.offered(operation, now, 0);
        recorder.failed(operation, ErrorKind.CONNECT, now, now);
    }

    private long nextSequence() {
        return closedSequence++ * plan.stripes() + plan.stripe();
    }
}

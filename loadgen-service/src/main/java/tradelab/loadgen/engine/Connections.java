package tradelab.loadgen.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Which connections of a loop are open, free, or to be opened again, and when. Owned by one event loop. */
final class Connections {
    private final Slot[] slots;
    private final ArrayDeque<Slot> idle;
    private int open;
    private int settledAttempts;
    private boolean lastAttemptFailed;

    Connections(int count) {
        slots = new Slot[count];
        idle = new ArrayDeque<>(count);
        for (int i = 0; i < count; i++) {
            slots[i] = new Slot(i);
        }
    }

    Slot get(int index) {
        return slots[index];
    }

    Slot[] all() {
        return slots;
    }

    /** Returns whether each connection was opened or refused at least once. */
    boolean isReady() {
        return settledAttempts >= slots.length;
    }

    boolean hasOpen() {
        return open > 0;
    }

    /** Nothing is open and nothing could be opened: an arrival fails at once instead of waiting for its timeout. */
    boolean isDown() {
        return open == 0 && lastAttemptFailed;
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    int idleCount() {
        return idle.size();
    }

    /** Takes the one that has been free longest. */
    @Nullable
    Slot takeIdle() {
        return idle.pollFirst();
    }

    /** Gives back one that was taken and not used. */
    void untake(Slot slot) {
        idle.addFirst(slot);
    }

    void free(Slot slot) {
        idle.addLast(slot);
    }

    void opened(Slot slot) {
        settledAttempts += slot.firstAttempt();
        open++;
        lastAttemptFailed = false;
        slot.answered = false;
        slot.state = Slot.State.IDLE;
    }

    void refused(Slot slot) {
        settledAttempts += slot.firstAttempt();
        lastAttemptFailed = true;
        slot.state = Slot.State.CLOSED;
    }

    void closed(Slot slot) {
        if (slot.state == Slot.State.IDLE) {
            var _ = idle.removeFirstOccurrence(slot);
        }
        if (slot.state != Slot.State.CLOSED && slot.state != Slot.State.CONNECTING) {
            open--;
        }
        slot.state = Slot.State.CLOSED;
    }
}

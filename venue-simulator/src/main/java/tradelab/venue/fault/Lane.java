package tradelab.venue.fault;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What faults keep back of one channel of a connection; its frames leave in their order. Not thread-safe. */
public final class Lane {
    /** When more waits, the first leaves before its time. */
    static final int FRAMES_MAX = 10_000;

    /** As many characters likewise. */
    private static final long CHARACTERS_MAX = 16 * 1024 * 1024;

    private record Kept(Runnable leave, int characters) {}

    private final ArrayDeque<Kept> waiting = new ArrayDeque<>();
    private long characters;
    private long freeMillis;
    private @Nullable Runnable heldBack;

    /** Returns whether nothing is kept back. */
    public boolean isFree() {
        return waiting.isEmpty() && heldBack == null;
    }

    /** Returns whether frames wait for their time. */
    public boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Keeps a frame, at least until those before it have left. Returns after how long {@link #leaveFirst} is due. */
    public long keep(Runnable leave, int size, long waitMillis, long nowMillis) {
        freeMillis = Math.max(freeMillis, nowMillis + waitMillis);
        waiting.addLast(new Kept(leave, size));
        characters += size;
        if (characters > CHARACTERS_MAX || waiting.size() > FRAMES_MAX) {
            leaveFirst();
        }
        return freeMillis - nowMillis;
    }

    /** Lets the first of those that wait leave. */
    public void leaveFirst() {
        Kept first = waiting.pollFirst();
        if (first != null) {
            characters -= first.characters();
            first.leave().run();
        }
    }

    /** Keeps a frame until the next one has left; false if one is kept so already. */
    public boolean holdBack(Runnable leave) {
        if (heldBack != null) {
            return false;
        }
        heldBack = leave;
        return true;
    }

    /** Lets go of what is held back. */
    public void release() {
        Runnable leave = heldBack;
        if (leave != null) {
            heldBack = null;
            leave.run();
        }
    }
}

package tradelab.venue.taiwan.stream;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What faults keep back of one channel of a connection; its frames leave in their order. Not thread-safe. */
final class Lane {
    /** When more waits, the first leaves before its time. */
    private static final long CHARACTERS_MAX = 16 * 1024 * 1024;

    private record Kept(Runnable leave, int characters) {}

    private final ArrayDeque<Kept> waiting = new ArrayDeque<>();
    private long characters;
    private long freeMillis;
    private @Nullable Runnable heldBack;

    /** Returns whether nothing is kept back. */
    boolean isFree() {
        return waiting.isEmpty() && heldBack == null;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Keeps a frame, at least until those before it have left. Returns after how long {@link #leaveFirst} is due. */
    long keep(Runnable leave, int size, long waitMillis, long nowMillis) {
        freeMillis = Math.max(freeMillis, nowMillis + waitMillis);
        waiting.addLast(new Kept(leave, size));
        characters += size;
        if (characters > CHARACTERS_MAX) {
            leaveFirst();
        }
        return freeMillis - nowMillis;
    }

    void leaveFirst() {
        Kept first = waiting.pollFirst();
        if (first != null) {
            characters -= first.characters();
            first.leave().run();
        }
    }

    /** Keeps a frame until the next one has left; false if one is kept so already. */
    boolean holdBack(Runnable leave) {
        if (heldBack != null) {
            return false;
        }
        heldBack = leave;
        return true;
    }

    /** Lets go of what is held back. */
    void release() {
        Runnable leave = heldBack;
        if (leave != null) {
            heldBack = null;
            leave.run();
        }
    }
}

package tradelab.loadgen.engine;

import tradelab.loadgen.cap.Pace;
import tradelab.loadgen.cap.Pacing;

/**
 * Lets one request after the other pass as the caps allow, whatever the schedule says. Times are of the test. Owned by one
 * event loop.
 */
final class Gate {
    /*
     * A request is paid for before it is sent: itself, and as many bytes as an exchange had on average so far. What was
     * paid is made equal to what has moved and what is still expected at each asking, so that an average that is wrong
     * costs a moment, never the cap. Before the first exchange has ended nothing is known, and so only one goes.
     */
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private final Pacing pacing;
    private final TimeFrame frame;
    private final LoopHealth health;
    private long moved;
    private long ended;
    private double paid;
    private boolean asked;
    private long opensNanos;
    private long unknownNanos;

    /** @param health hears of those who wait */
    Gate(Pacing pacing, TimeFrame frame, LoopHealth health) {
        this.pacing = pacing;
        this.health = health;
        this.frame = frame;
    }

    /** @param busy requests under way */
    boolean isOpen(long now, int busy) {
        return opensNanos(now, busy) <= now;
    }

    /** Returns from when on the next request may pass, as it looks now. */
    long opensNanos(long now, int busy) {
        if (asked) {
            return opensNanos;
        }
        if (!pacing.bytes().isEmpty() && ended == 0 && busy > 0) {
            unknownNanos = now;
            return now + LOOK_AGAIN_NANOS;
        }
        asked = true;
        opensNanos = ask(now, busy);
        if (opensNanos > now) {
            health.heldBack();
        }
        return opensNanos;
    }

    private long ask(long now, int busy) {
        long clock = frame.clock(now);
        long opens = clock - Pace.BURST_NANOS;
        for (Pace pace : pacing.requests()) {
            opens = Math.max(opens, pace.take(pacing.shares(), clock));
        }
        if (!pacing.bytes().isEmpty()) {
            double owed = moved + (busy + 1) * ((double) moved / Math.max(1, ended)) - paid;
            paid += owed;
            for (Pace pace : pacing.bytes()) {
                opens = Math.max(opens, pace.take(owed * pacing.shares(), clock));
            }
        }
        return now + (opens - clock);
    }

    /** Returns since when the one that passes now might have: it is not the generator that held it back until then. */
    long openedNanos() {
        return Math.max(opensNanos, unknownNanos);
    }

    /** Returns whether somebody has asked and not passed yet. */
    boolean isAsked() {
        return asked;
    }

    /** Tells that a request goes. */
    void passed() {
        asked = false;
    }

    /** Tells that a request has ended, however. */
    void ended() {
        ended++;
    }

    /** Tells of bytes that were sent or received. */
    void moved(long bytes) {
        moved += bytes;
    }
}

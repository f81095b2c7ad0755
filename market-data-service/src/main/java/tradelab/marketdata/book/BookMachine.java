package tradelab.marketdata.book;

import static tradelab.marketdata.book.BookState.AWAITING_SNAPSHOT;
import static tradelab.marketdata.book.BookState.DETACHED;
import static tradelab.marketdata.book.BookState.LIVE;
import static tradelab.marketdata.book.BookState.SUSPECT;

import java.time.Duration;

/**
 * The states of one book: (state, event, now) to (state, effect), the same every time. Knows nothing of levels, frames or
 * sockets.
 *
 * <p>Not thread-safe. Takes the time as an argument. Does not allocate.
 */
public final class BookMachine {
    /*
     *   DETACHED --SUBSCRIBED--> AWAITING_SNAPSHOT --SNAPSHOT--> LIVE
     *                                  ^                           | GAP, CHECKSUM_WRONG, CROSSED, MALFORMED,
     *                                  |                           v MAINTENANCE, silence
     *                                  +---------SUBSCRIBED--- SUSPECT (+ RESUBSCRIBE)
     *   any --DISCONNECTED--> DETACHED
     *
     * No storms: a resync in flight is not joined by a second one. It ends with a snapshot, or is given up after
     * RESYNC_MILLIS_MAX and tried again; after ATTEMPTS_MAX the connection itself is at fault. Changes that come before
     * the snapshot suggest that it was lost, and shorten the wait. Two resyncs of one book start at least
     * RESYNC_PAUSE_MILLIS apart, so a feed that lies all the time costs a bounded number of requests.
     */

    /** A book without any frame for longer is SUSPECT; the venue sends a heartbeat at least every 15 s. */
    public static final long SILENCE_MILLIS_MAX = Duration.ofSeconds(20).toMillis();

    /** How long a resync may take. */
    public static final long RESYNC_MILLIS_MAX = Duration.ofSeconds(5).toMillis();

    /** How long the snapshot may still take once changes come without it. */
    public static final long OVERDUE_MILLIS_MAX = 500;

    /** How long an announced maintenance may take before the book asks by itself. */
    public static final long MAINTENANCE_MILLIS_MAX = Duration.ofSeconds(120).toMillis();

    /** Least time between the starts of two resyncs. */
    public static final long RESYNC_PAUSE_MILLIS = 200;

    /** Fruitless resyncs in a row before the connection is replaced. */
    public static final int ATTEMPTS_MAX = 3;

    private static final long NEVER = Long.MIN_VALUE / 2; // far away, and subtracting it from a time does not overflow

    private BookState state = DETACHED;
    private long frameMillis = NEVER;
    private long resyncMillis = NEVER;
    private long resyncMillisMax = RESYNC_MILLIS_MAX;
    private boolean resyncing;
    private int attempts;

    public BookState state() {
        return state;
    }

    /** Returns whether a new snapshot was asked for and has not come yet. */
    public boolean resyncing() {
        return resyncing;
    }

    /** Takes in one event. Times never go backwards. */
    public BookEffect on(BookEvent event, long nowMillis) {
        return switch (event) {
            case UPDATE -> update(nowMillis);
            case HEARTBEAT -> frame(nowMillis);
            case TICK -> tick(nowMillis);
            case SUBSCRIBED -> subscribed(nowMillis);
            case SNAPSHOT -> snapshot(nowMillis);
            case GAP, CHECKSUM_WRONG, CROSSED, MALFORMED -> suspect(nowMillis);
            case MAINTENANCE -> maintenance(nowMillis);
            case DISCONNECTED -> disconnected();
        };
    }

    private BookEffect frame(long nowMillis) {
        frameMillis = nowMillis;
        return BookEffect.NOTHING;
    }

    private BookEffect update(long nowMillis) {
        hasten(nowMillis);
        return frame(nowMillis);
    }

    private void hasten(long nowMillis) {
        if (state == AWAITING_SNAPSHOT && resyncMillisMax == RESYNC_MILLIS_MAX) {
            resyncMillisMax = Math.min(RESYNC_MILLIS_MAX, nowMillis - resyncMillis + OVERDUE_MILLIS_MAX);
        }
    }

    private BookEffect subscribed(long nowMillis) {
        state = AWAITING_SNAPSHOT;
        if (!resyncing) {
            begin(nowMillis, RESYNC_MILLIS_MAX);
        }
        return BookEffect.NOTHING;
    }

    private BookEffect snapshot(long nowMillis) {
        frameMillis = nowMillis;
        if (state == AWAITING_SNAPSHOT || state == LIVE) { // the venue may send a new snapshot at any time
            state = LIVE;
            resyncing = false;
            attempts = 0;
        }
        return BookEffect.NOTHING;
    }

    private BookEffect suspect(long nowMillis) {
        if (state == DETACHED) {
            return BookEffect.NOTHING;
        }
        if (state == AWAITING_SNAPSHOT) {
            hasten(nowMillis); // a snapshot on its way mends what was lost before it, unless it was lost itself
            return BookEffect.NOTHING;
        }
        state = SUSPECT;
        return resync(nowMillis);
    }

    private BookEffect maintenance(long nowMillis) {
        if (state != DETACHED) {
            state = SUSPECT;
            begin(nowMillis, MAINTENANCE_MILLIS_MAX); // the venue says when it is over; until then asking is pointless
        }
        return BookEffect.NOTHING;
    }

    private BookEffect disconnected() {
        state = DETACHED;
        resyncing = false;
        attempts = 0;
        return BookEffect.NOTHING;
    }

    private BookEffect tick(long nowMillis) {
        if (state == LIVE && nowMillis - frameMillis > SILENCE_MILLIS_MAX) {
            return suspect(nowMillis);
        }
        if (resyncing && nowMillis - resyncMillis > resyncMillisMax) {
            resyncing = false;
            state = state == DETACHED ? DETACHED : SUSPECT;
        }
        return state == SUSPECT ? resync(nowMillis) : BookEffect.NOTHING;
    }

    private BookEffect resync(long nowMillis) {
        if (resyncing || nowMillis - resyncMillis < RESYNC_PAUSE_MILLIS) {
            return BookEffect.NOTHING;
        }
        if (attempts == ATTEMPTS_MAX) {
            attempts = 0;
            return BookEffect.RECONNECT;
        }
        attempts++;
        begin(nowMillis, RESYNC_MILLIS_MAX);
        return BookEffect.RESUBSCRIBE;
    }

    private void begin(long nowMillis, long millisMax) {
        resyncing = true;
        resyncMillis = nowMillis;
        resyncMillisMax = millisMax;
    }
}

package tradelab.marketdata.feed;

import io.vertx.core.Context;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a feed has told and nobody has taken in yet. Any thread adds, one event loop takes in, in order.
 *
 * <p>Bounded: what does not fit is dropped, and the loop hears of it after what came before.
 */
final class ToldQueue {
    /** What a feed may tell before it is taken in. */
    static final int MAX = 100_000;

    private static final int BATCH = 1_000;

    private final Context home;
    private final Runnable onOverflow;
    private final ConcurrentLinkedQueue<Runnable> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean overflowed;

    ToldQueue(Context home, Runnable onOverflow) {
        this.home = home;
        this.onOverflow = onOverflow;
    }

    /** Adds something to take in; false if there is no room for it. */
    boolean add(Runnable what) {
        if (waiting.get() >= MAX) {
            overflowed = true;
            return false;
        }
        told.add(what);
        if (waiting.getAndIncrement() == 0) {
            home.runOnContext(_ -> take());
        }
        return true;
    }

    /** So many at a time that timers and readers on this event loop get their turn. */
    private void take() {
        int taken = 0;
        for (Runnable one = told.poll(); one != null; one = told.poll()) {
            one.run();
            if (++taken == BATCH) {
                break;
            }
        }
        if (overflowed) {
            overflowed = false;
            onOverflow.run();
        }
        if (waiting.addAndGet(-taken) > 0) {
            home.runOnContext(_ -> take());
        }
    }
}

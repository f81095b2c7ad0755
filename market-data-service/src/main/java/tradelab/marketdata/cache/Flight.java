package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of one key, which any number of readers wait for. Thread-safe.
 *
 * <p>A change of the key that is heard of meanwhile spoils it: those who wait get what it brings, which was true after
 * they asked, but nobody may find it afterwards. While it only waits for another replica, a change is what it waits for.
 */
final class Flight {
    final long needNanos;
    final long generation;
    final long deadlineNanos;
    final boolean asked;
    final Promise<Stored> landed = Promise.promise();
    private final AtomicReference<@Nullable Promise<Void>> waiting = new AtomicReference<>();
    private volatile boolean spoiled;
    private volatile boolean alone;

    /**
     * @param needNanos older values are no use
     * @param asked whether a reader waits for it from the beginning
     */
    Flight(long needNanos, long generation, long deadlineNanos, boolean asked) {
        this.needNanos = needNanos;
        this.generation = generation;
        this.deadlineNanos = deadlineNanos;
        this.asked = asked;
    }

    Future<Stored> future() {
        return landed.future();
    }

    boolean spoiled() {
        return spoiled;
    }

    void spoil() {
        spoiled = true;
    }

    /** The other replicas cannot be asked, nor told. */
    void alone() {
        alone = true;
    }

    boolean isAlone() {
        return alone;
    }

    /** Returns whether the change was awaited. */
    boolean changed() {
        Promise<Void> wake = waiting.getAndSet(null);
        if (wake == null) {
            spoiled = true;
            return false;
        }
        var _ = wake.tryComplete();
        return true;
    }

    /** Completes at the next change, or with {@code atLatest}. */
    Future<Void> change(Future<Void> atLatest) {
        Promise<Void> wake = Promise.promise();
        waiting.set(wake);
        var _ = atLatest.onComplete(_ -> {
            if (waiting.compareAndSet(wake, null)) {
                var _ = wake.tryComplete();
            }
        });
        return wake.future();
    }
}

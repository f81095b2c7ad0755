package tradelab.trading.batch;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;

/**
 * Measures how long things wait in a queue, one at a time: the next one is chosen when the one before has left. What waits
 * costs nothing, whatever the length of the queue.
 *
 * <p>Not thread-safe.
 */
final class WaitProbe {
    private final LongConsumer left;
    private @Nullable Order watched;
    private long sinceNanos;

    /** @param left told the nanoseconds that one waited */
    WaitProbe(LongConsumer left) {
        this.left = left;
    }

    void entered(Order order, long nowNanos) {
        if (watched == null) {
            watched = order;
            sinceNanos = nowNanos;
        }
    }

    /** @param goes whether it left for the venue, and not for nothing */
    void left(Order order, boolean goes, long nowNanos) {
        if (watched == order) {
            watched = null;
            if (goes) {
                left.accept(nowNanos - sinceNanos);
            }
        }
    }
}

package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves when told to, and the pauses that end by it. */
final class VirtualTime implements CacheClock {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;
    private static final long MILLI = 1_000_000;

    private final PriorityQueue<Pause> pauses =
            new PriorityQueue<>(Comparator.comparingLong(Pause::atNanos).thenComparingLong(Pause::number));
    private long nanos = 5 * MILLI;
    private long number;

    private record Pause(long atNanos, long number, Promise<Void> promise) {}

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return EPOCH_MILLIS + nanos / MILLI;
    }

    Future<Void> pause(long millis) {
        Pause pause = new Pause(nanos + millis * MILLI, number++, Promise.promise());
        var _ = pauses.add(pause);
        return pause.promise.future();
    }

    /** Moves on, through every pause that ends meanwhile. */
    void advance(long millis) {
        long until = nanos + millis * MILLI;
        while (!pauses.isEmpty() && pauses.peek().atNanos <= until) {
            Pause next = pauses.remove();
            nanos = next.atNanos;
            next.promise.complete();
        }
        nanos = until;
    }
}

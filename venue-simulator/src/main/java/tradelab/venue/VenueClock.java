package tradelab.venue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import tradelab.contracts.Require;

/** The wall clock, which a test may put forward. Never goes back by itself. Thread-safe. */
public final class VenueClock implements LongSupplier {
    private final AtomicLong aheadMillis = new AtomicLong();

    @Override
    public long getAsLong() {
        return System.currentTimeMillis() + aheadMillis.get();
    }

    void advance(Duration by) {
        long _ = aheadMillis.addAndGet(
                Require.range("by", by.toMillis(), 0, Duration.ofDays(3650).toMillis()));
    }
}

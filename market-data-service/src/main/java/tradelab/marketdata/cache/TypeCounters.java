package tradelab.marketdata.cache;

import java.util.concurrent.atomic.LongAdder;

/** What the cache counts of one type of values. Thread-safe; counting does not allocate. */
public final class TypeCounters {
    private static final long AGE_MILLIS_MAX = 86_400_000; // a quote that never came has no age to speak of

    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder joined = new LongAdder();
    final LongAdder sharedHits = new LongAdder();
    final LongAdder sharedRefreshes = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder loadFailures = new LongAdder();
    final LongAdder ageMillis = new LongAdder();
    final LongAdder evictions = new LongAdder();
    final LongAdder earlyRefreshes = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder unproven = new LongAdder();
    final LongAdder invalidations = new LongAdder();
    final LongAdder undecodable = new LongAdder();

    void hit(long valueAgeMillis) {
        hits.increment();
        age(valueAgeMillis);
    }

    void age(long valueAgeMillis) {
        if (valueAgeMillis > 0 && valueAgeMillis < AGE_MILLIS_MAX) {
            ageMillis.add(valueAgeMillis);
        }
    }

    void miss() {
        misses.increment();
    }

    void joined() {
        joined.increment();
    }

    /** @param asked false if it was fetched before somebody asked, so that no read is saved by it */
    void sharedHit(boolean asked) {
        (asked ? sharedHits : sharedRefreshes).increment();
    }

    void load() {
        loads.increment();
    }

    void called() {
        calls.increment();
    }

    void loadFailed() {
        loadFailures.increment();
    }

    void evicted() {
        evictions.increment();
    }

    void early() {
        earlyRefreshes.increment();
    }

    void stale() {
        stale.increment();
    }

    void unproven() {
        unproven.increment();
    }

    void invalidated() {
        invalidations.increment();
    }

    void undecodable() {
        undecodable.increment();
    }

    /** Returns reads that did not call the upstream: without the cache each read would have. */
    long savedCalls() {
        return Math.max(0, hits.sum() + joined.sum() + sharedHits.sum() + Math.max(0, loads.sum() - calls.sum()));
    }
}

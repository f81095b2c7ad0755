package tradelab.marketdata.cache;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Wire;

/**
 * Values of one type as they are in memory, with times of this process, and as replicas share them, with times of the
 * calendar. Thread-safe.
 *
 * @param <T> the value
 */
final class Forms<T> {
    private static final long MILLI = 1_000_000;

    private final Tiers tiers;
    private final CacheType type;
    private final Wire<T> wire;
    private final TypeCounters counters;

    Forms(Tiers tiers, CacheType type, Wire<T> wire) {
        this.tiers = tiers;
        this.type = type;
        this.wire = wire;
        this.counters = tiers.counters.of(type);
    }

    /** Returns the age, rounded up. */
    static long ageMillis(Stored stored, long nowNanos) {
        return Math.max(0, nowNanos - stored.madeNanos() + MILLI - 1) / MILLI;
    }

    /**
     * A clock ahead of ours makes a value older, not younger: what is not proven to be fresh is not. The millisecond is
     * what our own clock may have left out.
     */
    static long nanos(long madeEpochMillis, long nowNanos, long nowMillis) {
        return nowNanos - TimeUnit.MILLISECONDS.toNanos(Math.abs(nowMillis - madeEpochMillis) + 1);
    }

    /** Returns what this process itself has fetched or written. */
    Stored made(T value, long madeNanos, long costNanos, long nowNanos, long generation) {
        return new Stored(
                value,
                madeNanos,
                nowNanos + tiers.settings.ttl().of(type).toNanos(),
                costNanos,
                generation,
                true,
                wire.encode().apply(value).length());
    }

    /** Returns that there is no such value. */
    Stored absent(long generation, boolean fetchedHere) {
        long nowNanos = tiers.clock.nanos();
        return new Stored(
                null, nowNanos, nowNanos + tiers.settings.ttl().absent().toNanos(), 0, generation, fetchedHere, 0);
    }

    /** Returns what a replica wrote in the terms of this process, or null if it is not what this version writes. */
    @Nullable
    Stored stored(@Nullable SharedValue value, long generation, long nowNanos) {
        if (value == null) {
            return null;
        }
        long nowMillis = tiers.clock.epochMillis();
        long lifeNanos = (value.present()
                        ? tiers.settings.ttl().of(type)
                        : tiers.settings.ttl().absent())
                .toNanos();
        long leftNanos = value.expiresEpochMillis() == 0
                ? lifeNanos
                : Math.min(lifeNanos, (value.expiresEpochMillis() - nowMillis) * MILLI);
        try {
            Object body = value.present() ? wire.decode().apply(value.body()) : null;
            return new Stored(
                    body,
                    nanos(value.madeEpochMillis(), nowNanos, nowMillis),
                    nowNanos + leftNanos,
                    value.costNanos(),
                    generation,
                    false,
                    value.body().length());
        } catch (IllegalArgumentException e) {
            counters.undecodable();
            return null;
        }
    }

    /** Returns the same for the other replicas. */
    SharedValue shared(Stored stored) {
        long nowNanos = tiers.clock.nanos();
        long nowMillis = tiers.clock.epochMillis();
        @SuppressWarnings("unchecked") // a type has one cache, and only it writes under its keys
        T value = (T) stored.value();
        return new SharedValue(
                value != null,
                Math.max(0, nowMillis - ageMillis(stored, nowNanos)),
                nowMillis + (stored.expiresNanos() - nowNanos) / MILLI,
                stored.costNanos(),
                value == null ? Buffer.buffer() : wire.encode().apply(value));
    }

    /** Returns how long Redis is to keep it. */
    long keepMillis(Stored stored) {
        long leftMillis = (stored.expiresNanos() - tiers.clock.nanos()) / MILLI;
        return Math.max(
                1,
                stored.absent()
                        ? leftMillis
                        : leftMillis + tiers.settings.staleMax().toMillis());
    }
}

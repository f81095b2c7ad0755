package tradelab.marketdata.cache;

import io.vertx.core.Future;

/**
 * Values of one type by name, wherever they are kept: in memory, in Redis, or in both.
 *
 * <p>Thread-safe. A future may complete on another thread than the caller's.
 *
 * @param <T> the value
 */
public interface ValueCache<T> {
    /** The reader takes whatever is within its lifetime, and if nothing better can be had, whatever there is. */
    long ANY = Long.MAX_VALUE;

    /**
     * Reads, and fetches what is missing; once in the cluster, however many ask at a time.
     *
     * @param maxAgeMillis never serve an older value, from 0; an expired one that is not older may be served while a
     *     newer one is fetched. {@link #ANY} waits for the newer one.
     */
    Future<Reading<T>> get(String name, long maxAgeMillis);

    /**
     * Replaces the value unless a newer one is known; every replica's copy is dropped.
     *
     * @param madeEpochMillis when it was true
     * @return fails if Redis did not take it; this process' memory has it in any case
     */
    Future<Void> put(String name, T value, long madeEpochMillis);

    /** Drops the value everywhere, and the result of any fetch under way. */
    Future<Void> invalidate(String name);
}

package tradelab.marketdata.cache;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The tier that replicas share, and by which they agree who fetches. Thread-safe. Every future fails soon if the tier
 * does not answer.
 */
interface SharedTier {
    /**
     * An attempt to be the one who fetches.
     *
     * @param won nobody else fetches until the lease ends
     * @param leaseLeftMillis of whoever fetches now
     * @param value what is there at this moment, or null
     */
    record Lead(boolean won, long leaseLeftMillis, @Nullable SharedValue value) {}

    /** Returns false if there is no such tier at all. */
    boolean present();

    /** Returns whether asking it now makes sense. */
    boolean usable();

    /** Returns whether changes by others are proven to be heard of. */
    boolean coherent();

    /** Hears of a value that was asked for. On the way of each read, so it is not a future. */
    interface Answer {
        /** @param value null if there is none, or it is not known: then {@code failure} says why */
        void is(@Nullable SharedValue value, @Nullable Throwable failure);
    }

    /** Looks, and tells {@code answer} once. */
    void get(CacheKey key, Answer answer);

    /** Looks, and takes the lease if nobody has it, in one step. */
    Future<Lead> lead(CacheKey key, String token, long leaseMillis);

    /**
     * Writes what was fetched and gives the lease back.
     *
     * @return false, and nothing is written, if the lease is not ours any more or a newer value is there
     */
    Future<Boolean> publish(CacheKey key, String token, SharedValue value, long keepMillis);

    /** Ends our lease after {@code millis}, 0 for now: the next one may fetch then. */
    Future<Boolean> yield(CacheKey key, String token, long millis);

    /** Writes unless a newer value is there; says whether it did. */
    Future<Boolean> put(CacheKey key, SharedValue value, long keepMillis);

    /** Drops the value and the lease, so that whoever fetches now cannot publish. */
    Future<Void> drop(CacheKey key);
}

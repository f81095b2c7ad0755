package tradelab.marketdata.cache;

import io.vertx.core.Future;
import tradelab.marketdata.redis.RedisException;
import tradelab.marketdata.redis.RedisFault;

/** There is only memory. Nothing asks it anything: it is not {@link #present}. */
enum NoSharedTier implements SharedTier {
    INSTANCE;

    private static <T> Future<T> none() {
        return Future.failedFuture(absent());
    }

    private static RedisException absent() {
        return new RedisException(RedisFault.AWAY, "there is no Redis");
    }

    @Override
    public boolean present() {
        return false;
    }

    @Override
    public boolean usable() {
        return false;
    }

    @Override
    public boolean coherent() {
        return true;
    }

    @Override
    public void get(CacheKey key, Answer answer) {
        answer.is(null, absent());
    }

    @Override
    public Future<Lead> lead(CacheKey key, String token, long leaseMillis) {
        return none();
    }

    @Override
    public Future<Boolean> publish(CacheKey key, String token, SharedValue value, long keepMillis) {
        return none();
    }

    @Override
    public Future<Boolean> yield(CacheKey key, String token, long millis) {
        return none();
    }

    @Override
    public Future<Boolean> put(CacheKey key, SharedValue value, long keepMillis) {
        return none();
    }

    @Override
    public Future<Void> drop(CacheKey key) {
        return none();
    }
}

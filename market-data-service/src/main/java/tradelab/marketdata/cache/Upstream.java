package tradelab.marketdata.cache;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where a value comes from that no tier has: a venue's REST call. Thread-safe.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface Upstream<T> {
    /** Returns the value or that there is none; fails if that cannot be told now. */
    Future<Optional<T>> load(String name);
}

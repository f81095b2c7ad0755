package tradelab.marketdata.cache;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where values come from that no tier has, many by one call. Thread-safe.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface BulkUpstream<T> {
    /** Returns each name's value or that there is none. What cannot be told now is left out, or fails together. */
    Future<Map<String, Optional<T>>> load(List<String> names);
}

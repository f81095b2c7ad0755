package tradelab.venue.stream;

import java.util.HashMap;
import java.util.Map;

/** So many in a span of time for each caller. Not thread-safe. */
final class Pacer {
    private static final int CALLERS_MAX = 10_000;

    private final int max;
    private final long spanMillis;
    private final Map<String, Integer> taken = new HashMap<>();
    private long spanEnd;

    Pacer(int max, long spanMillis) {
        this.max = max;
        this.spanMillis = spanMillis;
    }

    /** Counts one more. Returns whether it is within the limit. */
    boolean tryTake(String caller, long nowMillis) {
        if (nowMillis >= spanEnd) {
            taken.clear();
            spanEnd = nowMillis + spanMillis;
        }
        if (taken.size() >= CALLERS_MAX && !taken.containsKey(caller)) {
            return false;
        }
        return taken.merge(caller, 1, Integer::sum) <= max;
    }
}

package tradelab.venue.rest;

import java.util.HashMap;
import java.util.Map;

/** So many requests a minute for each caller. Not thread-safe. */
final class RateLimit {
    private static final int CALLERS_MAX = 10_000;
    private static final long WINDOW_MILLIS = 60_000;

    private final int perMinute;
    private final Map<String, Integer> requests = new HashMap<>();
    private long windowEnd;

    /** @param perMinute 0 lets everything through */
    RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts a request. Returns whether it is within the limit. */
    boolean tryTake(String caller, long nowMillis) {
        if (perMinute == 0) {
            return true;
        }
        if (nowMillis >= windowEnd) {
            requests.clear();
            windowEnd = nowMillis + WINDOW_MILLIS;
        }
        if (requests.size() >= CALLERS_MAX && !requests.containsKey(caller)) {
            return false;
        }
        return requests.merge(caller, 1, Integer::sum) <= perMinute;
    }
}

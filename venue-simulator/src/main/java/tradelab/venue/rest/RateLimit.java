package tradelab.venue.rest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** So many requests a minute for each caller, together or by endpoint as the exchange does. Not thread-safe. */
public final class RateLimit {
    private static final int CALLERS_MAX = 10_000;
    private static final long WINDOW_MILLIS = 60_000;

    private final int perMinute;
    private final boolean byEndpoint;
    private final Map<String, Integer> requests = new HashMap<>();
    private long windowEnd;

    /**
     * @param perMinute of all endpoints together; 0 for any number
     * @param byEndpoint whether the exchange's own limits are kept too
     */
    public RateLimit(int perMinute, boolean byEndpoint) {
        this.perMinute = perMinute;
        this.byEndpoint = byEndpoint;
    }

    /** Counts a request. Returns whether it is within the limit. */
    boolean tryTake(String caller, @Nullable String path, long nowMillis) {
        if (perMinute == 0 && !byEndpoint) {
            return true;
        }
        if (nowMillis >= windowEnd) {
            requests.clear();
            windowEnd = nowMillis + WINDOW_MILLIS;
        }
        boolean within = perMinute == 0 || count(caller) <= perMinute;
        if (!byEndpoint) {
            return within;
        }
        String endpoint = endpoint(path == null ? "" : path);
        return within && count(caller + ' ' + endpoint) <= limit(endpoint);
    }

    private int count(String key) {
        if (requests.size() >= CALLERS_MAX && !requests.containsKey(key)) {
            return Integer.MAX_VALUE;
        }
        return requests.merge(key, 1, Integer::sum);
    }

    /** Returns the first two parts below the version, or four of an authenticated path: what has a limit of its own. */
    private static String endpoint(String path) {
        String[] parts = path.split("/", 8);
        boolean auth = parts.length > 2 && parts[2].equals("auth");
        StringBuilder out = new StringBuilder();
        for (int i = 2; i < Math.min(parts.length, auth ? 5 : 3); i++) {
            out.append('/').append(parts[i]);
        }
        return out.toString();
    }

    private static int limit(String endpoint) {
        return switch (endpoint) {
            case "/book" -> 240;
            case "/platform" -> 30;
            case "/liquidations" -> 3;
            case "/auth/r/alerts", "/auth/w/alert" -> 45;
            case "/auth/w/deposit" -> 10;
            case "/auth/w/pulse" -> 15;
            default -> 90;
        };
    }
}

package tradelab.venue.fault;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that a fault may strike.
 *
 * @param route path of a request, or {@code ws/} and the name of an input; of a frame the route is {@code ws/frame};
 *     {@code taiwan/} stands in the place of {@code ws/} for the Taiwan venue
 * @param account the API key, as far as it is known
 * @param symbols what it is about; a batch may be about several
 * @param channel null outside of channels
 * @param connection number of the WebSocket connection; 0 for REST
 * @param cids client order ids
 */
public record Occasion(
        Point point,
        String route,
        @Nullable String account,
        Set<String> symbols,
        @Nullable String channel,
        long connection,
        Set<Long> cids) {
    public Occasion {
        symbols = Set.copyOf(symbols);
        cids = Set.copyOf(cids);
    }

    /** Returns whether a route, or one that begins so, is the Taiwan venue's. */
    static boolean isTaiwan(String route) {
        return route.startsWith("taiwan/") || route.startsWith("/taiwan/") || route.startsWith("/stock/");
    }

    /** Returns the same at another point of its way. */
    public Occasion at(Point next) {
        return new Occasion(next, route, account, symbols, channel, connection, cids);
    }

    /** Returns the same, of an account that has shown itself. */
    public Occasion of(String key) {
        return new Occasion(point, route, key, symbols, channel, connection, cids);
    }
}

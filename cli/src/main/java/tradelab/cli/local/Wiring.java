package tradelab.cli.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the services of one machine find each other when a port is not the usual one, and keeps load off its stores. */
public final class Wiring {
    private static final String FORBIDDEN = "loadgen.forbidden-ports";
    private static final List<String> STORES =
            List.of("trading.postgres.port", "report.postgres.port", "market-data.redis.port");

    private Wiring() {}

    /** Adds, where nothing else is said, the addresses that follow from the venue's port; closes the stores to load. */
    public static void complete(Map<String, String> settings) {
        String port = settings.get("venue.http.port");
        if (port != null) {
            settings.putIfAbsent("market-data.bitfinex.url", "ws://127.0.0.1:" + port + "/ws/2");
            settings.putIfAbsent("trading.bitfinex.rest-url", "http://127.0.0.1:" + port);
            settings.putIfAbsent("trading.bitfinex.websocket-url", "ws://127.0.0.1:" + port + "/ws/2");
        }
        Set<String> closed = new LinkedHashSet<>();
        STORES.stream().map(settings::get).filter(Objects::nonNull).forEach(closed::add);
        if (!closed.isEmpty()) {
            settings.merge(FORBIDDEN, String.join(",", closed), (said, ours) -> said + "," + ours);
        }
    }
}

package tradelab.cli.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the services of one machine find each other when a port is not the usual one, and keeps load off its stores. */
public final class Wiring {
    private static final String FORBIDDEN = "loadgen.forbidden-ports";
    private static final String VENUE_PORT = "venue.http.port";
    /** Those that others are told before the service has chosen one: any free port must be chosen here. */
    private static final List<String> PORTS_TOLD = List.of(VENUE_PORT, "monitor.http.port");

    private static final List<String> STORES =
            List.of("trading.postgres.port", "report.postgres.port", "market-data.redis.port");

    private Wiring() {}

    /** Adds, where nothing else is said, the addresses that follow from the venue's port; closes the stores to load. */
    public static void complete(Map<String, String> settings) {
        PORTS_TOLD.stream().filter(port -> "0".equals(said(settings, port))).forEach(port -> {
            var _ = settings.put(port, Integer.toString(LocalStores.freePort()));
        });
        String port = said(settings, VENUE_PORT);
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

    private static @Nullable String said(Map<String, String> settings, String key) {
        String value = settings.get(key);
        return value == null ? System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")) : value;
    }
}

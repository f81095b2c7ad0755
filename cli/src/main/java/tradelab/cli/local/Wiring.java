package tradelab.cli.local;

import java.util.Map;

/** Makes the services of one machine find each other when a port is not the usual one. */
public final class Wiring {
    private Wiring() {}

    /** Adds, where nothing else is said, the addresses that follow from the venue's port. */
    public static void complete(Map<String, String> settings) {
        String port = settings.get("venue.http.port");
        if (port != null) {
            settings.putIfAbsent("market-data.bitfinex.url", "ws://127.0.0.1:" + port + "/ws/2");
            settings.putIfAbsent("trading.bitfinex.rest-url", "http://127.0.0.1:" + port);
            settings.putIfAbsent("trading.bitfinex.websocket-url", "ws://127.0.0.1:" + port + "/ws/2");
        }
    }
}

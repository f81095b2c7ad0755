package tradelab.trading.venue.taiwan;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tradelab.contracts.Require;
import tradelab.runtime.settings.Durations;
import tradelab.runtime.settings.Secret;

/**
 * Where the Taiwan venue is, and how we are known there. The defaults are those of the venue simulator.
 *
 * @param callTimeout after this a request counts as not answered, and its connection is given up
 * @param silenceMax a connection that is silent for longer is taken for dead: the venue beats every 5 seconds
 */
record TaiwanSettings(
        URI url, String account, Secret secret, Duration connectTimeout, Duration callTimeout, Duration silenceMax) {
    private static final String PREFIX = "trading.venue-settings.taiwan.";
    private static final Set<String> KEYS =
            Set.of("url", "account", "secret", "connect-timeout", "call-timeout", "silence-max");

    /** @throws IllegalArgumentException naming the setting, what was expected and what came */
    static TaiwanSettings of(Map<String, String> settings) {
        for (String key : settings.keySet()) {
            if (!KEYS.contains(key)) {
                throw Require.refused(PREFIX + key, "one of " + new TreeSet<>(KEYS), key);
            }
        }
        return new TaiwanSettings(
                url(settings.getOrDefault("url", "ws://127.0.0.1:8086/taiwan/ws/1")),
                Require.id(PREFIX + "account", settings.getOrDefault("account", "trading")),
                Secret.of(settings.getOrDefault("secret", "trading-secret")),
                duration(settings, "connect-timeout", "1s"),
                duration(settings, "call-timeout", "5s"),
                duration(settings, "silence-max", "15s"));
    }

    private static URI url(String text) {
        boolean known = text.startsWith("ws://") || text.startsWith("wss://");
        try {
            if (known) {
                return URI.create(text);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + "url: " + e.getMessage(), e);
        }
        throw Require.refused(PREFIX + "url", "ws:// or wss:// and an address", text);
    }

    private static Duration duration(Map<String, String> settings, String key, String otherwise) {
        String text = settings.getOrDefault(key, otherwise);
        try {
            Duration duration = Durations.parse(text);
            if (duration.toMillis() > 0) {
                return duration;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(PREFIX + key + ": expected a time such as 5s, got '" + text + "'", e);
        }
        throw Require.refused(PREFIX + key, "a time such as 5s", text);
    }
}

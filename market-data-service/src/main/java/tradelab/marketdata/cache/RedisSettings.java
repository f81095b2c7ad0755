package tradelab.marketdata.cache;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import tradelab.runtime.settings.Port;
import tradelab.runtime.settings.Secret;

/** The second tier, and the bounds of its one connection. */
public interface RedisSettings {
    /** Whether there is a second tier at all. */
    @WithDefault("true")
    boolean enabled();

    @WithDefault("127.0.0.1")
    String host();

    @WithDefault("6379")
    Port port();

    Optional<Secret> password();

    /** A command without an answer for longer fails, and its connection is replaced. */
    @WithDefault("250ms")
    Duration commandTimeout();

    @WithDefault("1s")
    Duration connectTimeout();

    /** How often changed quotes are written, each at most once. */
    @WithDefault("100ms")
    Duration flushInterval();

    /** Quotes written by one batch of commands. */
    @WithDefault("500")
    int batchMax();

    /** Reads that may wait for an answer; one more fails at once. */
    @WithDefault("1024")
    int inFlightMax();

    /** How long Redis keeps a quote that nobody renews. */
    @WithDefault("10s")
    Duration ttl();

    /** The first wait before connecting again; doubles up to the longest. */
    @WithDefault("100ms")
    Duration reconnectFirst();

    @WithDefault("5s")
    Duration reconnectLongest();
}

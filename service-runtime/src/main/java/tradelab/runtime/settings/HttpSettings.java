package tradelab.runtime.settings;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where an HTTP API listens, and its bounds. */
public interface HttpSettings {
    /** Address to bind; the loopback unless said otherwise. */
    @WithDefault("127.0.0.1")
    String host();

    Port port();

    /** A connection without traffic is closed after this. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** A larger request body is refused with 413. */
    @WithDefault("64KiB")
    ByteSize bodyMax();

    /** Further connections are closed at once. */
    @WithDefault("10000")
    int connectionsMax();
}

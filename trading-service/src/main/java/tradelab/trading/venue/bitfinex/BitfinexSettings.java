package tradelab.trading.venue.bitfinex;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import tradelab.runtime.settings.Secret;

/** Where Bitfinex is, and how we are known there. The defaults are those of the venue simulator. */
public interface BitfinexSettings {
    @WithDefault("http://127.0.0.1:8086")
    String restUrl();

    /** Where anybody may ask what is traded; absent: where orders go. */
    Optional<String> publicUrl();

    @WithDefault("ws://127.0.0.1:8086/ws/2")
    String websocketUrl();

    @WithDefault("trading")
    Secret key();

    @WithDefault("trading-secret")
    Secret secret();

    /** How orders go as long as both ways are there; when one fails, the other serves. Each order goes by one of them. */
    @WithDefault("rest")
    Way entry();

    @WithDefault("1s")
    Duration connectTimeout();

    /** After this a call counts as not answered. */
    @WithDefault("5s")
    Duration callTimeout();

    /** A stream that is silent for longer is taken for dead: the venue promises a beat every 15 seconds. */
    @WithDefault("40s")
    Duration silenceMax();
}

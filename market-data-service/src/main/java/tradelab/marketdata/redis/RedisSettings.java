package tradelab.marketdata.redis;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import tradelab.runtime.settings.Port;
import tradelab.runtime.settings.Secret;

/** The second tier, and the bounds of its two connections: one for commands, one for invalidations. */
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

    /** Commands that may wait for an answer; one more fails at once. */
    @WithDefault("2048")
    int inFlightMax();

    /** Reads asked for meanwhile that travel as one MGET. */
    @WithDefault("50")
    int readBatchMax();

    /** How often changed quotes are written, each at most once. */
    @WithDefault("5ms")
    Duration flushInterval();

    /** How often a quote is written whose book was confirmed without a change. */
    @WithDefault("100ms")
    Duration confirmInterval();

    /** Quotes written by one batch of commands. */
    @WithDefault("500")
    int batchMax();

    /** How long Redis keeps a quote that nobody renews. */
    @WithDefault("10s")
    Duration ttl();

    /** How often each replica makes Redis send an invalidation, as proof that invalidations come through. */
    @WithDefault("200ms")
    Duration beatInterval();

    /** Without any invalidation for longer, the channel counts as lost: no copy in memory is trusted. */
    @WithDefault("1s")
    Duration beatTimeout();

    /** Refusals of one kind in a row after which Redis is not asked for a while. */
    @WithDefault("5")
    int circuitFailures();

    /** The first wait before connecting or asking again; doubles up to the longest. */
    @WithDefault("100ms")
    Duration reconnectFirst();

    @WithDefault("5s")
    Duration reconnectLongest();
}

package tradelab.marketdata.cache;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tradelab.runtime.settings.ByteSize;

/** The tiers, their bounds, and how long what is believed. */
public interface CacheSettings {
    /** Whether values are kept in memory; with {@code redis.enabled} this gives memory, Redis, both or neither. */
    @WithDefault("true")
    boolean memory();

    /** What all values in memory may weigh: their bytes on the wire and those of their keys. */
    @WithDefault("64MiB")
    ByteSize memoryMax();

    /** Who shares a Redis without sharing values takes different ones. */
    @WithDefault("tradelab")
    String namespace();

    Ttl ttl();

    /** How long an expired value is kept for readers who allow its age, and for when nothing better can be had. */
    @WithDefault("60s")
    Duration staleMax();

    /** Above 1 values are renewed earlier before they expire, 0 never. */
    @WithDefault("1.0")
    double refreshBeta();

    /** A fetch without an answer for longer has failed. */
    @WithDefault("2s")
    Duration loadTimeout();

    /** How long a replica alone may fetch one value; longer than the fetch, or it would be fetched twice. */
    @WithDefault("3s")
    Duration lease();

    /** How long a reader waits for a value that another replica fetches. */
    @WithDefault("8s")
    Duration waitMax();

    /** How long what is missing is gathered into one call, of an upstream that tells many values at once. */
    @WithDefault("5ms")
    Duration gather();

    /** The most values of one such call. */
    @WithDefault("250")
    int gatherMax();

    WarmUpSettings warmUp();

    /** Lifetimes. */
    interface Ttl {
        @WithDefault("250ms")
        Duration ticker();

        @WithDefault("250ms")
        Duration book();

        @WithDefault("1s")
        Duration trades();

        @WithDefault("5s")
        Duration candles();

        @WithDefault("1h")
        Duration reference();

        /** How long it is believed that there is none. */
        @WithDefault("1s")
        Duration absent();

        /** How long nobody asks again after a fetch has failed. */
        @WithDefault("250ms")
        Duration failure();

        /** Returns the lifetime of values of this type. */
        default Duration of(CacheType type) {
            return switch (type) {
                case TICKER -> ticker();
                case BOOK -> book();
                case TRADES -> trades();
                case CANDLES -> candles();
                case REFERENCE -> reference();
            };
        }
    }

    /** Reading what is asked for most before somebody asks. */
    interface WarmUpSettings {
        /** The most that is read ahead, and remembered. */
        @WithDefault("200")
        int symbolsMax();

        /** Reads a second, below what the venue allows. */
        @WithDefault("50")
        int perSecond();

        /** After this time an earlier read counts half. */
        @WithDefault("5m")
        Duration halfLife();

        /** How often the hottest are written down. */
        @WithDefault("5s")
        Duration saveInterval();

        /** Where they are written too, for a start without Redis. */
        Optional<Path> file();
    }
}

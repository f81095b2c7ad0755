package tradelab.marketdata.candle;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import tradelab.runtime.settings.ByteSize;

/** Trades and candles: how many are kept, and what is asked of the venue to complete them. */
public interface HistorySettings {
    /** Trades kept for each instrument; also how far back a repeated trade is recognised. */
    @WithDefault("2000")
    int tradesMax();

    /** Candles kept for each instrument and frame. */
    @WithDefault("1000")
    int candlesMax();

    /** Whether trades and candles that were not seen are fetched from the venue when somebody asks for candles. */
    @WithDefault("true")
    boolean backfill();

    /** REST of the venue; by default the host of its WebSocket. */
    Optional<String> venueUrl();

    /** Calls a minute; the venue blocks who makes more than 30 to 90. What would be too many is asked for later. */
    @WithDefault("60")
    int venueCallsPerMinute();

    /** A call that takes longer has failed. */
    @WithDefault("5s")
    Duration venueTimeout();

    /** A longer answer is refused. */
    @WithDefault("4MiB")
    ByteSize venueAnswerMax();

    /** How long a reader waits for what is fetched for him; then he gets what is there, which says that it is incomplete. */
    @WithDefault("2s")
    Duration readerWait();

    /** After a failed call the venue is left alone for as long. */
    @WithDefault("5s")
    Duration retryAfter();
}
